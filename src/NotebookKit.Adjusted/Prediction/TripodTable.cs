namespace NotebookKit.Adjusted.Prediction;

/// <summary>The items of TRIPOD (2015) that an analysis answers by its numbers; the rest is named as the author's.</summary>
internal static class TripodTable
{
    public static SummaryTable Write(PredictionReport r)
    {
        int k = r.Model.Names.Length;
        string left = r.Formula.Split('~')[0].Trim(), times = string.Join(", ", r.Auc.Select(a => Print.Plain(a.Time).Text));
        (string Item, string Topic, string Answer)[] items =
        [
            ("4a", "Design",
                r.IsValidation
                    ? "Development and validation on other rows (TRIPOD type 2 for a random split, 3 for separate data)"
                    : "Development with apparent performance"
                    + (r.Optimism is null ? "; internal validation is missing" : " and bootstrap (TRIPOD type 1b)")),
            ("6a", "Outcome", left.Length > 0 ? $"{left}, judged at {times}" : $"judged at {times}"),
            ("7a", "Predictors", string.Join(", ", r.Model.Names)),
            ("8", "Sample size",
                $"{r.N.Fitted} {r.Unit} and {Wording.Count(r.Fitted.Events, "events")} for {Wording.Count(k, "coefficients")}: "
                    + $"{NumberFormat.Fixed(r.Fitted.Events / (double)k, 1)} events per coefficient"),
            ("9", "Missing data", Missing(r)),
            ("10b", "Model", "Cox regression, Efron ties; all predictors of the formula, none selected here"),
            ("10d", "Measures", "Harrell's and Uno's C, AUC(t), Brier score with IPA, calibration in groups, O/E, slope"),
            ("13a", "Participants judged", $"{r.N.Judged} {r.Unit}, {Wording.Count(r.Events, "events")}; median follow-up {FollowUp(r)}"),
            ("15a", "Full model",
                $"{string.Join(
                    "; ", r.Model.Names.Select(
                        (n, j) => $"{n} {NumberFormat.Fixed(r.Model.Coefficients[j], 4)}{(r.Model.Means[j] == 0 ? ""
                            : $" (less {NumberFormat.Fixed(r.Model.Means[j], 2)})")}"))}; baseline survival "
                + string.Join(", ",
                    r.Auc.Select(a => $"{NumberFormat.Fixed(r.Model.Survival(a.Time, 0), 4)} at {Print.Plain(a.Time).Text}"))),
            ("16", "Discrimination",
                $"Harrell's C {Interval(r.Concordance.Harrell, r.Concordance.HarrellError)}, Uno's C "
                + $"{Interval(r.Concordance.Uno, r.Concordance.UnoError)}; AUC "
                + $"{string.Join(", ", r.Auc.Select(a => $"{NumberFormat.Fixed(a.Auc, 2)} at {Print.Plain(a.Time).Text}"))}"
                + (r.Optimism is { } o ? $"; C corrected for optimism {NumberFormat.Fixed(o.Corrected, 3)}" : "")),
            ("16", "Calibration",
                $"O/E {string.Join(
                    ", ", r.Calibration.Select(
                        c => $"{NumberFormat.Fixed(c.ObservedOverExpected, 2)} at {Print.Plain(c.Time).Text}"))}; slope {Interval(
                            r.CalibrationSlope.Slope, r.CalibrationSlope.StandardError)}{(r.IsValidation ? ""
                                : " (1 by construction on the rows fitted)")}"),
            ("16", "Accuracy",
                $"IPA {string.Join(", ", r.Brier.Select(b => $"{NumberFormat.Percent(b.Ipa)} at {Print.Plain(b.Time).Text}"))}"),
        ];
        return new SummaryTable
        {
            Title = "TRIPOD items that the numbers answer",
            Columns = [new("Item", TableAlignment.Left), new("Topic", TableAlignment.Left), new("This analysis", TableAlignment.Left)],
            Rows = [.. items.Select(i => new TableRow([i.Item, i.Topic, i.Answer]))],
            Footnotes =
            [
                "To be written by the author: title (1), abstract (2), background and aims (3), source and dates of the data (4), setting, "
                + "eligibility and treatments (5), blinding (6b, 7b), handling of predictors (10a), risk groups (11), "
                    + "differences between development and validation data (12), characteristics of participants (13b, Table 1), "
                    + "unadjusted associations (14b, regression table), how to use the model (15b, nomogram), limitations (18), "
                    + "interpretation (19), implications (20), supplement and funding (21, 22).",
                .. r.Footnotes(),
            ],
        };
    }

    private static string Missing(PredictionReport r)
    {
        ExcludedRows[] all = [.. r.Fitted.Excluded.IsDefault ? [] : r.Fitted.Excluded, .. r.IsValidation ? r.Excluded : []];
        return all.Length == 0 ? "none in the columns used" : "complete rows; left out: "
            + string.Join("; ", all.Select(x => $"{x.Count} {x.Reason}"));
    }

    private static string FollowUp(PredictionReport r)
    {
        double? median = PredictionMeasures.Curve(r.Rows.Time.ToArray(), [.. r.Rows.IsEvent.ToArray().Select(e => !e)]).Median.Estimate;
        return median is null ? "not reached" : NumberFormat.Fixed(median, 1) + " (reverse Kaplan-Meier)";
    }

    private static string Interval(double? estimate, double? error) => estimate is not { } e ? NumberFormat.NotEstimable
        : $"{NumberFormat.Fixed(e, 2)}{(error is { } se ? $" ({NumberFormat.Interval(e - 1.96 * se, e + 1.96 * se, 2)})" : "")}";
}
