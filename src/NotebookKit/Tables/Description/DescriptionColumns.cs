using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>The columns of a frame as a description needs them.</summary>
internal sealed class DescriptionColumns(DataFrame frame)
{
    private const int MostLevels = 20;
    private const int FewestNumbers = 10;
    private static readonly string[] Yes = ["1", "yes", "true", "checked"], No = ["0", "no", "false", "unchecked"];

    private readonly ColumnReader reader = new(frame);
    private readonly Dictionary<string, CategoryColumn> categories = [];

    public int RowCount => reader.RowCount;

    /// <summary>Numbers, NaN where missing; a text that is no number is shown with its row.</summary>
    public double[] Numbers(string column)
    {
        if (reader.Has(column) && frame.Columns[column] is StringDataFrameColumn or ArrowStringDataFrameColumn)
        {
            string?[] texts = reader.Texts(column);
            int odd = Array.FindIndex(texts, t => t is not null && !double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
            throw new ArgumentException(odd < 0
                ? $"Column '{column}' holds text, although every value reads as a number. Load it as a column of numbers, or describe it with Categorical."
                : $"Column '{column}', row {ColumnReader.ExcelRow(odd)}: found '{texts[odd]}'; expected numbers. "
                    + "Make it missing or mend the file, or describe the column with Categorical.");
        }
        return reader.NumbersOrNaN(column);
    }

    public Grouping Groups(string column, ImmutableArray<string> order)
    {
        CategoryColumn groups = reader.Categories(column, order.IsDefaultOrEmpty ? null : order);
        if (groups.Levels.IsEmpty) throw new ArgumentException($"Column '{column}' has no value: there are no groups.");
        return Grouping.Of(groups);
    }

    /// <summary>Levels in order, with those asked for that no row has, and the level of each row.</summary>
    public (ImmutableArray<string> Levels, int[] Codes) Levels(string column, ImmutableArray<string> order)
    {
        CategoryColumn found = Categories(column);
        if (order.IsDefaultOrEmpty) return (found.Levels, [.. found.Codes]);
        int[] position = [.. found.Levels.Select(l => order.IndexOf(l))];
        int stray = Array.IndexOf(position, -1);
        if (stray >= 0)
            throw new ArgumentException(
                $"Column '{column}', row {ColumnReader.ExcelRow(found.Codes.IndexOf(stray))}: found '{found.Levels[stray]}'; expected one of {string.Join(", ", order)}.");
        return (order, [.. found.Codes.Select(c => c < 0 ? -1 : position[c])]);
    }

    /// <summary>Ticks of one option: 1, 0, or −1 where missing.</summary>
    public int[] Ticks(string column)
    {
        CategoryColumn found = Categories(column);
        int?[] meaning = [.. found.Levels.Select(Tick)];
        for (int i = 0; i < found.Codes.Length; i++)
            if (found.Codes[i] is >= 0 and int code && meaning[code] is null)
                throw new ArgumentException($"Column '{column}', row {ColumnReader.ExcelRow(i)}: found '{found.Levels[code]}'; expected 1/0, yes/no or true/false.");
        return [.. found.Codes.Select(c => c < 0 ? -1 : meaning[c]!.Value)];
    }

    /// <summary>Cluster of each row, and the number of clusters among the rows of a group.</summary>
    public (int[] Codes, int Count) Clusters(string column, Grouping groups)
    {
        CategoryColumn ids = Categories(column);
        var seen = new bool[ids.Levels.Length];
        for (int i = 0; i < ids.Codes.Length; i++)
        {
            if (groups.Codes[i] < 0) continue;
            if (ids.Codes[i] < 0) throw new ArgumentException($"Column '{column}', row {ColumnReader.ExcelRow(i)}: the cluster is missing; every row needs one.");
            seen[ids.Codes[i]] = true;
        }
        return ([.. ids.Codes], seen.Count(s => s));
    }

    /// <summary>
    /// A row for every column: numbers as median (Q1, Q3), columns of 0 and 1 in one row, and texts, booleans and numbers of
    /// fewer than 10 values by level. Dates, texts with more than 20 levels or another value in every row, and empty columns are left out.
    /// </summary>
    /// <param name="except">Columns that are groups, clusters or keys.</param>
    /// <param name="leftOut">The columns left out and why, in a sentence; null for none.</param>
    public ImmutableArray<RowSpecification> AllRows(string?[] except, out string? leftOut)
    {
        var rows = new DescriptionRows();
        var reasons = new List<string>();
        foreach (DataFrameColumn column in frame.Columns)
        {
            if (except.Contains(column.Name)) continue;
            if (column.DataType == typeof(DateTime))
            {
                reasons.Add($"{column.Name} (dates)");
                continue;
            }
            ImmutableArray<string> levels = Categories(column.Name).Levels;
            if (levels.SequenceEqual(["0", "1"])) rows = rows.Level(column.Name, "1", column.Name);
            else if (ColumnReader.IsNumeric(column) && levels.Length >= FewestNumbers) rows = rows.MedianQuartiles(column.Name);
            else if (levels.Length is > 0 and <= MostLevels && !(levels.Length == RowCount && !ColumnReader.IsNumeric(column))) rows = rows.Categorical(column.Name);
            else reasons.Add($"{column.Name} ({(levels.IsEmpty ? "empty" : levels.Length == RowCount ? "another value in every row" : FormattableString.Invariant($"{levels.Length} different texts"))})");
        }
        leftOut = reasons.Count == 0 ? null : $"Columns not described: {string.Join(", ", reasons)}.";
        return rows.Rows;
    }

    private CategoryColumn Categories(string column) =>
        categories.TryGetValue(column, out CategoryColumn? known) ? known : categories[column] = reader.Categories(column);

    private static int? Tick(string level) =>
        Yes.Contains(level, StringComparer.OrdinalIgnoreCase) ? 1 : No.Contains(level, StringComparer.OrdinalIgnoreCase) ? 0 : null;
}
