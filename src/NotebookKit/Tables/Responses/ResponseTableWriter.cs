using System.Collections.Immutable;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Response;
using NotebookKit.Statistics;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Responses;

/// <summary>Lays responses out as a table.</summary>
internal static class ResponseTableWriter
{
    public static SummaryTable Write(ResponseTable table)
    {
        ResponseTableOptions options = table.Options;
        bool grouped = table.By is not null;
        ResponseCounts[] shown = [.. options.Overall || !grouped ? [table.Overall] : Array.Empty<ResponseCounts>(),
            .. grouped ? table.ByGroup : []];
        string[] names = [.. options.Overall || !grouped ? [CohortDescription.OverallName] : Array.Empty<string>(),
            .. grouped ? table.Groups : []];
        var columns = ImmutableArray.CreateBuilder<TableColumn>();
        columns.Add(new TableColumn("Response", TableAlignment.Left));
        columns.AddRange(shown.Select((c, i) => new TableColumn($"{names[i]}\nN = {Wording.Count(c.N, table.Unit)}") { Name = names[i] }));
        if (options.P)
            columns.AddRange(ComparisonColumn.OfP(table.Clusters is not null).Select(c => new TableColumn(c.Header) { Name = c.Name }));

        TableRow Row(string label, Func<ResponseCounts, TableCell> cell, GroupComparison? comparison, bool heading = false)
        {
            var cells = shown.Select(cell).Prepend(label);
            if (options.P)
                cells = cells.Concat(ComparisonColumn.OfP(table.Clusters is not null)
                    .Select(c => c.Cell(comparison, DifferenceFormat.Percentages, options.Style)));
            return new TableRow([.. cells]) { Variable = label, IsHeading = heading };
        }

        TableCell Share(int count, ResponseCounts of) => new(NumberFormat.CountPercent(count, of.Denominator, options.Style))
        {
            Count = count, Denominator = of.Denominator, Unit = table.Unit, Statistic = "n (%)",
            Value = of.Denominator == 0 ? null : (double)count / of.Denominator,
        };

        TableCell Number(int count, ResponseCounts of) => options.EvaluableOnly
            ? new TableCell(NumberFormat.Fixed(count, 0)) { Count = count, Unit = table.Unit, Statistic = "n", Value = count }
            : Share(count, of);

        TableCell Rate(IntervalEstimate rate, int count, int n) => new(
            $"{count}/{n} ({NumberFormat.Percent(rate.Value, options.Style)})\n"
                + $"{NumberFormat.PercentInterval(rate.Lower, rate.Upper, options.Style)}")
        {
            Count = count, Denominator = n, Unit = table.Unit, Statistic = "rate", Value = rate.Value,
            Values = [new("rate", rate.Value), new("lower", rate.Lower), new("upper", rate.Upper)],
        };

        string level = NumberFormat.Level(options.ConfidenceLevel, options.Style);
        var rows = new List<TableRow>();
        foreach (ResponseCategory c in Enum.GetValues<ResponseCategory>())
        {
            bool always = c is ResponseCategory.CR or ResponseCategory.PR or ResponseCategory.SD or ResponseCategory.PD;
            bool counts = c is not (ResponseCategory.NE or ResponseCategory.NA);
            if (always || table.Overall[c] > 0) rows.Add(Row(Label(c), x => counts ? Share(x[c], x) : Number(x[c], x), null));
        }
        if (table.Overall.Missing > 0) rows.Add(Row("No value", x => Number(x.Missing, x), null));
        bool both = !options.EvaluableOnly && table.Overall.Evaluable < table.Overall.N;
        string all = both ? $"of all {table.Unit}, " : "", evaluable = $"of evaluable {table.Unit}, ";
        rows.Add(Row($"Objective response (CR + PR), {all}n/N (%)\n{level} CI",
            x => Rate(x.ObjectiveResponseRate, x.Responders, x.Denominator), table.ObjectiveResponse));
        if (both) rows.Add(
            Row($"Objective response, {evaluable}n/N (%)\n{level} CI",
                x => Rate(x.EvaluableObjectiveResponseRate, x.Responders, x.Evaluable), null));
        rows.Add(Row($"Disease control, {all}n/N (%)\n{level} CI", x => Rate(x.DiseaseControlRate, x.Controlled, x.Denominator),
            table.DiseaseControl));
        if (both) rows.Add(
            Row($"Disease control, {evaluable}n/N (%)\n{level} CI",
                x => Rate(x.EvaluableDiseaseControlRate, x.Controlled, x.Evaluable), null));
        return new SummaryTable { Title = options.Title, Columns = columns.ToImmutable(), Rows = [.. rows], Footnotes = [.. Notes(table)] };
    }

    private static string Label(ResponseCategory category) => category switch
    {
        ResponseCategory.CR => "Complete response (CR)",
        ResponseCategory.PR => "Partial response (PR)",
        ResponseCategory.SD => "Stable disease (SD)",
        ResponseCategory.NonCRNonPD => "Non-CR/Non-PD",
        ResponseCategory.PD => "Progressive disease (PD)",
        ResponseCategory.NE => "Not evaluable (NE)",
        _ => "Not assessed",
    };

    private static IEnumerable<string> Notes(ResponseTable table)
    {
        bool without = table.Overall.N > table.Overall.Counts.Sum() - table.Overall[ResponseCategory.NE]
            - table.Overall[ResponseCategory.NA];
        yield return $"n (%) of {table.Unit}" + (!without ? "." : table.Options.EvaluableOnly
            ? "; those not evaluable are left out of the denominators." : "; those not evaluable count as having no response.");
        yield return $"CI, confidence interval: {table.Overall.ObjectiveResponseRate.Method}.";
        bool uncounted = table.Overall.Controlled > table.Overall.Responders + table.Overall[ResponseCategory.SD];
        yield return $"Disease control: CR, PR{(uncounted ? ", SD or Non-CR/Non-PD" : " or SD")}, as recorded.";
        if (table.Clusters is int clusters)
            yield return $"{Wording.Count(table.Overall.N, table.Unit)} in {Wording.Count(clusters, "patients")}; intervals"
                + (table.Options.P ? " and P take them as independent, clustered P does not." : " take them as independent.");
        foreach (ExcludedRows excluded in table.Excluded)
            yield return $"Left out, n = {excluded.Count}: {table.Unit} with {excluded.Reason}.";
        foreach (string note in table.Options.Notes) yield return note;
    }
}
