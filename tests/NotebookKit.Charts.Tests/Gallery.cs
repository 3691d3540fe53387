using Microsoft.Data.Analysis;
using NotebookKit.Charts;

namespace NotebookKit.Charts.Tests;

/// <summary>One of each figure, from invented data, with plain, long and many names; drawn for every test of looks.</summary>
internal static partial class Gallery
{
    private const string LongName =
        "Transarterial radioembolization with yttrium-90 resin microspheres after failure of somatostatin analogues and everolimus, " +
        "second or later session, bilobar disease, with extrahepatic spread at baseline";

    /// <summary>Figures by name.</summary>
    public static IReadOnlyDictionary<string, Func<Figure>> Figures { get; } = All().ToDictionary(f => f.Name, f => f.Draw);

    private static IEnumerable<(string Name, Func<Figure> Draw)> All() =>
        [.. Time(), .. Diagnostics(), .. Response(), .. Courses(), .. Effects(), .. Predictions(), .. Safety(), .. Values()];

    // A fixed sequence that looks random: no test depends on the machine.
    private static double Noise(int i) => (Math.Sin(12.9898 * (i + 1)) * 43758.5453 % 1 + 1) % 1;

    private static DataFrame Survival(int groups, int each, string name = "Group")
    {
        int n = groups * each;
        return new DataFrame(
            new DoubleDataFrameColumn("months", Enumerable.Range(0, n).Select(
                i => Math.Round(-Math.Log(1 - 0.98 * Noise(i)) * (6 + 5 * (i % groups)), 1) + 0.1)),
            new Int32DataFrameColumn("event", Enumerable.Range(0, n).Select(i => Noise(i + 5000) < 0.7 ? 1 : 0)),
            new StringDataFrameColumn("group", Enumerable.Range(0, n).Select(
                i => groups == 2 ? (i % 2 == 0 ? "NET" : "NEC") : $"{name} {i % groups + 1:00}")),
            new StringDataFrameColumn("patient", Enumerable.Range(0, n).Select(i => $"p{i % groups}-{i / groups / 2}")));
    }

    private static IEnumerable<(string, Func<Figure>)> Time()
    {
        yield return ("kaplan-meier", () =>
        {
            DataFrame df = Survival(2, 22);
            return df.KaplanMeier("months", "event", by: "group", cluster: "patient", unit: "procedures",
                options: new() { GroupOrder = ["NET", "NEC"] })
                .ToFigure(df.LogRank("months", "event", by: "group", unit: "procedures"),
                    new() { Title = "Local progression-free survival", YTitle = "Alive without local progression" });
        });
        yield return ("kaplan-meier-tables", () =>
        {
            DataFrame df = Survival(2, 22);
            return df.KaplanMeier("months", "event", by: "group", cluster: "patient", unit: "procedures",
                options: new() { GroupOrder = ["NET", "NEC"] })
                .ToFigure(df.PermutationLogRank("months", "event", by: "group", cluster: "patient", unit: "procedures"), new()
                {
                    CumulativeEvents = true, CumulativeCensored = true, RatesAt = [12], MaxTime = 30,
                    HazardRatio = df.Cox("Surv(months, event) ~ factor(group, 'NET', 'NEC') + cluster(patient)"),
                });
        });
        yield return ("kaplan-meier-long-names",
            () => Survival(4, 15, LongName).KaplanMeier("months", "event", by: "group", unit: "procedures").ToFigure());
        yield return ("kaplan-meier-forty", () => Survival(40, 6).KaplanMeier("months", "event", by: "group", unit: "procedures")
            .ToFigure());
        yield return ("kaplan-meier-one", () => Survival(2, 1).Head(1).KaplanMeier("months", "event", unit: "patients").ToFigure());
        yield return ("panel", () =>
        {
            DataFrame df = Survival(2, 22);
            Figure One(string title) => df.KaplanMeier("months", "event", by: "group", unit: "procedures")
                .ToFigure(new KaplanMeierFigureOptions { Title = title, Width = 480 });
            return FigurePanel.SideBySide(One("Local"), One("Hepatic"));
        });
        yield return ("cumulative-incidence", () => Causes(2).CumulativeIncidence("months", "cause", by: "group", unit: "procedures",
            options: new() { CensoredValue = "censored" }).ToFigure(
                new CumulativeIncidenceFigureOptions { Title = "Progression or death before it" }));
        yield return ("cumulative-incidence-stacked",
            () => Causes(1).CumulativeIncidence("months", "cause", unit: "procedures", options: new() { CensoredValue = "censored" })
                .ToFigure(new CumulativeIncidenceFigureOptions { Stacked = true }));
        yield return ("cumulative-hazard", () => Survival(2, 22).NelsonAalen("months", "event", by: "group", unit: "procedures")
            .ToFigure());
    }

    private static DataFrame Causes(int groups)
    {
        DataFrame df = Survival(2, 40);
        df.Columns.Add(
            new StringDataFrameColumn("cause", Enumerable.Range(0, 80).Select(i => Noise(i + 900) < 0.25 ? "censored" : Noise(i + 900) < 0.7
                ? "progression"
                : "death")));
        return df;
    }
}
