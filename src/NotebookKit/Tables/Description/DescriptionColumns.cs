using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Statistics;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>The columns of a frame as a description needs them.</summary>
internal sealed class DescriptionColumns(DataFrame frame)
{
    private const int MostLevels = 20;
    private const int FewestNumbers = 10;
    private static readonly string[] Yes = ["1", "yes", "true", "checked"], No = ["0", "no", "false", "unchecked"];

    private readonly ColumnReader _reader = new(frame);
    private readonly Dictionary<string, CategoryColumn> _categories = [];

    public int RowCount => _reader.RowCount;

    /// <summary>Numbers, NaN where missing; a text that is not a number is shown with its row.</summary>
    public double[] Numbers(string column)
    {
        if (_reader.Has(column) && frame.Columns[column] is StringDataFrameColumn or ArrowStringDataFrameColumn)
        {
            string?[] texts = _reader.Texts(column);
            int odd = Array.FindIndex(texts,
                t => t is not null && !double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
            throw new ArgumentException(odd < 0
                ? $"Column '{column}' holds text, although every value reads as a number. Load it as a column of numbers, or describe it "
                    + "with Categorical."
                : $"Column '{column}', row {ColumnReader.ExcelRow(odd)}: found '{texts[odd]}'; expected numbers. "
                    + "Make it missing or mend the file, or describe the column with Categorical.");
        }
        return _reader.NumbersOrNaN(column);
    }

    /// <summary>Whether a column holds dates.</summary>
    public bool IsDate(string column) => _reader.Has(column) && frame.Columns[column] is PrimitiveDataFrameColumn<DateTime>;

    /// <summary>Dates as days since 1970-01-01, NaN where missing.</summary>
    public double[] Days(string column) =>
        Array.ConvertAll(_reader.Dates(column), d => d is DateTime date ? (date - DateTime.UnixEpoch).TotalDays : double.NaN);

    public Grouping Groups(string column, ImmutableArray<string> order)
    {
        CategoryColumn groups = _reader.Categories(column, order.IsDefaultOrEmpty ? null : order);
        if (groups.Levels.IsEmpty) throw new ArgumentException($"Column '{column}' has no value: there are no groups.");
        return Grouping.Of(groups);
    }

    /// <summary>The weights of the rows; null where the options name none.</summary>
    /// <exception cref="ArgumentException">A row of a group has no weight or a negative one, or the options ask for what weighted rows do
    /// not have.</exception>
    public double[]? Weights(DescriptionOptions options, Grouping groups)
    {
        if (options.Weights is not string column) return null;
        if (options.P || options.Pairwise || options.Difference)
            throw new ArgumentException(
                "P, Pairwise and Difference take every row once; of weighted rows they would be wrong. Leave them off and compare the "
                    + "groups by Smd.");
        if (options.Quartiles != QuantileType.Type2)
            throw new ArgumentException($"Weighted quantiles are of type 2; found {options.Quartiles}. Leave Quartiles at its default.");
        if (!options.FixedDenominators.IsDefaultOrEmpty)
            throw new ArgumentException("Fixed denominators have no weights: leave out FixedDenominators or Weights.");
        double[] weights = Numbers(column);
        for (int i = 0; i < weights.Length; i++)
            if (groups.Codes[i] >= 0 && !(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture,
                        $"Column '{column}', row {ColumnReader.ExcelRow(i)}: found "
                            + $"{(double.IsNaN(weights[i]) ? "no weight" : weights[i])}; expected a weight of 0 or more in every row."));
        return weights;
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
                $"Column '{column}', row {ColumnReader.ExcelRow(found.Codes.IndexOf(stray))}: found '{found.Levels[stray]}'; expected one "
                    + $"of {string.Join(", ", order)}.");
        return (order, [.. found.Codes.Select(c => c < 0 ? -1 : position[c])]);
    }

    /// <summary>Ticks of one option: 1, 0, or −1 where missing.</summary>
    public int[] Ticks(string column)
    {
        CategoryColumn found = Categories(column);
        int?[] meaning = [.. found.Levels.Select(Tick)];
        for (int i = 0; i < found.Codes.Length; i++)
            if (found.Codes[i] is >= 0 and int code && meaning[code] is null)
                throw new ArgumentException(
                    $"Column '{column}', row {ColumnReader.ExcelRow(i)}: found '{found.Levels[code]}'; expected 1/0, yes/no or "
                        + "true/false.");
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
            if (ids.Codes[i] < 0)
                throw new ArgumentException(
                    $"Column '{column}', row {ColumnReader.ExcelRow(i)}: the cluster is missing; every row needs one.");
            seen[ids.Codes[i]] = true;
        }
        return ([.. ids.Codes], seen.Count(s => s));
    }

    /// <summary>
    /// A row for every column: numbers as median (Q1, Q3), columns of 0 and 1 in one row, and texts, booleans and numbers of
    /// fewer than 10 values by level. Identifiers, dates, texts with more than 20 levels or another value in every row, and empty columns
    /// are left out.
    /// </summary>
    /// <param name="used">Columns that are groups or strata.</param>
    /// <param name="keys">Columns that name rows, patients or clusters.</param>
    /// <param name="leftOut">The columns left out and why, in a sentence; null for none.</param>
    public ImmutableArray<RowSpecification> AllRows(string?[] used, string?[] keys, out string? leftOut)
    {
        var rows = new DescriptionRows();
        var reasons = new List<string>();
        foreach (DataFrameColumn column in frame.Columns)
        {
            if (used.Contains(column.Name)) continue;
            ImmutableArray<string> levels = Categories(column.Name).Levels;
            bool isNumeric = ColumnReader.IsNumeric(column);
            string? reason = levels.IsEmpty ? "empty"
                : keys.Contains(column.Name) || NamesIdentifier(column.Name) ? "identifier"
                : IsDate(column.Name) ? "dates"
                : levels.Length == RowCount && !isNumeric ? "another value in every row"
                : isNumeric && IsRunningNumber(column.Name, levels.Length) ? "running number"
                : levels.Length > MostLevels && !isNumeric ? FormattableString.Invariant($"{levels.Length} different texts") : null;
            if (reason is not null) reasons.Add($"{column.Name} ({reason})");
            else if (levels.SequenceEqual(["0", "1"])) rows = rows.Level(column.Name, "1", column.Name);
            else rows = isNumeric && levels.Length >= FewestNumbers ? rows.MedianQuartiles(column.Name) : rows.Categorical(column.Name);
        }
        leftOut = reasons.Count == 0 ? null : $"Columns not described: {string.Join(", ", reasons)}.";
        return rows.Rows;
    }

    private static bool NamesIdentifier(string name)
    {
        string last = name[(name.LastIndexOfAny(['_', ' ', '.', '-']) + 1)..];
        return last.Equals("id", StringComparison.OrdinalIgnoreCase) || last.Equals("mrn", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("SUBJID", StringComparison.OrdinalIgnoreCase)
            || (last.Length > 2 && last.EndsWith("Id", StringComparison.Ordinal))
            || (last.Length > 2 && last.EndsWith("ID", StringComparison.Ordinal) && char.IsLower(last[^3]));
    }

    // 1, 2, 3 … or 101, 102, …: whole numbers without a gap, another in every row
    private bool IsRunningNumber(string column, int different)
    {
        if (different < FewestNumbers || different != RowCount) return false;
        double[] values = Numbers(column);
        return values.All(v => v == Math.Floor(v)) && values.Max() - values.Min() == RowCount - 1;
    }

    private CategoryColumn Categories(string column) =>
        _categories.TryGetValue(column, out CategoryColumn? known) ? known : _categories[column] = _reader.Categories(column);

    private static int? Tick(string level) =>
        Yes.Contains(level, StringComparer.OrdinalIgnoreCase) ? 1 : No.Contains(level, StringComparer.OrdinalIgnoreCase) ? 0 : null;
}
