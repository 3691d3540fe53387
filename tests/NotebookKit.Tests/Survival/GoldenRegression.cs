using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Analysis;
using NotebookKit.Survival.Cox;

namespace NotebookKit.Tests.Survival;

/// <summary>R's regression results, and the same models fitted here.</summary>
internal static partial class GoldenRegression
{
    public const double Iterated = 1e-9;

    public static readonly string[] DataSets = ["aml", "bladder", "bladder2", "lung", "ovarian", "veteran"];

    private static readonly Dictionary<string, JsonElement> Files = [];

    public static JsonElement File(string name)
    {
        lock (Files) return Files.TryGetValue(name, out JsonElement e)
            ? e
            : Files[name] = GoldenSurvival.Load("regression", name + ".json");
    }

    public static JsonElement[] Analyses(string dataset, string kind) =>
        [.. File(dataset).GetProperty("analyses").EnumerateArray().Where(a => a.GetProperty("kind").GetString() == kind)];

    /// <summary>One row per analysis of a kind: data set, index among its kind, call.</summary>
    public static TheoryData<string, int, string> Cases(string kind)
    {
        var cases = new TheoryData<string, int, string>();
        foreach (string dataset in DataSets)
            foreach ((int i, JsonElement a) in Analyses(dataset, kind).Index())
                cases.Add(dataset, i,
                    a.GetProperty("call").GetString()! + (a.TryGetProperty("ties", out JsonElement ties) ? " " + ties.GetString() : ""));
        return cases;
    }

    public static JsonElement Edge(string name, string call) => File("edge")
        .GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name)
        .GetProperty("calls").EnumerateArray().Single(c => c.GetProperty("r").GetString() == call).GetProperty("result");

    /// <summary>A data set with an extra column that numbers the rows, for R's robust=TRUE without a cluster.</summary>
    public static DataFrame Frame(string name)
    {
        DataFrame data = GoldenSurvival.Data(name);
        if (data.Columns.IndexOf("row") < 0) data.Columns.Add(new Int32DataFrameColumn("row", Enumerable.Range(0, (int)data.Rows.Count)));
        if (name == "veteran") // R's factor has the order of the data; ours sort
            data.Columns.Add(
                new DoubleDataFrameColumn("cell_order", data.Columns["celltype"].Cast<string>().Select(
                    c => (double)Array.IndexOf(Cells, c))));
        return data;
    }

    private static readonly string[] Cells = ["squamous", "smallcell", "adeno", "large"];

    /// <summary>R's call as our formula.</summary>
    public static string Formula(string call)
    {
        Match m = CallPattern().Match(call);
        string formula = m.Groups["formula"].Value.Trim();
        if (m.Groups["weights"].Success) formula += $" + weights({m.Groups["weights"].Value})";
        if (m.Groups["cluster"].Success) formula += $" + cluster({m.Groups["cluster"].Value})";
        else if (m.Groups["robust"].Success) formula += " + cluster(row)";
        return formula.Replace("celltype", "factor(celltype, \"squamous\", \"smallcell\", \"adeno\", \"large\")", StringComparison.Ordinal)
            .Replace("strata(factor(celltype, \"squamous\", \"smallcell\", \"adeno\", \"large\"))", "strata(cell_order)",
                StringComparison.Ordinal);
    }

    public static CoxFit FitCox(string dataset, JsonElement analysis)
    {
        var options = new CoxOptions { Ties = Enum.Parse<CoxTies>(analysis.GetProperty("ties").GetString()!, ignoreCase: true) };
        return Frame(dataset).Cox(Formula(analysis.GetProperty("call").GetString()!), options: options);
    }

    public static double?[][] Matrix(this JsonElement rows) => [.. rows.EnumerateArray().Select(GoldenSurvival.Values)];

    /// <summary>Numbers compared against the size of the largest of them.</summary>
    public static void NearMatrix(JsonElement expected, Func<int, int, double?> actual, string what, double tolerance = Iterated)
    {
        double?[][] rows = expected.Matrix();
        double largest = rows.Length == 0 ? 0 : rows.Max(r => r.Max(v => Math.Abs(v ?? 0)));
        for (int i = 0; i < rows.Length; i++)
            for (int j = 0; j < rows[i].Length; j++)
                GoldenSurvival.Near(rows[i][j], actual(i, j), $"{what}[{i},{j}]", tolerance, largest);
    }

    public static void NearVector(double?[] expected, IReadOnlyList<double?> actual, string what, double tolerance = Iterated) =>
        GoldenSurvival.Near(expected, actual, what, tolerance, expected.Length == 0 ? 0 : expected.Max(v => Math.Abs(v ?? 0)));

    [GeneratedRegex(@"^(coxph|survreg|concordance)\((?<formula>(?:[^()=]|\([^()]*\))*?)(, weights=(?<weights>\w+))?(, "
        + @"cluster=(?<cluster>\w+))?(?<robust>, robust=TRUE)?\)")]
    private static partial Regex CallPattern();
}
