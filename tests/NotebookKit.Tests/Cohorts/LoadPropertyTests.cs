using System.Text;
using CsCheck;
using NotebookKit.Cohorts;

namespace NotebookKit.Tests.Cohorts;

/// <summary>Whatever a file holds, loading reports it and does not throw.</summary>
public sealed class LoadPropertyTests
{
    private static readonly string[] Files = ["patients.csv", "procedures.csv", "imaging.csv", "lesion_measurements.csv"];

    private static readonly Gen<string> Scrap = Gen.OneOf(
        Any(",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "\r", "", " ", "\0", "é", "😀", "1e999", "-", "NA", "#", "2019-13-45",
            "99999999999", "00/00/0000"),
        Gen.String[1, 6]);

    private static Gen<T> Any<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    [Fact]
    public void Loading_never_throws_for_what_a_file_holds()
    {
        using TemporaryCohort files = TemporaryCohort.Small();
        var texts = Files.ToDictionary(f => f, f => File.ReadAllBytes(Path.Combine(files.Folder, f)));
        Gen.Select(Any(Files), Gen.Double.Unit, Gen.Int[0, 12], Scrap).Array[1, 3].Sample(edits =>
        {
            foreach ((string file, byte[] text) in texts) File.WriteAllBytes(Path.Combine(files.Folder, file), text);
            foreach ((string file, double place, int length, string scrap) in edits)
            {
                string path = Path.Combine(files.Folder, file);
                byte[] text = File.ReadAllBytes(path);
                int at = (int)(place * text.Length);
                File.WriteAllBytes(path, [.. text[..at], .. Encoding.UTF8.GetBytes(scrap), .. text[Math.Min(at + length, text.Length)..]]);
            }
            Cohort cohort = files.Load();
            Assert.Equal(cohort.Findings.Count, cohort.Findings.ToDataFrame().Rows.Count);
            Assert.All(cohort.Findings, f => Assert.False(string.IsNullOrWhiteSpace(f.Message) || string.IsNullOrWhiteSpace(f.HowToFix)));
        }, iter: 400, threads: 1);
    }

    [Fact]
    public void A_number_is_read_exactly_or_reported()
    {
        using TemporaryCohort files = TemporaryCohort.Small();
        Gen.Double[0, 400].Sample(value =>
        {
            string text = value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            files.Write("lesion_measurements.csv", "lesion_id,imaging_id,longest_diameter_mm,status", $"P001-L1,P001-I1,{text},measured");
            Cohort cohort = files.Load();
            Assert.True(cohort.IsValid);
            Assert.Equal(value, cohort.LesionMeasurements["longest_diameter_mm"][0]);
        }, iter: 100, threads: 1);
    }
}
