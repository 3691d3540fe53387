using System.Text;
using NotebookKit.Cohorts;

namespace NotebookKit.Tests.Cohorts;

/// <summary>
/// Single changes of the example that people met in real files: one finding with a remedy that does not change the value.
/// </summary>
public sealed class HandOverTests
{
    /// <summary>file, row, column, new text, the rule, what the remedy must say and what it must not.</summary>
    public static TheoryData<string, int, string, string, string, string, string> Cells => new()
    {
        { "patients.csv", 2, "ki67_percent", "\"1,026\"", "F02",
            "Write 1026 if the comma groups thousands, 1.026 if it is the decimal sign", "not 1,026" },
        { "patients.csv", 3, "sex", "female\u200B", "S03", "U+200B", "did you mean" },
        { "patients.csv", 3, "sex", "female\u00A0", "S03", "U+00A0", "did you mean" },
        { "patients.csv", 2, "ki67_percent", "<5", "F02", "a bound, not a value", "Write the number" },
        { "patients.csv", 2, "ki67_percent", "5-10", "F02", "a bound, not a value", "Write the number" },
        { "patients.csv", 2, "ki67_percent", "\u22125", "F02", "Write -5", "alone" },
        { "patients.csv", 2, "ki67_percent", "0x1A", "F02", "Write a number", "alone: 0" },
        { "patients.csv", 2, "ki67_percent", "#DIV/0!", "F02", "formula", "0" },
        { "procedures.csv", 2, "largest_hepatic_tumor_mm", "9.1 cm", "F02", "convert", "alone: 9.1" },
        { "patients.csv", 7, "death_date", "2017-02-25", "D01", "write dead, or clear", "Write 2" },
        { "patients.csv", 2, "last_contact_date", "3013-01-18", "D07", "check the year", "3013" },
        { "adverse_events.csv", 2, "end_date", "2015-06-15", "D23", "check both dates", "2015-06-16" },
        { "procedures.csv", 2, "procedure_date", "2016-02-03", "D09", "check both dates", "Write" },
    };

    [Theory, MemberData(nameof(Cells))]
    public void Cell_gets_its_finding(string file, int row, string column, string text, string rule, string says, string never)
    {
        using TemporaryCohort files = TemporaryCohort.OfExample();
        string path = Path.Combine(files.Folder, file);
        string[] lines = File.ReadAllLines(path);
        string[] cells = lines[row - 1].Split(',');
        cells[Array.IndexOf(lines[0].Split(','), column)] = text;
        lines[row - 1] = string.Join(',', cells);
        File.WriteAllLines(path, lines);
        Cohort cohort = Cohort.Load(files.Folder, new CohortOptions { Today = new DateOnly(2026, 11, 27) });
        Finding finding = Assert.Single(cohort.Findings, f => f.Rule == rule && f.File == file);
        Assert.Equal((row, column), (finding.Row!.Value, finding.Column));
        string said = finding.Message + " " + finding.HowToFix;
        Assert.Contains(says, said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(never, finding.HowToFix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sep=,\n", "", 1)]
    [InlineData("# registry of the clinic\n# units: years\n", "", 1)]
    [InlineData("", "\u001A", 1)]
    public void What_stands_around_the_table_is_one_finding(string before, string after, int count)
    {
        using TemporaryCohort files = TemporaryCohort.OfExample();
        string path = Path.Combine(files.Folder, "patients.csv");
        File.WriteAllText(path, before + File.ReadAllText(path) + after);
        Cohort cohort = files.Load();
        Assert.Equal(count, cohort.Findings.Count);
        Assert.Equal("S03", cohort.Findings[0].Rule);
        Assert.True(cohort.IsValid);
    }

    [Fact]
    public void Utf16_without_a_mark_is_one_finding()
    {
        using TemporaryCohort files = TemporaryCohort.OfExample();
        string path = Path.Combine(files.Folder, "patients.csv");
        File.WriteAllBytes(path, Encoding.Unicode.GetBytes(File.ReadAllText(path)));
        Assert.Contains("UTF-16", Assert.Single(files.Load().Findings).Message);
    }

    [Fact]
    public void Rows_below_a_separator_line_keep_the_numbers_of_the_spreadsheet()
    {
        using TemporaryCohort files = TemporaryCohort.OfExample().Replace("patients.csv", "P002,70,female", "P002,70,femal");
        string path = Path.Combine(files.Folder, "patients.csv");
        File.WriteAllText(path, "sep=,\n" + File.ReadAllText(path));
        Assert.Equal(4, Assert.Single(files.Load().Findings, f => f.Rule == "F03").Row);
    }

    [Theory]
    [InlineData("Patients.CSV", "rename it to patients.csv")]
    [InlineData("patients.xlsx", "notebookkit import")]
    [InlineData("redcap-export.csv", "notebookkit import")]
    public void A_folder_without_patients_names_what_is_there(string file, string says)
    {
        using TemporaryCohort files = TemporaryCohort.OfExample();
        File.Move(Path.Combine(files.Folder, "patients.csv"), Path.Combine(files.Folder, file));
        string message = Assert.Throws<FileNotFoundException>(() => files.Load()).Message;
        Assert.Contains(file, message);
        Assert.Contains(says, message);
    }
}
