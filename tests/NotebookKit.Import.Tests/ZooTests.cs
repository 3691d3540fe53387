using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.Import.Tests;

/// <summary>
/// Every file of the zoo gives the expected values and findings (tests/NotebookKit.Import.Tests/golden/data-zoo/README.md says what the
/// fields mean).
/// </summary>
public sealed class ZooTests
{

    private static string Folder => Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "data-zoo");

    private static readonly Lazy<JsonElement> Expected = new(
        () => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json"))).RootElement);

    public static TheoryData<string> Files =>
        new(Expected.Value.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("file").GetString()!));

    [Theory, MemberData(nameof(Files))]
    public void File_gives_its_values_and_findings(string file)
    {
        JsonElement entry = Expected.Value.GetProperty("entries").EnumerateArray().First(e => e.GetProperty("file").GetString() == file);
        var wrong = new List<string>();
        DataFile read = Read(entry);
        bool refused = entry.GetProperty("outcome").GetString() == "refuse" || MayBeRefused(entry, read);
        if (refused)
        {
            if (read.IsTable) wrong.Add("there is a frame, but it should have been refused");
            Assert.True(read.Findings.Errors > 0, "refused without an error");
        }
        else if (!read.IsTable) wrong.Add("there is no frame");
        if (read.IsTable && !refused) Compare(entry, read, wrong);
        CheckFindings(entry, read, wrong);
        Assert.True(wrong.Count == 0, file + "\n" + string.Join("\n", wrong) + "\n--- findings\n" + string.Join("\n",
            read.Findings.Select(f => $"{f.Severity} {f.Rule} row {f.Row} col {f.Column} value {f.Value}: {f.Message} | {f.HowToFix}")));
    }

    private static DataFile Read(JsonElement entry) =>
        DataFile.Read(Path.Combine(Folder, entry.GetProperty("file").GetString()!), Text(entry, "sheet"), new DataFileOptions
    {
        Today = new DateOnly(2026, 11, 27),
        Dictionary = Text(entry, "dictionary") is { } d ? Path.Combine(Folder, d) : null,
    });

    private static bool MayBeRefused(JsonElement entry, DataFile read) =>
        !read.IsTable && Text(entry, "accept") is { } accept && accept.Contains("refused", StringComparison.Ordinal);

    private static void Compare(JsonElement entry, DataFile read, List<string> wrong)
    {
        if (entry.TryGetProperty("tables", out JsonElement tables))
        {
            foreach (JsonProperty table in tables.EnumerateObject()) CompareTable(table, read, wrong);
            return;
        }
        DataFrame frame = read.Frame;
        if (entry.TryGetProperty("rows", out JsonElement rows) && rows.GetInt32() != frame.Rows.Count)
            wrong.Add($"{frame.Rows.Count} rows, not {rows.GetInt32()}");
        JsonElement of = Text(entry, "same_as") is { } same ? Expected.Value.GetProperty("entries").EnumerateArray()
            .First(e => e.GetProperty("file").GetString() == same) : entry;
        if (Text(entry, "same_as") is { } other && !of.TryGetProperty("columns", out _)) CompareFrames(frame, Read(of).Frame, wrong);
        if (!of.TryGetProperty("columns", out JsonElement columns)) return;
        bool exact = of.GetProperty("file").GetString() == entry.GetProperty("file").GetString() && Text(entry, "dictionary") is null;
        if (exact && columns.GetArrayLength() != frame.Columns.Count && !entry.TryGetProperty("event", out _))
            wrong.Add($"{frame.Columns.Count} columns ({string.Join(", ", frame.Columns.Select(c => c.Name))}), not "
                + $"{columns.GetArrayLength()}");
        int i = 0;
        foreach (JsonElement column in columns.EnumerateArray())
            CompareColumn(column, read, i++, wrong,
                Text(entry, "note")?.Contains("joined in another way", StringComparison.Ordinal) == true);
    }

    private static void CompareColumn(JsonElement expected, DataFile read, int position, List<string> wrong, bool byPosition)
    {
        string name = expected.GetProperty("name").GetString()!;
        DataFrame frame = read.Frame;
        int index = byPosition ? position : frame.Columns.IndexOf(name);
        if (index < 0)
        {
            wrong.Add($"no column {name}; there are {string.Join(", ", frame.Columns.Select(c => c.Name))}");
            return;
        }
        DataColumn about = read.Columns[index];
        string type = expected.GetProperty("type").GetString()!, found = about.Type.ToString().ToLowerInvariant();
        if (found != type && Text(expected, "alternatively") != found && !(type == "time" && found == "text"))
            wrong.Add($"{name} is {found}, not {type}");
        if (Text(expected, "unit") is { } unit && !string.Equals(unit, about.Unit, StringComparison.Ordinal))
            wrong.Add($"{name} has unit {about.Unit}, not {unit}");
        if (expected.TryGetProperty("codes", out JsonElement codes))
        {
            StringDataFrameColumn have = read.Codes(name);
            if (!codes.EnumerateArray().Select(Value).SequenceEqual(have)) wrong.Add($"{name} has codes {string.Join(", ", have)}");
        }
        if (!expected.TryGetProperty("values", out JsonElement values)) return;
        string?[] want = [.. values.EnumerateArray().Select(Value)];
        string?[] got = [.. Enumerable.Range(0, (int)frame.Rows.Count).Select(r => Value(frame.Columns[index][r], type))];
        if (!want.Select(w => w ?? "").SequenceEqual(got.Select(g => g ?? "")))
            wrong.Add($"{name} is [{string.Join(" | ", got)}], not [{string.Join(" | ", want)}]");
    }

    private static void CompareTable(JsonProperty expected, DataFile read, List<string> wrong)
    {
        if (!read.Tables.TryGetValue(expected.Name, out DataFrame? frame))
        {
            wrong.Add($"no table {expected.Name}; there are {string.Join(", ", read.Tables.Keys)}");
            return;
        }
        string[] names = [.. expected.Value.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)];
        string[] want = [.. expected.Value.GetProperty("rows").EnumerateArray()
            .Select(r => string.Join("|", r.EnumerateArray().Select(Value)))];
        string[] missing = [.. names.Where(n => frame.Columns.IndexOf(n) < 0)];
        if (missing.Length > 0)
        {
            wrong.Add($"{expected.Name}: no column {string.Join(", ", missing)}; there are "
                + $"{string.Join(", ", frame.Columns.Select(c => c.Name))}");
            return;
        }
        string[] got = [.. Enumerable.Range(0, (int)frame.Rows.Count)
            .Select(r => string.Join("|", names.Select(n => Value(frame[n][r], "date"))))];
        if (!want.SequenceEqual(got)) wrong.Add($"{expected.Name}:\n  {string.Join("\n  ", got)}\nnot\n  {string.Join("\n  ", want)}");
    }

    private static void CompareFrames(DataFrame a, DataFrame b, List<string> wrong)
    {
        foreach (DataFrameColumn column in b.Columns)
        {
            int index = a.Columns.IndexOf(column.Name);
            string?[] x = index < 0 ? [] : [.. Enumerable.Range(0, (int)a.Rows.Count).Select(r => Value(a.Columns[index][r], "date"))],
                y = [.. Enumerable.Range(0, (int)b.Rows.Count).Select(r => Value(column[r], "date"))];
            if (!x.Select(v => v ?? "").SequenceEqual(y.Select(v => v ?? "")))
                wrong.Add($"{column.Name}: [{string.Join(" | ", x)}], not [{string.Join(" | ", y)}]");
        }
    }

    private static void CheckFindings(JsonElement entry, DataFile read, List<string> wrong)
    {
        JsonElement[] expected = [.. entry.GetProperty("findings").EnumerateArray()];
        foreach (JsonElement finding in expected)
            if (!read.Findings.Any(f => Fits(finding, f))) wrong.Add("missing finding: " + finding.GetRawText());
        foreach (Finding f in read.Findings.Where(f => f.Severity == FindingSeverity.Error))
            if (!expected.Any(e => Kinds(e.GetProperty("kind").GetString()!).Contains(f.Rule))
                && !(read.IsTable == false && expected.Any(e => Text(e, "severity") == "error")) && !MayBeRefused(entry, read))
                wrong.Add($"false alarm: {f.Rule} row {f.Row} {f.Column}: {f.Message}");
        foreach (Finding f in read.Findings.Where(f => f.Severity != FindingSeverity.Info))
        {
            if (f.Message.Length < 10 || f.HowToFix.Length < 5) wrong.Add($"no remedy: {f.Rule} {f.Message}");
        }
    }

    private static string[] Kinds(string kind) => kind switch
    {
        "limit-value" or "range-value" => ["limit-value", "range-value", "uncertain-value"],
        "encoding" => ["encoding"],
        _ => [kind],
    };

    private static bool Fits(JsonElement expected, Finding found)
    {
        string text = string.Join(" ", found.Message, found.HowToFix, found.Expected, found.Value);
        return expected.GetProperty("kind").GetString() == found.Rule
            && Text(expected, "severity") == found.Severity.ToString().ToLowerInvariant()
            && (!expected.TryGetProperty("row", out JsonElement row) || row.GetInt32() == found.Row)
            && (Text(expected, "column") is not { } column || column == found.Column)
            && (Text(expected, "value") is not { } value || value == found.Value)
            && (!expected.TryGetProperty("says", out JsonElement says) || says.EnumerateArray()
                .All(s => text.Contains(s.GetString()!, StringComparison.OrdinalIgnoreCase)));
    }

    private static string? Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null;

    private static string? Value(JsonElement v) => v.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => Number(v.GetDouble()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => v.GetString(),
    };

    private static string? Value(object? cell, string type) => cell switch
    {
        null => null,
        DateTime day => day.ToString(type == "datetime" ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        double number => Number(number),
        long whole => whole is > 9007199254740991 or < -9007199254740991 ? whole.ToString(CultureInfo.InvariantCulture) : Number(whole),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture),
    };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
