using System.Collections.Immutable;
using NotebookKit.Cohorts;

namespace NotebookKit.Tables.Groups;

/// <summary>Which group each row belongs to; −1 where it belongs to none. Without groups every row is in group 0.</summary>
internal sealed class Grouping
{
    /// <summary>Name of the column of all groups together.</summary>
    public const string OverallName = "Overall";

    private Grouping(ImmutableArray<string> names, int[] codes)
    {
        Names = names;
        Codes = codes;
        var sizes = new int[names.Length];
        foreach (int code in codes)
            if (code >= 0) sizes[code]++;
        Sizes = [.. sizes];
    }

    /// <summary>Names of the groups in the order of the columns.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Group of each row.</summary>
    public int[] Codes { get; }

    /// <summary>Rows of each group.</summary>
    public ImmutableArray<int> Sizes { get; }

    /// <summary>Rows that belong to a group.</summary>
    public int Total => Sizes.Sum();

    public static Grouping None(int rows) => new([OverallName], new int[rows]);

    public static Grouping Of(CategoryColumn column) => new(column.Levels, [.. column.Codes]);

    public static Grouping Of(ImmutableArray<string> names, int[] codes) => new(names, codes);

    /// <summary>The same groups among the rows for which <paramref name="keep"/> holds.</summary>
    public Grouping Where(Func<int, bool> keep)
    {
        var codes = new int[Codes.Length];
        for (int i = 0; i < codes.Length; i++) codes[i] = keep(i) ? Codes[i] : -1;
        return new Grouping(Names, codes);
    }
}
