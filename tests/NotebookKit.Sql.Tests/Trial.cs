using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;

namespace NotebookKit.Sql.Tests;

/// <summary>An invented trial with what can go wrong between engines: ties, missing values, quotes, pairs of one patient.</summary>
internal static class Trial
{
    public const int Rows = 1_200;

    public static readonly string[] Arms = ["TACE", "TAE", "O'Hara \"x\"; DROP"];

    private static readonly string[] Sites = ["A", "B", "C"], Sexes = ["female", "male"], Responses = ["CR", "PR", "SD", "PD", "NE"],
        Causes = ["0", "liver failure", "other"];

    /// <summary>The rows in memory.</summary>
    public static readonly DataFrame Frame = Make();

    /// <summary>The set every engine is compared with.</summary>
    public static AnalysisSet Set(bool clustered) =>
        Frame.AnalysisSet("procedures", key: "id", patient: clustered ? "patient" : null, by: "arm", groups: Arms);

    /// <summary>The rows as text, one line each, missing values blank.</summary>
    public static IEnumerable<string> Csv(Func<int, bool>? take = null)
    {
        yield return string.Join(",", Frame.Columns.Select(c => c.Name));
        for (int i = 0; i < Rows; i++)
            if (take?.Invoke(i) != false) yield return string.Join(",", Frame.Columns.Select(c => Cell(c[i])));
    }

    public static string Cell(object? value) => value switch
    {
        null => "",
        string text => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static DataFrame Make()
    {
        uint state = 20241;
        int Next(int below)
        {
            state = state * 1_664_525 + 1_013_904_223; // Numerical Recipes' generator: the same rows everywhere
            return (int)((state >> 8) % (uint)below);
        }
        int[] rows = [.. Enumerable.Range(0, Rows)];
        var day = new DateTime(2020, 1, 1);
        int[] arm = [.. rows.Select(_ => Next(3))];
        int[] days = [.. rows.Select(i => 30 + Next(60 + 120 * (arm[i] + 1)))];
        int[] cause = [.. rows.Select(_ => Next(3))];
        return new DataFrame(
            new StringDataFrameColumn("id", rows.Select(i => FormattableString.Invariant($"r{i:0000}"))),
            new StringDataFrameColumn("patient", rows.Select(i => FormattableString.Invariant($"p{i / 2:0000}"))),
            new Int32DataFrameColumn("days", rows.Select(i => i % 97 == 5 ? (int?)null : days[i])),
            new Int32DataFrameColumn("event", rows.Select(i => cause[i] > 0 ? 1 : 0)),
            new StringDataFrameColumn("cause", rows.Select(i => Causes[cause[i]])),
            new Int32DataFrameColumn("entry", rows.Select(_ => Next(25))),
            new StringDataFrameColumn("arm", rows.Select(i => i % 131 == 7 ? null : Arms[arm[i]])),
            new StringDataFrameColumn("site", rows.Select(_ => Sites[Next(3)])),
            new DoubleDataFrameColumn("age", rows.Select(i => i % 53 == 3 ? (double?)null : 40 + Next(45) + Next(10) / 10.0)),
            new StringDataFrameColumn("sex", rows.Select(_ => Sexes[Next(2)])),
            new Int32DataFrameColumn("ecog", rows.Select(_ => Next(3))),
            new BooleanDataFrameColumn("viral", rows.Select(_ => (bool?)(Next(4) == 0))),
            new DoubleDataFrameColumn("weight", rows.Select(_ => (1 + Next(16)) / 8.0)),
            new StringDataFrameColumn("response", rows.Select(i => i % 89 == 11 ? null : Responses[Next(5)])),
            new DateTimeDataFrameColumn("treated", rows.Select(_ => (DateTime?)day.AddDays(Next(900)))),
            new DoubleDataFrameColumn("odd \"name\"; x", rows.Select(_ => (double?)Next(100))));
    }
}
