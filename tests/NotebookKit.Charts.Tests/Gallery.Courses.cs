using Microsoft.Data.Analysis;
using NotebookKit.Charts;
using NotebookKit.Survival.Cox;

namespace NotebookKit.Charts.Tests;

internal static partial class Gallery
{
    private static IEnumerable<(string, Func<Figure>)> Diagnostics()
    {
        Survival.Curves.KaplanMeierEstimate Two() =>
            Survival(2, 30).KaplanMeier("months", "event", by: "group", cluster: "patient", unit: "procedures",
                options: new() { GroupOrder = ["NET", "NEC"] });
        CoxFit Fit() => Survival(2, 60).AddNumbers().Cox("Surv(months, event) ~ factor(group, 'NET', 'NEC') + age_years");
        yield return ("difference", () => Two().ToDifferenceFigure());
        yield return ("kaplan-meier-over-difference",
            () => FigurePanel.Stacked(Two().ToFigure(new KaplanMeierFigureOptions { MaxTime = 24 }),
                Two().ToDifferenceFigure(new() { MaxTime = 24 })));
        yield return ("restricted-mean", () => Two().RestrictedMean(18).ToFigure());
        yield return ("restricted-mean-three", () => Survival(3, 25, "Arm").KaplanMeier("months", "event", by: "group", unit: "procedures")
            .RestrictedMean(18).ToFigure(new CurveFigureOptions { Title = "Restricted means" }));
        yield return ("log-log", () => Two().ToLogLogFigure(Fit().ProportionalHazards()));
        yield return ("schoenfeld", () => Fit().SchoenfeldResiduals().ToFigure());
        yield return ("adjusted-curves", () => Fit().Curves(
            [new("NET, 60 years") { ["group"] = "NET", ["age_years"] = 60 },
                new("NEC, 60 years") { ["group"] = "NEC", ["age_years"] = 60 }]).ToFigure());
    }

    private static IEnumerable<(string, Func<Figure>)> Courses()
    {
        yield return ("waterfall-strip", () => WaterfallFigure.Draw(
            Enumerable.Range(0, 30)
                .Select(i => new WaterfallBar($"P{i:00}", i == 0 ? 120 : 62 - 5.6 * i, i < 8 ? "PD" : i < 15 ? "SD" : i < 28 ? "PR" : "CR")
            { Group = i % 3 == 1 ? "NEC" : "NET", IsMarked = i is 1 or 4, IsConfirmed = i > 17, IsOngoing = i % 5 == 3 || i == 29 }),
            new() { Unit = "procedures", AllGroups = ["NET", "NEC"], Criterion = "mRECIST" }));
        yield return ("alluvial",
            () => PatientFigures.Alluvial(Histories(40),
                new() { Visits = ["Month 1", "Month 3", "Month 6", "Month 12"], Criterion = "mRECIST" }));
        yield return ("lesion-map", () => PatientFigures.LesionMap(
        [
            new("Segment VII", [(-0.5, 62, 62), (1, 55, 20), (4, 50, 8), (8.2, 51, 0), (13, 58, 22)]),
            new("Segment II", [(-0.5, 31, 31), (1, 28, 28), (4, null, null), (8.2, 22, 5), (13, 0, 0)]),
            new("Lymph node at the coeliac trunk, short axis", [(-0.5, 18, null), (4, 17, null), (13, 19, null)]) { IsTarget = false },
            new("Segment V", [(8.2, 9, 9), (13, 24, 24)]) { IsNew = true },
        ], new()
        {
            Procedures = [(0, "TACE"), (5, "TACE"), (9, "TARE")],
            Responses = [(-0.5, "baseline", 93), (1, "PR", 48), (4, "PR", null), (4.4, "PR", 36), (8.2, "PD", 5), (13, "PD", 22)],
        }));
        yield return ("timeline", () => PatientFigures.Timeline(
        [
            new("Systemic therapy") { Spans = [(-8, -1, "Everolimus"), (6, 14, "CAPTEM")] },
            new("Procedures") { Events = [(0, "TACE"), (1.5, "TACE"), (9, "TARE")] },
            new("Response by mRECIST") { Events = [(1, "SD"), (1.2, "PR"), (4, "PR"), (8, "PD"), (12, "PR")] },
            new("Adverse events of grade 3 or more, by CTCAE 5.0") { Spans = [(0.1, 0.4, "Hepatic infarct"), (9.2, 11, "Ascites")] },
            new("Outcome") { Events = [(16, "Death")] },
        ]));
        yield return ("lexis", () => PatientFigures.Lexis(
            Enumerable.Range(0, 60)
                .Select(i => new LexisLine(new DateOnly(2012, 3, 1).AddDays((int)(2900 * Noise(i))), Math.Round(2 + 50 * Noise(i + 91), 1),
                    Noise(i + 400) < 0.6) { Group = i % 3 == 0 ? "NEC" : "NET" }),
            new() { AllGroups = ["NET", "NEC"] }));
    }

    private static IEnumerable<ResponseHistory> Histories(int n)
    {
        string[] classes = ["CR", "PR", "SD", "PD"];
        return Enumerable.Range(0, n).Select(i =>
        {
            int at = (int)(4 * Noise(i));
            var seen = new List<string?>();
            for (int v = 0; v < 4; v++)
            {
                seen.Add(at >= 4 ? at == 4 ? "Off study" : "Death" : Noise(i + 50 * v + 7) < 0.08 ? null : classes[at]);
                if (Noise(i + 31 * v) < 0.45) at = Math.Min(5, at + 1);
                else if (at is > 0 and < 3 && Noise(i + 13 * v) > 0.8) at--;
            }
            return new ResponseHistory($"P{i}", [.. seen]);
        });
    }

    private static IEnumerable<(string, Func<Figure>)> Predictions()
    {
        yield return ("decision-curve", () => PredictionFigures.DecisionCurve(
        [
            new("Clinical model", [.. Enumerable.Range(1, 16).Select(i => 0.05 * i).Select(t => (t, 0.4 - 0.62 * t + 0.12 * t * t))]),
            new("Ki-67 alone", [.. Enumerable.Range(1, 16).Select(i => 0.05 * i).Select(t => (t, 0.39 - 0.75 * t))]),
        ], 0.42, new() { MaxThreshold = 0.7 }));
        yield return ("decision-curve-limits", () => PredictionFigures.DecisionCurve(
        [
            new("Clinical model", [.. Enumerable.Range(1, 16).Select(i => 0.05 * i).Select(t => (t, 0.4 - 0.62 * t + 0.12 * t * t))])
                { Limits = [.. Enumerable.Range(1, 16).Select(i => 0.05 * i).Select(t => (0.3 - 0.72 * t, 0.5 - 0.5 * t + 0.14 * t * t))] },
        ], 0.42, new() { MaxThreshold = 0.7 }));
        yield return ("nomogram-spline", () => PredictionFigures.Nomogram(
        [
            new("Age, years", [("42", 31), ("45", 22), ("50", 9), ("55", 1), ("60", 4), ("65", 18), ("70", 42), ("75", 71), ("81", 100)]),
            new("Grade", [("G3 NET", 0), ("NEC", 61)]),
        ], [new("Survival at 12 months", [("95%", 10), ("90%", 38), ("80%", 72), ("60%", 118)])]));
        yield return ("nomogram", () => PredictionFigures.Nomogram(
        [
            new("Age, years", [("42", 0), ("81", 34)]), new("Grade", [("G3 NET", 0), ("NEC", 61)]),
            new("Ki-67, %", [("22", 0), ("95", 100)]),
            new("Liver involvement", [("up to 25%", 0), ("26 to 50%", 12), ("51 to 75%", 15), ("above 75%", 44)]),
        ], [new("Survival at 12 months", [("95%", 10), ("90%", 38), ("80%", 72), ("60%", 118), ("40%", 152), ("20%", 190)]),
        new("Survival at 24 months", [("90%", 2), ("80%", 32), ("60%", 78), ("40%", 112), ("20%", 150)])]));
        yield return ("cut-point-scan", () => PredictionFigures.CutPointScan(
            Enumerable.Range(0, 40).Select(i => (28 + 1.5 * i, 0.4 + 2.1 * Math.Exp(-Math.Pow((i - 18) / 9.0, 2)) + 0.3 * Noise(i))),
            new() { ValueTitle = "Ki-67, %", CorrectedP = 0.083, Range = (20, 98) }));
    }

    private static IEnumerable<(string, Func<Figure>)> Values()
    {
        DataFrame Laboratory() => new(
            new DoubleDataFrameColumn("alt_before", Enumerable.Range(0, 43).Select(
                i => i == 7 ? (double?)null : Math.Round(0.4 + 1.4 * Noise(i), 2))), new DoubleDataFrameColumn("alt_worst",
                Enumerable.Range(0, 43)
                    .Select(i => i == 9 ? (double?)null : Math.Round((0.4 + 1.4 * Noise(i)) * (1 + 6 * Noise(i + 70)), 2))),
            new StringDataFrameColumn("group", Enumerable.Range(0, 43).Select(i => i % 3 == 0 ? "NEC" : "NET")));
        yield return ("shift",
            () => Laboratory()
                .Shift("alt_before", "alt_worst", "group",
                    new() { Measure = "ALT, multiples of the upper limit", UpperLimit = 1, IsLog = true, Unit = "procedures", Width = 460,
                        AllGroups = ["NET", "NEC"] }));
        yield return ("trajectories", () => Visits().Trajectories("months", "bilirubin", "patient", "group",
            new() { YTitle = "Bilirubin, µmol/L", GroupOrder = ["NET", "NEC"], Visits = [0, 1, 3, 6, 12] }));
        yield return ("correlations", () => Described().Correlations());
        yield return ("missing", () => Described().MissingMap(options: new() { Unit = "patients" }));
        yield return ("box-pairs", () => Visits().Filter(
            new BooleanDataFrameColumn("f", Visits().Columns["months"].Cast<double>().Select(m => m < 2))).Distribution("bilirubin",
            "visit", new() { PairBy = "patient", Unit = "values" }));
    }

    private static DataFrame Visits()
    {
        double[] nominal = [0, 1, 3, 6, 12];
        (int Patient, double Visit)[] rows = [.. Enumerable.Range(0, 24)
            .SelectMany(p => nominal.Where((_, k) => k < 2 || Noise(p * 7 + k) < 0.85).Select(v => (p, v)))];
        return new DataFrame(
            new StringDataFrameColumn("patient", rows.Select(r => $"P{r.Patient:00}")),
            new StringDataFrameColumn("group", rows.Select(r => r.Patient % 3 == 0 ? "NEC" : "NET")),
            new StringDataFrameColumn("visit", rows.Select(r => $"Month {r.Visit:00}")),
            new DoubleDataFrameColumn("months",
                rows.Select(r => r.Visit == 0 ? 0 : Math.Round(r.Visit + 0.6 * (Noise(r.Patient + (int)r.Visit) - 0.5), 2))),
            new DoubleDataFrameColumn("bilirubin", rows.Select(r => Noise(r.Patient * 11 + (int)r.Visit) < 0.04
                ? (double?)null
                : Math.Round(8 + 10 * Noise(r.Patient) + (r.Visit == 1 ? 9 : 2) * Noise(r.Patient + 40 * (int)r.Visit), 1))));
    }

    private static DataFrame Described()
    {
        const int N = 60;
        double? Or(int i, int k, double share, double value) => Noise(i + 100 * k) < share ? null : Math.Round(value, 1);
        return new DataFrame(
            new DoubleDataFrameColumn("age_years", Enumerable.Range(0, N).Select(i => Or(i, 1, 0, 45 + 35 * Noise(i)))),
            new DoubleDataFrameColumn("ki67_percent", Enumerable.Range(0, N).Select(i => Or(i, 2, 0.05, 20 + 70 * Noise(i + 1)))),
            new DoubleDataFrameColumn("chromogranin_a",
                Enumerable.Range(0, N).Select(i => Or(i, 3, 0.25, 20 + 200 * Noise(i + 2) + 2 * Noise(i + 1)))),
                new DoubleDataFrameColumn("largest_tumor_mm",
                    Enumerable.Range(0, N).Select(i => Or(i, 4, 0.1, 10 + 60 * Noise(i + 1) + 30 * Noise(i + 5)))),
            new DoubleDataFrameColumn("albumin", Enumerable.Range(0, N).Select(
                i => Or(i, 5, 0.1, 45 - 12 * Noise(i + 1) - 4 * Noise(i + 9)))), new DoubleDataFrameColumn("bilirubin", Enumerable.Range(0,
                N).Select(i => Or(i, 5, 0.1, 8 + 20 * Noise(i + 1) * Noise(i + 12)))));
    }
}
