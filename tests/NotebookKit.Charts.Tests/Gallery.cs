using Microsoft.Data.Analysis;
using NotebookKit.Charts;

namespace NotebookKit.Charts.Tests;

/// <summary>One of each figure, from invented data, with plain, long and many names; drawn for every test of looks.</summary>
internal static partial class Gallery
{
    private const string LongName = "Transarterial radioembolization with yttrium-90 resin microspheres after failure of somatostatin analogues and everolimus, " +
        "second or later session, bilobar disease, with extrahepatic spread at baseline";

    /// <summary>Figures by name.</summary>
    public static IReadOnlyDictionary<string, Func<Figure>> Figures { get; } = All().ToDictionary(f => f.Name, f => f.Draw);

    private static IEnumerable<(string Name, Func<Figure> Draw)> All() => [.. Time(), .. Response(), .. Effects(), .. Safety()];

    // A fixed sequence that looks random: no test depends on the machine.
    private static double Noise(int i) => (Math.Sin(12.9898 * (i + 1)) * 43758.5453 % 1 + 1) % 1;

    private static DataFrame Survival(int groups, int each, string name = "Group")
    {
        int n = groups * each;
        return new DataFrame(
            new DoubleDataFrameColumn("months", Enumerable.Range(0, n).Select(i => Math.Round(-Math.Log(1 - 0.98 * Noise(i)) * (6 + 5 * (i % groups)), 1) + 0.1)),
            new Int32DataFrameColumn("event", Enumerable.Range(0, n).Select(i => Noise(i + 5000) < 0.7 ? 1 : 0)),
            new StringDataFrameColumn("group", Enumerable.Range(0, n).Select(i => groups == 2 ? (i % 2 == 0 ? "NET" : "NEC") : $"{name} {i % groups + 1:00}")),
            new StringDataFrameColumn("patient", Enumerable.Range(0, n).Select(i => $"p{i % groups}-{i / groups / 2}")));
    }

    private static IEnumerable<(string, Func<Figure>)> Time()
    {
        yield return ("kaplan-meier", () =>
        {
            DataFrame df = Survival(2, 22);
            return df.KaplanMeier("months", "event", by: "group", cluster: "patient", unit: "procedures", options: new() { GroupOrder = ["NET", "NEC"] })
                .ToFigure(df.LogRank("months", "event", by: "group", unit: "procedures"), new() { Title = "Local progression-free survival", YTitle = "Alive without local progression" });
        });
        yield return ("kaplan-meier-tables", () =>
        {
            DataFrame df = Survival(2, 22);
            return df.KaplanMeier("months", "event", by: "group", cluster: "patient", unit: "procedures", options: new() { GroupOrder = ["NET", "NEC"] })
                .ToFigure(df.PermutationLogRank("months", "event", by: "group", cluster: "patient", unit: "procedures"), new()
                {
                    CumulativeEvents = true, CumulativeCensored = true, RatesAt = [12], MaxTime = 30,
                    HazardRatio = df.Cox("Surv(months, event) ~ factor(group, 'NET', 'NEC') + cluster(patient)"),
                });
        });
        yield return ("kaplan-meier-long-names", () => Survival(4, 15, LongName).KaplanMeier("months", "event", by: "group", unit: "procedures").ToFigure());
        yield return ("kaplan-meier-forty", () => Survival(40, 6).KaplanMeier("months", "event", by: "group", unit: "procedures").ToFigure());
        yield return ("kaplan-meier-one", () => Survival(2, 1).Head(1).KaplanMeier("months", "event", unit: "patients").ToFigure());
        yield return ("panel", () =>
        {
            DataFrame df = Survival(2, 22);
            Figure One(string title) => df.KaplanMeier("months", "event", by: "group", unit: "procedures").ToFigure(new KaplanMeierFigureOptions { Title = title, Width = 480 });
            return FigurePanel.SideBySide(One("Local"), One("Hepatic"));
        });
    }

    private static IEnumerable<(string, Func<Figure>)> Response()
    {
        string[] classes = ["PD", "PD", "SD", "SD", "PR", "PR", "PR", "CR"];
        yield return ("waterfall", () => WaterfallFigure.Draw(Enumerable.Range(0, 24).Select(i => new WaterfallBar($"P{i:00}", i == 0 ? 140 : i == 12 ? 0 : i == 23 ? null : 50 - 6.5 * i, classes[i * 8 / 24]) { IsMarked = i is 3 or 15 }),
            new() { Unit = "procedures", Criterion = "mRECIST", Title = "Depth of local response" }));
    }

    private static IEnumerable<(string, Func<Figure>)> Effects() => [];

    private static IEnumerable<(string, Func<Figure>)> Safety()
    {
        yield return ("adverse-events", () => AdverseEventFigure.Draw(
        [
            new("Post-embolization syndrome", 1, 7), new("Post-embolization syndrome", 2, 5), new("Hepatic infarct", 2, 2), new("Hepatic infarct", 3, 6),
            new("Alanine aminotransferase increased, asymptomatic, without treatment", 3, 4), new("Carcinoid crisis", 4, 1), new("Hepatic failure", 5, 1), new("Pain", null, 2),
        ], 43, new() { Grading = "CTCAE 5.0" }));
    }
}
