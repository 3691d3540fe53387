using System.Collections.Immutable;
using NotebookKit.Charts.Models;
using NotebookKit.Rendering;

namespace NotebookKit.Charts;

/// <summary>Titles, unit and order of a quick plot.</summary>
public sealed record QuickPlotOptions
{
    /// <summary>Title above the figure, to which the number of rows is added. The default value is null: the names of the columns in words.</summary>
    public string? Title { get; init; }

    /// <summary>Title of the x axis. The default value is null: the name of the column in words, with the unit that it ends with.</summary>
    public string? XTitle { get; init; }

    /// <summary>Title of the y axis. The default value is null: the name of the column in words with its unit, or what is counted.</summary>
    public string? YTitle { get; init; }

    /// <summary>What one row is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>Order of the groups, which gives them their colours; a group not named here is an error. The default value is empty: numbers ascend, texts sort ordinally.</summary>
    public ImmutableArray<string> GroupOrder { get; init; } = [];

    internal IReadOnlyList<string>? Order => GroupOrder.IsDefaultOrEmpty ? null : GroupOrder;

    internal int Place(string group, int index) => Order is null ? index : GroupOrder.IndexOf(group);

    internal string NumberTitle => "Number of " + Unit;

    internal QuickPlotWords Words(string title, string x, string y, int n, int left) => new(
        FormattableString.Invariant($"{Title ?? title}, n = {n} {Wording.Of(n, Unit)}{(left > 0 ? $" ({Wording.Count(left, Unit)} without a value left out)" : "")}"),
        XTitle ?? x, YTitle ?? y);
}
