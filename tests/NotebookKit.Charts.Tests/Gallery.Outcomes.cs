using Microsoft.Data.Analysis;
using NotebookKit.Charts;

namespace NotebookKit.Charts.Tests;

internal static partial class Gallery
{
    private static IEnumerable<(string, Func<Figure>)> Response()
    {
        string[] classes = ["PD", "PD", "SD", "SD", "PR", "PR", "PR", "CR"];
        yield return ("waterfall", () => WaterfallFigure.Draw(
            Enumerable.Range(0, 24)
                .Select(i => new WaterfallBar($"P{i:00}", i == 0 ? 140 : i == 12 ? 0 : i == 23 ? null : 50 - 6.5 * i, classes[i * 8 / 24]) {
                    IsMarked = i is 3 or 15 }),
            new() { Unit = "procedures", Criterion = "mRECIST", Title = "Depth of local response" }));
        yield return ("swimmer",
            () => ResponseFigures.Swimmer(Lanes(20), new() { Title = "Treatment and outcome", CutOff = "2024-01-31" }));
        yield return ("swimmer-many", () => ResponseFigures.Swimmer(Lanes(90)));
        yield return ("spider", () => ResponseFigures.Spider(Spiders(), new() { Criterion = "mRECIST", Unit = "procedures" }));
        yield return ("response-bars", () => ResponseFigures.ResponseBars(
        [
            new("NET", "CR", 4), new("NET", "PR", 15), new("NET", "SD", 7), new("NET", "PD", 3), new("NET", "NE", 1),
            new("NEC", "PR", 6), new("NEC", "SD", 3), new("NEC", "PD", 4),
        ], new() { Unit = "procedures", Criterion = "mRECIST" }));
        yield return ("response-bars-long", () => ResponseFigures.ResponseBars(
            Enumerable.Range(0, 5)
                .SelectMany(g => classes.Distinct().Select((c, i) => new ResponseCount($"{LongName} {g}", c, i + g + 1)))));
    }

    private static IEnumerable<SwimmerLane> Lanes(int n) => Enumerable.Range(0, n).Select(i =>
    {
        double end = Math.Round(2 + 34 * Noise(i + 77), 1), progression = Math.Round(end * (0.3 + 0.5 * Noise(i + 10)), 1);
        return new SwimmerLane($"P{i:000}", end)
        {
            Group = i % 3 == 0 ? "NEC" : "NET",
            IsOngoing = Noise(i + 300) < 0.3,
            InResponse = i % 2 == 0 ? [(Math.Min(1, progression / 2), progression)] : [],
            Events = [(0, i % 4 == 0 ? "TARE" : "TACE"), .. i % 2 == 0 ? ((double, string)[])[(Math.Min(1, progression / 2), "PR")] : [],
                (progression, "PD"), .. Noise(i + 300) >= 0.6 ? ((double, string)[])[(end, "Death")] : [],
                .. i == 5 ? ((double, string)[])[(0.2, "TAE")] : []],
        };
    });

    private static IEnumerable<SpiderLine> Spiders() => Enumerable.Range(0, 16).Select(i =>
    {
        string response = i < 3 ? "PD" : i < 6 ? "SD" : i < 13 ? "PR" : "CR";
        double slope = response switch { "PD" => 25, "SD" => 4, "PR" => -30, _ => -60 };
        (double, double?)[] points = [.. Enumerable.Range(1, 2 + i % 4)
            .Select(k => (1.0 + 2.5 * (k - 1) + 0.3 * Noise(i + k),
                (double?)Math.Max(-100, Math.Round(slope * (k < 3 ? k : 3 - 0.6 * k) + 20 * (Noise(i * 7 + k) - 0.5), 0))))];
        if (i == 8 && points.Length > 2) points[1] = (points[1].Item1, null);
        if (i == 0) points[^1] = (points[^1].Item1, 130);
        return new SpiderLine($"P{i}", response, [.. points]) { IsOngoing = i % 5 == 4, MarkedAt = i == 4 ? points[^1].Item1 : null };
    });

    private static IEnumerable<(string, Func<Figure>)> Effects()
    {
        yield return ("forest-cox", () => Survival(2, 40).AddNumbers().Cox("Surv(months, event) ~ factor(group, 'NET', 'NEC') + age_years")
            .ToFigure(new ForestFigureOptions { Title = "Local progression" }));
        yield return ("forest-subgroups", () => EffectFigures.Forest(
        [
            new("All patients", 0.71, 0.52, 0.97) { IsOverall = true, Numbers = "62/120", Weight = 62 },
            new("Grade") { IsHeading = true, P = 0.31 }, new("G3 NET", 0.64, 0.41, 1.0) { Indent = 1, Numbers = "35/70", Weight = 35 },
            new("NEC", 0.85, 0.5, 1.44) { Indent = 1, Numbers = "27/50", Weight = 27 },
            new("Liver involvement") { IsHeading = true, P = 0.04 },
            new("Up to 25% of the liver volume, estimated by the radiologist", 0.45, 0.02, 9.8) { Indent = 1, Numbers = "6/30",
                Weight = 6 },
            new("Above 25%", 0.88, 0.6, 1.29) { Indent = 1, Numbers = "56/90", Weight = 56 },
            new("Unknown", null) { Indent = 1, Numbers = "0/3", Weight = 0 },
        ], new() { PTitle = "P interaction", FavoursLow = "TARE", FavoursHigh = "TACE",
        Notes = ["Exploratory: 2 factors were looked at."] }));
        yield return ("forest-columns", () => EffectFigures.Forest(
        [
            new("Grade") { IsHeading = true, P = 0.31, Columns = ["0.28", "0.44"] },
            new("G3 NET", 0.64, 0.41, 1.0) { Indent = 1, Numbers = "35/70" }, new("NEC", 0.85, 0.5, 1.44) { Indent = 1, Numbers = "27/50" },
            new("Liver involvement") { IsHeading = true, P = 0.04, Columns = ["0.052", "0.061"] },
            new("Up to 25%", 0.45, 0.2, 1.8) { Indent = 1, Numbers = "6/30" },
            new("Above 25%", 0.88, 0.6, 1.29) { Indent = 1, Numbers = "56/90" },
        ], new() { PTitle = "P interaction", ColumnTitles = ["adjusted", "permuted"] }));
        yield return ("forest-rates", () => EffectFigures.Forest(
            [new("NET", 63.3, 43.9, 80.1) { Numbers = "19/30" }, new("NEC", 46.2, 19.2, 74.9) { Numbers = "6/13" }],
            new() { IsRatio = false, NoEffect = null, Measure = "Objective response rate, %", NumbersTitle = "Responders/N",
                Decimals = 1 }));
        yield return ("love-ratios", () => EffectFigures.LovePlot(
            [new("Age, years", 0.42, 0.06) { VarianceRatioBefore = 1.92, VarianceRatioAfter = 1.31 }, new("Sex: female", -0.15, 0.02),
                new("Ki-67, %", 0.6, null) { VarianceRatioBefore = 2.05 }]));
        yield return ("love", () => EffectFigures.LovePlot(
            [new("Age, years", 0.42, 0.06), new("Sex: female", -0.15, 0.02), new("Liver involvement above 25% of the volume", 0.31, -0.12),
                new("Ki-67, %", 0.6, null)]));
        yield return ("roc", () => EffectFigures.Roc(
            [new("Apparent", [(0, 0), (0, 0.3), (0.1, 0.3), (0.1, 0.7), (0.4, 0.7), (0.4, 0.9), (1, 1)]) { Area = 0.81, Lower = 0.7,
                Upper = 0.91 }, new("Corrected for optimism", [(0, 0), (0.2, 0.5), (0.5, 0.8), (1, 1)]) { Area = 0.74 }]));
        yield return ("calibration", () => EffectFigures.Calibration(
        [
            new("Apparent",
                [.. Enumerable.Range(1, 9)
                    .Select(i => (i / 12.0, Math.Min(1, i / 11.0), (double?)(i / 14.0), (double?)Math.Min(1, i / 9.0)))]) { Slope = 1,
                    Intercept = 0, Risks = [.. Enumerable.Range(0, 90).Select(i => 0.1 + 0.65 * Noise(i) * Noise(i + 7))] },
            new("Corrected", [.. Enumerable.Range(1, 9).Select(i => (i / 12.0, i / 12.5, (double?)null, (double?)null))]) { Slope = 0.86,
                Intercept = 0.03 },
        ]));
    }

    private static DataFrame AddNumbers(this DataFrame df)
    {
        df.Columns.Add(
            new DoubleDataFrameColumn("age_years", Enumerable.Range(0, (int)df.Rows.Count).Select(
                i => Math.Round(45 + 35 * Noise(i + 31)))));
        return df;
    }

    private static IEnumerable<(string, Func<Figure>)> Safety()
    {
        yield return ("adverse-events", () => AdverseEventFigure.Draw(
        [
            new("Post-embolization syndrome", 1, 7), new("Post-embolization syndrome", 2, 5), new("Hepatic infarct", 2, 2),
            new("Hepatic infarct", 3, 6),
            new("Alanine aminotransferase increased, asymptomatic, without treatment", 3, 4), new("Carcinoid crisis", 4, 1),
            new("Hepatic failure", 5, 1), new("Pain", null, 2),
        ], 43, new() { Grading = "CTCAE 5.0" }));
        yield return ("adverse-event-dots", () => AdverseEventFigure.Dots(
        [
            new("Post-embolization syndrome", 12, 30, 2, 13) { Lower = -0.05, Upper = 0.46 },
            new("Hepatic infarct", 6, 30, 2, 13) { Lower = -0.2, Upper = 0.29 },
            new("Alanine aminotransferase increased, asymptomatic", 3, 30, 4, 13) { Lower = -0.5, Upper = 0.05 },
            new("Carcinoid crisis", 1, 30, 0, 13) { Lower = -0.2, Upper = 0.17 },
        ], new() { Group1 = "NET", Group2 = "NEC", Unit = "procedures" }));
        yield return ("flow", () => CohortFigures.Flow(
            [
                new("Patients with grade 3 neuroendocrine neoplasm and liver embolization", 40),
                new("Eligible", 31) { Also = "50 procedures",
                    LeftOut = [("No arterial-phase imaging before treatment", 6), ("Second primary tumour", 3)] },
                new("Analysed", 26) { Also = "43 procedures", LeftOut = [("Lost before the first scan", 5)] },
            ], [new("G3 NET", 20) { Also = "30 procedures" }, new("NEC", 6) { Also = "13 procedures" }]));
        yield return ("box", () => Survival(4, 14).AddNumbers().Distribution("age_years", "group", new() { Unit = "procedures" }));
        yield return ("violin", () => Survival(2, 40).AddNumbers().Distribution("age_years", "group",
            new() { Unit = "procedures", Kind = DistributionKind.Violin }));
        yield return ("raincloud", () => Survival(2, 40).AddNumbers().Distribution("age_years", "group",
            new() { Unit = "procedures", Kind = DistributionKind.Raincloud }));
        yield return ("box-few-long", () => Survival(6, 7, LongName).AddNumbers().Distribution("age_years", "group",
            new() { Unit = "procedures" }));
    }
}
