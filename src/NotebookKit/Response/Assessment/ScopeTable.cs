using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Rendering;
using NotebookKit.Response.Criteria;

namespace NotebookKit.Response.Assessment;

/// <summary>The table of responses by scope, with both denominators of the response rate.</summary>
internal static class ScopeTable
{
    private static readonly ResponseCategory[] Order =
        [ResponseCategory.CR, ResponseCategory.PR, ResponseCategory.SD, ResponseCategory.NonCRNonPD, ResponseCategory.PD,
            ResponseCategory.NE];

    public static SummaryTable Write(string title, IEnumerable<(UnitResponse, ResponseCategory[] Responses)> units, ResponseOptions options,
        ImmutableArray<string> notes)
    {
        ResponseCategory[][] responses = [.. units.Select(u => u.Responses)];
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach (ResponseCategory category in Order)
        {
            bool shown = category is not ResponseCategory.NonCRNonPD || responses.Any(r => r.Contains(category));
            if (shown) rows.Add(Row(category.Label(), s => responses.Count(r => Is(r[s], category)), _ => responses.Length));
        }
        rows.Add(Row("Response (CR + PR), all treated", s => responses.Count(r => r[s].IsResponse()), _ => responses.Length));
        rows.Add(Row("Response (CR + PR), evaluable", s => responses.Count(r => r[s].IsResponse()),
            s => responses.Count(r => r[s].IsEvaluable())));
        rows.Add(Row("Disease control (no PD, no NE), all treated",
            s => responses.Count(r => r[s].IsEvaluable() && r[s] != ResponseCategory.PD), _ => responses.Length));
        return new SummaryTable
        {
            Title = title + " by " + options.Criterion.Name,
            Columns = [new("Response"), new("Local"), new("Hepatic"), new("Overall")],
            Rows = rows.ToImmutable(),
            Footnotes = [$"n/N (%) of {options.UnitName}; NE counts as no response.", .. notes,
                ResponseCategoryNames.Abbreviations(
                    Order.Where(c => c is not ResponseCategory.NonCRNonPD || responses.Any(r => r.Contains(c))))],
        };

        TableRow Row(string label, Func<int, int> count, Func<int, int> of) =>
            new([label, .. Enumerable.Range(0, 3).Select(s => Cell(count(s), of(s), options.UnitName))]);
    }

    private static bool Is(ResponseCategory response, ResponseCategory category) =>
        response == category || (category == ResponseCategory.NE && response == ResponseCategory.NA);

    private static TableCell Cell(int count, int of, string unit)
    {
        string text = count.ToString(CultureInfo.InvariantCulture) + "/" + of.ToString(CultureInfo.InvariantCulture);
        return new TableCell(of == 0 ? text : $"{text} ({NumberFormat.Percent((double)count / of)})")
        {
            Value = of == 0 ? null : (double)count / of,
            Count = count,
            Denominator = of,
            Unit = unit,
            Statistic = "n/N (%)",
        };
    }
}
