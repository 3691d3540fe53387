using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Response;

namespace NotebookKit.Charts.Responses;

/// <summary>Boxes and streams of an alluvial figure; heights are units.</summary>
internal sealed record AlluvialModel(int N, ImmutableArray<string> Classes, ImmutableArray<AlluvialBox> Boxes,
    ImmutableArray<AlluvialStream> Streams, ImmutableArray<string> Notes, string Text)
{
    public const string NotAssessed = "Not assessed";

    private static readonly ImmutableArray<string> BestFirst = ["CR", "PR", "SD", "Non-CR/Non-PD", "PD", "NE", NotAssessed,
        "Off study", "Death"];

    public int Visits => Boxes.Max(b => b.Visit) + 1;

    public static AlluvialModel Of(ImmutableArray<ResponseHistory> histories, AlluvialFigureOptions options)
    {
        if (histories.IsEmpty || histories[0].Responses.IsDefaultOrEmpty)
            throw new ArgumentException("An alluvial figure needs at least one unit with one visit.", nameof(histories));
        int visits = histories[0].Responses.Length;
        if (histories.FirstOrDefault(h => h.Responses.Length != visits) is { } other)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"'{other.Id}' has {other.Responses.Length} visits, '{histories[0].Id}' {visits}; give every unit one class per visit, "
                    + $"null where it was not assessed."), nameof(histories));
        if (!options.Visits.IsDefaultOrEmpty && options.Visits.Length != visits)
            throw new ArgumentException(FormattableString.Invariant(
                $"There are {visits} visits, but {options.Visits.Length} names for them."), nameof(options));
        string[][] classes =
            [.. histories.Select(h => h.Responses.Select(r => string.IsNullOrWhiteSpace(r) ? NotAssessed : FigureText.Clean(r)).ToArray())];
        ImmutableArray<string> order = [.. classes.SelectMany(c => c).Distinct().OrderBy(Rank).ThenBy(c => c, StringComparer.Ordinal)];

        // Best on top; a stream leaves and enters a box in the order of its other end, so that streams cross as little as they can.
        int n = histories.Length;
        var boxes = ImmutableArray.CreateBuilder<AlluvialBox>();
        var streams = ImmutableArray.CreateBuilder<AlluvialStream>();
        for (int v = 0; v < visits; v++)
        {
            int top = n;
            foreach (string name in order)
            {
                int count = classes.Count(c => c[v] == name);
                if (count > 0) boxes.Add(new AlluvialBox(v, name, top - count, top));
                top -= count;
            }
        }
        for (int v = 0; v + 1 < visits; v++)
        {
            var leaves = order.ToDictionary(c => c, c => boxes.FirstOrDefault(b => b.Visit == v && b.Name == c)?.Top ?? 0);
            var enters = order.ToDictionary(c => c, c => boxes.FirstOrDefault(b => b.Visit == v + 1 && b.Name == c)?.Top ?? 0);
            foreach (string from in order)
                foreach (string to in order)
                {
                    int count = classes.Count(c => c[v] == from && c[v + 1] == to);
                    if (count == 0) continue;
                    streams.Add(new AlluvialStream(v, from, to, count, leaves[from], enters[to]));
                    leaves[from] -= count;
                    enters[to] -= count;
                }
        }
        string unit = FigureText.Clean(options.Unit);
        ResponseCategory[] known =
            [.. order.Select(r => ResponseCategoryNames.TryParse(r, out ResponseCategory c) ? c : (ResponseCategory?)null)
                .OfType<ResponseCategory>()];
        string text = string.Create(CultureInfo.InvariantCulture, $"Response over time, {unit} n = {n}: ")
            + string.Join("; ", Enumerable.Range(0, visits).Select(v =>
            $"{VisitName(options, v)} "
                + $"{string.Join(", ", boxes.Where(b => b.Visit == v)
                    .Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Name} {b.Count}")))}")) + ".";
        return new AlluvialModel(n, order, boxes.ToImmutable(), streams.ToImmutable(),
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"Unit of analysis: {unit}, n = {n}, at every visit. Numbers in the boxes count {unit}."),
                .. options.Criterion.Length > 0 ? (string[])[$"Response by {FigureText.Clean(options.Criterion)}."] : [],
                .. known.Length > 0 ? (string[])[ResponseCategoryNames.Abbreviations(known)] : [],
                .. options.CleanNotes,
            ], text);
    }

    public static string VisitName(AlluvialFigureOptions options, int visit) =>
        options.Visits.IsDefaultOrEmpty ? "Visit " + Ticks.Label(visit + 1) : FigureText.Clean(options.Visits[visit]);

    private static int Rank(string name) => BestFirst.IndexOf(name) is var rank and >= 0 ? rank : 5;
}

/// <summary>The units of one class at a visit, between two heights.</summary>
internal sealed record AlluvialBox(int Visit, string Name, int Bottom, int Top)
{
    public int Count => Top - Bottom;
}

/// <summary>Units that go from a class at a visit to one at the next; tops of the stream at both ends.</summary>
internal sealed record AlluvialStream(int Visit, string From, string To, int Count, int Leaves, int Enters);
