using NotebookKit.Cohorts;

namespace NotebookKit.Tests.Cohorts;

/// <summary>Files of the templates as Windows, older Macs and spreadsheets save them are the same cohort.</summary>
public class LineEndTests
{
    [Theory]
    [InlineData("\r\n", false)]
    [InlineData("\r\n", true)]
    [InlineData("\r", false)]
    public void Line_ends_and_the_mark_change_neither_frames_nor_findings(string end, bool mark)
    {
        using var folder = TemporaryCohort.OfExample();
        // Something to find on a row that is not the first.
        string patients = File.ReadAllText(Path.Combine(folder.Folder, "patients.csv"));
        folder.WriteText("patients.csv", patients + "P999,-3,female,pancreas,,,,,,,,,\n");
        string[] before = Everything(folder.Load());
        foreach (string file in Directory.GetFiles(folder.Folder))
        {
            string text = File.ReadAllText(file).ReplaceLineEndings(end);
            File.WriteAllText(file, text, new System.Text.UTF8Encoding(mark));
        }
        Assert.Equal(before, Everything(folder.Load()));
        Assert.Contains("row", before[0]);
    }

    private static string[] Everything(Cohort cohort) =>
    [
        string.Join('\n', cohort.Findings.Select(f => f.ToString())),
        .. new[] { cohort.Patients, cohort.Procedures, cohort.Lesions, cohort.Imaging, cohort.LesionMeasurements, cohort.AdverseEvents }
            .Select(frame => string.Join('\n', frame.Rows.Select(row => string.Join('|', row)))),
    ];
}
