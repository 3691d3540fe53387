using System.Text.Json;
using Microsoft.Data.Analysis;

namespace NotebookKit.Import.Tests;

/// <summary>Repetitions side by side become rows.</summary>
public sealed class LayoutTests
{
    [Theory]
    [InlineData("text/wide-scans.csv", new[] { "id", "sex" }, "scan", new[] { "scan{index}_date", "scan{index}_sum" })]
    [InlineData("text/wide-procedures.csv", new[] { "Pat-Nr" }, "Eingriff", new[] { "{index}. Eingriff Datum", "{index}. Eingriff Art" })]
    public void Zoo_files_lengthen_as_expected(string file, string[] by, string index, string[] patterns)
    {
        string zoo = Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "data-zoo");
        JsonElement entry = JsonDocument.Parse(File.ReadAllText(Path.Combine(zoo, "expected.json"))).RootElement.GetProperty("entries")
            .EnumerateArray().First(e => e.GetProperty("file").GetString() == file);
        JsonElement expected = entry.GetProperty("reshaped");
        DataFile read = DataFile.Read(Path.Combine(zoo, file));
        DataFrame frame = read.Frame.Lengthen(by, index, patterns);
        Assert.Equal(expected.GetProperty("columns").EnumerateArray().Select(c => c.GetString()), frame.Columns.Select(c => c.Name));
        Assert.Equal(expected.GetProperty("rows").EnumerateArray()
            .Select(r => string.Join("|", r.EnumerateArray().Select(v => v.ToString()))),
            Enumerable.Range(0, (int)frame.Rows.Count)
                .Select(r => string.Join("|", frame.Columns.Select(c => c[r] is DateTime d ? d.ToString("yyyy-MM-dd") : $"{c[r]}"))));
        foreach (string pattern in patterns) Assert.Contains(read.Findings, f => f.Rule == "layout-wide" && f.HowToFix.Contains(pattern));
    }

    [Fact]
    public void A_pattern_that_fits_nothing_names_the_columns()
    {
        DataFrame frame = new(new StringDataFrameColumn("id", ["a"]), new DoubleDataFrameColumn("x1", [1.0]));
        Assert.Contains("id, x1", Assert.Throws<ArgumentException>(() => frame.Lengthen(["id"], "n", "y{index}")).Message);
        Assert.Contains("{index}", Assert.Throws<ArgumentException>(() => frame.Lengthen(["id"], "n", "x1")).Message);
    }
}
