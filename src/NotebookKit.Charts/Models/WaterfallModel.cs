using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Response;

namespace NotebookKit.Charts.Models;

/// <summary>The bars of a waterfall in drawing order, with the words around them.</summary>
internal sealed record WaterfallModel(ImmutableArray<WaterfallModelBar> Bars, ImmutableArray<string> Responses,
    ImmutableArray<string> Notes, string Text)
{
    /// <summary>Bars end here; the number of a cut bar is printed.</summary>
    public const double Cut = 100;

    private static readonly ImmutableArray<string> BestFirst = ["CR", "PR", "SD", "Non-CR/Non-PD", "PD", "NE"];

    public static WaterfallModel Of(ImmutableArray<WaterfallBar> bars, WaterfallFigureOptions options)
    {
        string unit = FigureText.Clean(options.Unit);
        ImmutableArray<WaterfallModelBar> drawn =
        [
            .. bars.Where(b => b.BestChangePercent is double change && double.IsFinite(change))
                .OrderByDescending(b => b.BestChangePercent).ThenBy(b => b.Id, StringComparer.Ordinal)
                .Select((b, i) => new WaterfallModelBar(i + 1, FigureText.Clean(b.Id), b.BestChangePercent!.Value,
                    FigureText.Clean(b.Response), b.IsMarked)
                    { IsOngoing = b.IsOngoing, IsConfirmed = b.IsConfirmed, Group = FigureText.Clean(b.Group) }),
        ];
        ImmutableArray<string> responses =
        [
            .. drawn.Select(b => b.Response).Distinct()
                .OrderBy(r => BestFirst.IndexOf(r) is var rank and >= 0 ? rank : BestFirst.Length).ThenBy(r => r, StringComparer.Ordinal),
        ];
        int missing = bars.Length - drawn.Length;
        var notes = ImmutableArray.CreateBuilder<string>();
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"Unit of analysis: {unit}, n = {bars.Length}.") +
            (missing > 0 ? string.Create(CultureInfo.InvariantCulture, $" n = {missing} not shown: no measurement after baseline.") : ""));
        if (options.Criterion.Length > 0) notes.Add($"Best response by {FigureText.Clean(options.Criterion)}.");
        notes.Add("Dashed lines: +20% and \u221230% of the baseline sum; progression is judged against the smallest sum, not the "
            + "baseline.");

        ResponseCategory[] known =
            [.. responses.Select(r => ResponseCategoryNames.TryParse(r, out ResponseCategory c) ? c : (ResponseCategory?)null)
                .OfType<ResponseCategory>()];
        if (known.Length > 0) notes.Add(ResponseCategoryNames.Abbreviations(known));

        int shrunk = drawn.Count(b => b.Change <= -30);
        string text = string.Create(CultureInfo.InvariantCulture,
            $"Waterfall of best change in sum of diameters, {unit} n = {drawn.Length}: "
                + $"{NumberFormat.CountPercent(shrunk, drawn.Length)} shrank by 30% or more. ") +
            (responses.IsEmpty
                ? ""
                : string.Join(", ",
                    responses.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r} {drawn.Count(b => b.Response == r)}"))) + ".") +
            (missing > 0 ? string.Create(CultureInfo.InvariantCulture, $" {missing} not shown.") : "");
        return new WaterfallModel(drawn, responses, notes.ToImmutable(), text);
    }
}

/// <summary>A bar at its place from the left, counted from 1.</summary>
internal sealed record WaterfallModelBar(int Place, string Id, double Change, string Response, bool IsMarked)
{
    public bool IsOngoing { get; init; }

    public bool IsConfirmed { get; init; }

    public string Group { get; init; } = "";

    public bool IsCut => Change > WaterfallModel.Cut;

    public double Height => Math.Min(Change, WaterfallModel.Cut);
}
