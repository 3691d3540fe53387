using System.Collections.Immutable;
using NotebookKit.Tables.Groups;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Statistics;

namespace NotebookKit.Tables.Responses;

/// <summary>Lays a comparison of response rates out as a table.</summary>
internal static class ResponseComparisonWriter
{
    public static SummaryTable Write(ResponseComparison comparison)
    {
        ResponseComparisonOptions options = comparison.Options;
        ImmutableArray<IntervalEstimate> effects = options.Brief ? [.. comparison.Effects.Take(1)] : comparison.Effects;
        ImmutableArray<ResponseTest> tests = options.Brief ? [comparison.Chosen] : comparison.Tests;
        string level = NumberFormat.Level(options.ConfidenceLevel, options.Style);
        string endPoint = options.EndPoint == ResponseEndPoint.ObjectiveResponse
            ? "Objective response (CR + PR)"
            : "Disease control (CR + PR + SD)";
        int indent = options.Brief ? 0 : 1;
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        if (!options.Brief) Heading("Rate");
        foreach (ResponseRates rates in options.Brief ? comparison.Rates.Take(1) : comparison.Rates)
            rows.Add(new TableRow(
                [Wording.Capital(rates.Denominator), .. rates.Rates.Select((r, g) => Rate(r, rates.Counts[g])), "", "", "", ""]) {
                    Indent = indent, Variable = rates.Denominator });
        if (!effects.IsEmpty && !options.Brief) Heading($"{comparison.Groups[0]} against {comparison.Groups[1]}");
        foreach (IntervalEstimate effect in effects)
            rows.Add(new TableRow(
                [Label(effect), .. comparison.Groups.Select(_ => TableCell.Empty), Estimate(effect), "", "", comparison.Unit]) {
                    Indent = indent, Variable = Label(effect) });
        if (!options.Brief) Heading("Tests");
        foreach (ResponseTest test in tests)
            rows.Add(new TableRow(
                [test.Name, .. test.Counts.Select(c => Count(c, test.Unit)), Estimate(test.Result.Estimate), P(test), test.TwoSided,
                    test.Independent]) { Indent = indent, Variable = test.Name });
        return new SummaryTable
        {
            Title = options.Title
                ?? $"{endPoint} of {Wording.Count(comparison.Rates[0].Counts.Sum(c => c.N), comparison.Unit)} by "
                    + $"{comparison.Words.Name(comparison.By)}",
            Columns =
            [
                new("Method", TableAlignment.Left), .. comparison.Groups.Select(g => new TableColumn(g)),
                new($"Estimate\n({level} CI)") { Name = "Estimate" },
                new("P"), new("Two-sided:\nas extreme are", TableAlignment.Left) { Name = "As extreme" },
                new("Taken as\nindependent", TableAlignment.Left) { Name = "Independent" },
            ],
            Rows = rows.ToImmutable(),
            Footnotes = [.. Notes(comparison)],
        };

        void Heading(string text) =>
            rows.Add(new TableRow([text, .. comparison.Groups.Select(_ => TableCell.Empty), "", "", "", ""]) { IsHeading = true });

        TableCell Rate(IntervalEstimate rate, (int Events, int N) count) => new(
            $"{count.Events}/{count.N} ({NumberFormat.Percent(rate.Value, options.Style)})\n"
                + $"{NumberFormat.PercentInterval(rate.Lower, rate.Upper, options.Style)}")
        {
            Count = count.Events, Denominator = count.N, Unit = comparison.Unit, Statistic = "rate", Value = rate.Value,
            Values = [new("rate", rate.Value), new("lower", rate.Lower), new("upper", rate.Upper)],
        };

        TableCell Count((int Events, int N) count, string unit) =>
            new($"{count.Events}/{count.N}") { Count = count.Events, Denominator = count.N, Unit = unit, Statistic = "n/N",
                Value = count.N == 0 ? null : (double)count.Events / count.N };

        TableCell P(ResponseTest test) =>
            new(NumberFormat.PValue(test.Result.P, options.Style)) { Value = test.Result.P, Statistic = "P",
                Note = GroupComparison.Sentences(test.Result.TestName, test.Result.Note) };

        TableCell Estimate(IntervalEstimate? estimate)
        {
            if (estimate is null) return TableCell.Empty;
            bool isDifference = estimate.Name.StartsWith("difference", StringComparison.Ordinal);
            string text = isDifference
                ? $"{NumberFormat.Fixed(100 * estimate.Value, 0, options.Style)} pp "
                    + $"({NumberFormat.Interval(100 * estimate.Lower, 100 * estimate.Upper, 0, options.Style)})"
                : $"{Short(estimate)} {NumberFormat.Fixed(estimate.Value, 2, options.Style)} ("
                    + $"{NumberFormat.Interval(estimate.Lower, estimate.Upper, 2, options.Style)})";
            return new TableCell(text) { Value = estimate.Value, Statistic = estimate.Name,
                Values = [new(estimate.Name, estimate.Value), new("lower", estimate.Lower), new("upper", estimate.Upper)] };
        }
    }

    private static string Label(IntervalEstimate effect) =>
        effect.Name.StartsWith("difference", StringComparison.Ordinal) ? $"Difference, {effect.Method}" : effect.Method;

    private static string Short(IntervalEstimate estimate) => estimate.Name == "risk ratio" ? "RR" : "OR";

    private static IEnumerable<string> Notes(ResponseComparison comparison)
    {
        yield return $"Unit of analysis: {comparison.Unit}. Confidence intervals of rates: {comparison.Rates[0].Rates[0].Method}. "
            + (comparison.Options.EvaluableOnly
                ? "Tests without those not evaluable."
                : "In the tests those not evaluable count as having no response.");
        if (comparison.Options.Brief) yield return comparison.ReasonForChoice;
        if (comparison.Options.Brief && comparison.Clusters is int patients)
            yield return $"{Wording.Count(comparison.Rates[0].Counts.Sum(c => c.N), comparison.Unit)} in "
                + $"{Wording.Count(patients, "patients")}. Rates and their difference take {comparison.Unit} as independent.";
        else if (comparison.Clusters is int clusters)
            yield return $"{Wording.Count(comparison.Rates[0].Counts.Sum(c => c.N), comparison.Unit)} in "
                + $"{Wording.Count(clusters, "patients")}. Rates, difference and ratios take {comparison.Unit} as independent. "
                + "Of the tests that know the patients, the permutation of patients, with its rates studentized over patients, holds its "
                + "level with few of them; Donner, Rao-Scott and GEE are for many.";
        foreach (ExcludedRows excluded in comparison.Excluded)
            yield return $"Left out, n = {excluded.Count}: {comparison.Unit} with {excluded.Reason}.";
        if (comparison.Options.Brief)
            yield return "CI, confidence interval" + (comparison.Chosen.Result.Estimate is null ? "" : "; OR, odds ratio")
                + (comparison.Effects.IsEmpty ? "." : "; pp, percentage points.");
        else yield return "CI, confidence interval" + (comparison.Tests.Any(t => t.Name.StartsWith("GEE", StringComparison.Ordinal))
            ? "; GEE, generalized estimating equations"
            : "")
            + (comparison.Groups.Length == 2 ? "; OR, odds ratio; pp, percentage points; RR, risk ratio." : ".");
        foreach (string note in comparison.Options.Notes) yield return note;
    }
}
