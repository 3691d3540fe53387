using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Tests.Cohorts;

/// <summary>Every figure that Endocrine Abstracts (2024) 108 C28 prints comes out of the example cohort.</summary>
public sealed class AbstractFiguresTests
{
    private static readonly Cohort Example = Cohort.Load(Repository.Path("data-templates", "example"));

    [Theory]
    [InlineData("G3", 20, "58", 8, 7, 28.5, 21, 65)]
    [InlineData("NEC", 6, "63", 4, 1, 55, 32, 90)]
    public void Patients(string grade, int patients, string meanAge, int male, int pancreas, double medianKi67, double least, double most)
    {
        int[] rows = Rows(Example.Patients, "who_grade", grade);
        double[] ki67 = [.. Numbers(Example.Patients, "ki67_percent", rows).Order()];
        Assert.Equal(patients, rows.Length);
        Assert.Equal(meanAge, NumberFormat.Fixed(Numbers(Example.Patients, "age_at_index_years", rows).Average(), 0));
        Assert.Equal(male, Count(Example.Patients, "sex", rows, "male"));
        Assert.Equal(pancreas, Count(Example.Patients, "primary_site", rows, "pancreas"));
        Assert.Equal((medianKi67, least, most), ((ki67[(patients / 2) - 1] + ki67[patients / 2]) / 2, ki67[0], ki67[^1]));
    }

    [Theory]
    [InlineData("G3", 30, 9, 12, 9, "6.6", 28, 27)]
    [InlineData("NEC", 13, 1, 4, 8, "6.8", 12, 6)]
    public void Procedures(string grade, int procedures, int tae, int tace, int tare, string meanDiameterCm, int bilobar, int extrahepatic)
    {
        int[] rows = ProcedureRows(grade);
        Assert.Equal(procedures, rows.Length);
        Assert.Equal((tae, tace, tare),
            (Count(Example.Procedures, "modality", rows, "tae"), Count(Example.Procedures, "modality", rows, "ctace", "deb_tace"),
            Count(Example.Procedures, "modality", rows, "tare_glass", "tare_resin")));
        Assert.Equal(meanDiameterCm, NumberFormat.Fixed(Numbers(Example.Procedures, "largest_hepatic_tumor_mm", rows).Average() / 10, 1));
        Assert.Equal((bilobar, extrahepatic),
            (Count(Example.Procedures, "bilobar_disease", rows, "yes"), Count(Example.Procedures, "extrahepatic_disease", rows, "yes")));
    }

    [Fact]
    public void Extrahepatic_disease_per_patient() =>
        Assert.Equal(18, Count(Example.Patients, "extrahepatic_disease", Rows(Example.Patients, "who_grade", "G3"), "yes"));

    [Theory]
    [InlineData(null, 14, "32.6")]
    [InlineData("post_embolization_syndrome", 12, "27.9")]
    [InlineData("hepatic_infarct", 8, "18.6")]
    [InlineData("carcinoid_crisis", 1, "2.3")]
    public void Adverse_events_per_procedure(string? term, int procedures, string percent)
    {
        DataFrame events = Example.AdverseEvents;
        int[] rows = term is null ? [.. Enumerable.Range(0, (int)events.Rows.Count)] : Rows(events, "ae_term", term);
        int affected = rows.Select(r => events["procedure_id"][r]).Distinct().Count();
        Assert.Equal(procedures, affected);
        Assert.Equal(percent, NumberFormat.Fixed(100.0 * affected / Example.Procedures.Rows.Count, 1));
    }

    /// <summary>What later checks would ask: the largest tumour is the one measured, events follow their procedure, stays add up.</summary>
    [Fact]
    public void Rows_agree_with_each_other()
    {
        DataFrame procedures = Example.Procedures, imaging = Example.Imaging, measurements = Example.LesionMeasurements;
        HashSet<string> liver = [.. Rows(Example.Lesions, "organ", "liver").Select(r => (string)Example.Lesions["lesion_id"][r])];
        for (int p = 0; p < procedures.Rows.Count; p++)
        {
            var date = (DateTime)procedures["procedure_date"][p];
            int baseline = Rows(imaging, "patient_id", (string)procedures["patient_id"][p])
                .Last(i => (DateTime)imaging["imaging_date"][i] <= date);
            Assert.Equal("baseline", imaging["timepoint"][baseline]);
            double largest = Rows(measurements, "imaging_id", (string)imaging["imaging_id"][baseline])
                .Where(m => liver.Contains((string)measurements["lesion_id"][m]))
                .Max(m => (double?)measurements["longest_diameter_mm"][m] ?? 0);
            Assert.Equal(largest, procedures["largest_hepatic_tumor_mm"][p]);
            Assert.Equal(date.AddDays((int)procedures["length_of_stay_nights"][p]), procedures["discharge_date"][p]);
            Assert.Equal(((string)procedures["modality"][p]).StartsWith("tare", StringComparison.Ordinal),
                procedures["activity_gbq"][p] is not null);
        }
        for (int m = 0; m < measurements.Rows.Count; m++)
            Assert.False((double?)measurements["enhancing_diameter_mm"][m] > (double?)measurements["longest_diameter_mm"][m],
                $"row {m + 2}");
    }

    private static int[] ProcedureRows(string grade)
    {
        HashSet<string> patients = [.. Rows(Example.Patients, "who_grade", grade).Select(r => (string)Example.Patients["patient_id"][r])];
        return [.. Enumerable.Range(0, (int)Example.Procedures.Rows.Count)
            .Where(r => patients.Contains((string)Example.Procedures["patient_id"][r]))];
    }

    private static int[] Rows(DataFrame frame, string column, string value) =>
        [.. Enumerable.Range(0, (int)frame.Rows.Count).Where(r => (string)frame[column][r] == value)];

    private static int Count(DataFrame frame, string column, int[] rows, params string[] values) =>
        rows.Count(r => values.Contains((string)frame[column][r]));

    private static IEnumerable<double> Numbers(DataFrame frame, string column, int[] rows) =>
        rows.Select(r => Convert.ToDouble(frame[column][r]));
}
