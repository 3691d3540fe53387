using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Response;
using NotebookKit.Statistics.Proportions;

namespace NotebookKit.Charts.Responses;

/// <summary>Counts of response classes by group, best first, with the words around them.</summary>
internal sealed record ResponseBarModel(ImmutableArray<ResponseBarGroup> Groups, ImmutableArray<string> Responses,
    ImmutableArray<string> Notes, string Text)
{
    private static readonly ImmutableArray<string> BestFirst = ["CR", "PR", "SD", "Non-CR/Non-PD", "PD", "NE"];

    public static ResponseBarModel Of(ImmutableArray<ResponseCount> counts, ResponseBarOptions options)
    {
        if (counts.FirstOrDefault(c => c.Count < 0) is { } negative)
            throw new ArgumentException($"The count of {negative.Response} in '{negative.Group}' must not be negative.", nameof(counts));
        if (counts.Sum(c => c.Count) == 0) throw new ArgumentException("There is no unit to draw.", nameof(counts));
        string[] all = [.. counts.Select(c => c.Group).Distinct()];
        string[] groups = [.. options.AllGroups.Intersect(all), .. all.Except(options.AllGroups)];
        ImmutableArray<string> responses = [.. counts.Where(c => c.Count > 0).Select(c => FigureText.Clean(c.Response)).Distinct()
            .OrderBy(r => BestFirst.IndexOf(r) is var rank and >= 0 ? rank : BestFirst.Length).ThenBy(r => r, StringComparer.Ordinal)];
        ImmutableArray<ResponseBarGroup> bars = [.. groups.Select(g => Group(g, counts, responses, options)).Where(g => g.N > 0)];
        ResponseCategory[] known =
            [.. responses.Select(r => ResponseCategoryNames.TryParse(r, out ResponseCategory c) ? c : (ResponseCategory?)null)
                .OfType<ResponseCategory>()];
        string unit = FigureText.Clean(options.Unit), responders = string.Join(" or ", options.Responders.Select(FigureText.Clean));
        return new ResponseBarModel(bars, responses,
            [
                $"Percent of all {unit}{(responses.Contains("NE") ? ", also of those that could not be evaluated" : "")}. ORR: "
                + $"{responders}, exact 95% confidence interval{(options.Unit == "patients" ? "" : $" that takes {unit} as independent")}."
                +
                    (options.Criterion.Length > 0 ? $" Best response by {FigureText.Clean(options.Criterion)}." : ""),
                .. known.Length > 0 ? (string[])[ResponseCategoryNames.Abbreviations(known)] : [],
                .. options.CleanNotes,
            ],
            "Best response: "
                + string.Join("; ",
                    bars.Select(b => string.Create(CultureInfo.InvariantCulture, $"{(b.Name.Length > 0 ? b.Name + " " : "")}n = {b.N}, ") +
                string.Join(", ", responses.Select((r, i) => $"{r} {NumberFormat.CountPercent(b.Counts[i], b.N)}"))
                + $", ORR {b.Rate}")) + ".");
    }

    private static ResponseBarGroup Group(string name, ImmutableArray<ResponseCount> counts, ImmutableArray<string> responses,
        ResponseBarOptions options)
    {
        int Of(string response) => counts.Where(c => c.Group == name && FigureText.Clean(c.Response) == response).Sum(c => c.Count);
        int n = counts.Where(c => c.Group == name).Sum(c => c.Count), responders = options.Responders.Select(FigureText.Clean)
            .Distinct().Sum(Of);
        string rate = "";
        if (n > 0)
        {
            var interval = ProportionInterval.ClopperPearson(responders, n);
            rate = $"{NumberFormat.Percent((double)responders / n)} ({NumberFormat.PercentInterval(interval.Lower, interval.Upper)})";
        }
        return new ResponseBarGroup(FigureText.Clean(name), n, [.. responses.Select(Of)], rate);
    }
}

/// <summary>One bar: counts in the order of the classes, and the objective response rate in words.</summary>
internal sealed record ResponseBarGroup(string Name, int N, ImmutableArray<int> Counts, string Rate);
