using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Survival.Models;

namespace NotebookKit.Adjusted.Tests;

/// <summary>The reference values of tests/NotebookKit.Adjusted.Tests/golden and the data they were made from.</summary>
internal static class Golden
{
    private static readonly AsyncLocal<(string File, string Text)?> Changed = new();
    private static readonly AsyncLocal<HashSet<string>?> Read = new();

    public static JsonElement Load(string file)
    {
        Read.Value?.Add(file);
        return JsonDocument.Parse(Changed.Value is { } c && c.File == file
            ? c.Text
            : File.ReadAllText(Repository.Path("tests", "NotebookKit.Adjusted.Tests", "golden", file))).RootElement;
    }

    /// <summary>Runs a test and tells which files it reads.</summary>
    public static HashSet<string> ReadBy(Action test)
    {
        Read.Value = [];
        test();
        return Read.Value;
    }

    /// <summary>Runs a test on another text of a file; whether it fails.</summary>
    public static bool FailsOn(string file, string text, Action test)
    {
        Changed.Value = (file, text);
        try
        {
            test();
            return false;
        }
        catch (Exception)
        {
            return true;
        }
        finally
        {
            Changed.Value = null;
        }
    }

    public static JsonElement[] Analyses(string file, string kind) =>
        [.. Load(file).GetProperty("analyses").EnumerateArray().Where(a => a.GetProperty("kind").GetString() == kind)];

    public static GoldenTable Table(string file)
    {
        string[] lines = File.ReadAllLines(Repository.Path("tests", "NotebookKit.Adjusted.Tests", "golden", file));
        string[] names = Split(lines[0]);
        var rows = lines.Skip(1).Where(l => l.Length > 0).Select(Split).ToArray();
        var levels = new Dictionary<string, string[]>();
        string json = Path.ChangeExtension(file.Replace("_imputed", "", StringComparison.Ordinal), ".json");
        if (File.Exists(Repository.Path("tests", "NotebookKit.Adjusted.Tests", "golden", json))
            && Load(json).GetProperty("meta").TryGetProperty("factor_levels", out JsonElement all) && all.ValueKind == JsonValueKind.Object
            && all.TryGetProperty(file, out JsonElement own))
            foreach (JsonProperty p in own.EnumerateObject()) levels[p.Name] = [.. p.Value.EnumerateArray().Select(v => v.GetString()!)];
        return new GoldenTable(names, rows, levels);
    }

    private static string[] Split(string line) => [.. line.Split(',').Select(c => c.Trim('"'))];

    public static double Number(this JsonElement e, string name) => Number(e.GetProperty(name));

    public static double Number(this JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Number => e.GetDouble(),
        JsonValueKind.String => e.GetString() == "Inf" ? double.PositiveInfinity : double.NegativeInfinity,
        _ => double.NaN,
    };

    public static double[] Numbers(this JsonElement e, string name) =>
        e.GetProperty(name) is { ValueKind: JsonValueKind.Array } a ? [.. a.EnumerateArray().Select(Number)] : [Number(e, name)];

    public static string[] Texts(this JsonElement e, string name) =>
        e.GetProperty(name) is { ValueKind: JsonValueKind.Array } a
            ? [.. a.EnumerateArray().Select(v => v.GetString()!)]
            : [e.GetProperty(name).GetString()!];

    public static string Text(this JsonElement e, string name) => e.GetProperty(name).GetString()!;

    public static JsonElement[] Items(this JsonElement e, string name) => [.. e.GetProperty(name).EnumerateArray()];

    public static double[][] Matrix(this JsonElement e, string name) => e.GetProperty(name) is var m && m.ValueKind == JsonValueKind.Array
        ? [.. m.EnumerateArray().Select(r => r.ValueKind == JsonValueKind.Array
            ? r.EnumerateArray().Select(Number).ToArray()
            : [Number(r)])] : [[Number(m)]];

    /// <summary>Relative difference, absolute below 1.</summary>
    public static void Near(double expected, double? actual, double tolerance, string what)
    {
        if (double.IsNaN(expected) || double.IsInfinity(expected)) { Assert.True(actual is null, $"{what}: expected none, found {actual}");
            return; }
        Assert.True(actual is { } a && Math.Abs(a - expected) <= tolerance * Math.Max(1, Math.Abs(expected)),
            FormattableString.Invariant($"{what}: expected {expected:R}, found {actual:R}"));
    }

    public static void Near(double[] expected, IEnumerable<double?> actual, double tolerance, string what)
    {
        double?[] found = [.. actual];
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Near(expected[i], found[i], tolerance, $"{what}[{i}]");
    }
}

/// <summary>A table of the golden pack with its factor levels.</summary>
internal sealed record GoldenTable(string[] Names, string[][] Rows, IReadOnlyDictionary<string, string[]> Levels)
{
    public int Count => Rows.Length;

    public double[] Numbers(string name) =>
        [.. Rows.Select(r => Cell(r, name) is "" or "NA" ? double.NaN : double.Parse(Cell(r, name), CultureInfo.InvariantCulture))];

    public string[] Texts(string name) => [.. Rows.Select(r => Cell(r, name))];

    private string Cell(string[] row, string name) => row[Array.IndexOf(Names, name)];

    public GoldenTable Where(Func<int, bool> keep) => this with { Rows = [.. Rows.Where((_, i) => keep(i))] };

    public GoldenTable Complete(params IEnumerable<string> columns) =>
        this with { Rows = [.. Rows.Where(r => columns.All(c => Cell(r, c) is not ("" or "NA")))] };

    /// <summary>Columns of terms such as <c>age</c>, <c>race</c> or <c>smoke:race</c>, named as R names them.</summary>
    public ImmutableArray<Covariate> Design(params IEnumerable<string> terms) => [.. terms.SelectMany(Term)];

    private IEnumerable<Covariate> Term(string term)
    {
        Covariate[] product = [];
        foreach (string variable in term.Split(':'))
        {
            Covariate[] own = Levels.TryGetValue(variable, out string[]? levels)
                ? [.. levels.Skip(1).Where(l => Texts(variable).Contains(l))
                    .Select(l => new Covariate(variable + l, Texts(variable).Select(t => t == l ? 1.0 : 0).ToArray()) {
                        IsIndicator = true })]
                : [new Covariate(variable, Numbers(variable))];
            product = product.Length == 0
                ? own
                : [.. own.SelectMany(
                    b => product.Select(
                        a => new Covariate($"{a.Name}:{b.Name}", a.Values.ToArray().Zip(b.Values.ToArray(), (x, y) => x * y).ToArray())))];
        }
        return product.Select(c => c with { Term = term });
    }

    public DataFrame ToFrame()
    {
        var frame = new DataFrame();
        foreach (string name in Names)
            frame.Columns.Add(
                Rows.All(r => Cell(r, name) is "" or "NA"
                    || double.TryParse(Cell(r, name), NumberStyles.Float, CultureInfo.InvariantCulture, out _)) && !Levels.ContainsKey(name)
                ? new DoubleDataFrameColumn(name, Numbers(name).Select(v => double.IsNaN(v) ? (double?)null : v))
                : new StringDataFrameColumn(name, Texts(name).Select(t => t.Length == 0 ? null : t)));
        return frame;
    }
}
