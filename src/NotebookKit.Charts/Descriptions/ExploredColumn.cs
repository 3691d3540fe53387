using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Statistics;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Descriptions;

/// <summary>One column as a first look sees it: numbers, or levels with their counts.</summary>
internal sealed class ExploredColumn
{
    private const int MostLevels = 20, Bars = 12;

    private const string Blocks = "▁▂▃▄▅▆▇█";

    private ExploredColumn(string name, string type, double?[] values, string[] levels)
    {
        (Name, Type, Values, Levels) = (name, type, values, levels);
    }

    public string Name { get; }

    public string Type { get; }

    /// <summary>Numbers, days of dates, or the places of levels; null where missing.</summary>
    public double?[] Values { get; }

    /// <summary>Names of levels; empty for numbers.</summary>
    public string[] Levels { get; }

    public bool IsNumeric => Levels.Length == 0;

    public int Missing => Values.Count(v => v is null);

    public int Distinct => IsNumeric ? Values.OfType<double>().Distinct().Count() : Levels.Length;

    /// <summary>Whether the column can go with others: not constant, and no list of names.</summary>
    public bool CanAssociate => Distinct > 1 && (IsNumeric || Levels.Length <= MostLevels);

    public static ExploredColumn Of(DataFrameColumn column)
    {
        int n = (int)column.Length;
        if (column is not BooleanDataFrameColumn && column.IsNumericColumn())
            return new(column.Name, "number",
                [.. Enumerable.Range(0, n)
                    .Select(i => column[i] is null ? (double?)null : Convert.ToDouble(column[i], CultureInfo.InvariantCulture))
                    .Select(v => v is double d && double.IsFinite(d) ? v : null)], []);
        if (column is DateTimeDataFrameColumn dates)
            return new(column.Name, "date",
                [.. Enumerable.Range(0, n).Select(i => dates[i] is DateTime day ? (day - DateTime.UnixEpoch).TotalDays : (double?)null)],
                []);
        string?[] texts = [.. Enumerable.Range(0, n).Select(i => column[i]?.ToString() is { Length: > 0 } text ? text : null)];
        string[] levels = [.. texts.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        var places = levels.Select((level, i) => (level, i)).ToDictionary(p => p.level, p => (double?)p.i, StringComparer.Ordinal);
        return new(column.Name, column is BooleanDataFrameColumn ? "yes/no" : "text",
            [.. texts.Select(t => t is null ? null : places[t])], levels);
    }

    /// <summary>The distribution in words: median, quartiles and range, or the most frequent levels.</summary>
    public string Words()
    {
        double[] known = [.. Values.OfType<double>().Order()];
        if (known.Length == 0) return "no value";
        if (!IsNumeric)
        {
            (string Level, int Count)[] counts = [.. known.GroupBy(v => (int)v).Select(g => (Levels[g.Key], g.Count()))
                .OrderByDescending(g => g.Item2).ThenBy(g => g.Item1, StringComparer.Ordinal)];
            if (counts.Length == known.Length && known.Length > MostLevels) return "all different";
            string most = string.Join(", ", counts.Take(4).Select(c => $"{c.Level} {NumberFormat.CountPercent(c.Count, known.Length)}"));
            return counts.Length > 4 ? string.Create(CultureInfo.InvariantCulture, $"{most}, {counts.Length - 4} more") : most;
        }
        double At(double p) => Quantiles.OfSorted(known, p, QuantileType.Type7)!.Value;
        return Type == "date" ? $"{Number(known[0])} to {Number(known[^1])}"
            : $"{Number(At(0.5))} ({Number(At(0.25))}–{Number(At(0.75))}), {Number(known[0])} to {Number(known[^1])}";
    }

    /// <summary>A histogram in one line of text; empty for texts.</summary>
    public string Sketch()
    {
        double[] known = [.. Values.OfType<double>()];
        if (!IsNumeric || known.Length < 5 || known.Min() == known.Max()) return "";
        double low = known.Min(), width = (known.Max() - low) / Bars;
        int[] counts = new int[Bars];
        foreach (double value in known) counts[Math.Min(Bars - 1, (int)((value - low) / width))]++;
        return string.Concat(
            counts.Select(
                c => c == 0 ? ' ' : Blocks[Math.Min(Blocks.Length - 1, (int)Math.Ceiling((Blocks.Length - 1.0) * c / counts.Max()))]));
    }

    private string Number(double value) => Type == "date"
        ? DateTime.UnixEpoch.AddDays(value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);
}

internal static class ColumnKinds
{
    public static bool IsNumericColumn(this DataFrameColumn column) => column.DataType == typeof(double) || column.DataType == typeof(float)
        || column.DataType == typeof(decimal) ||
        column.DataType == typeof(int) || column.DataType == typeof(long) || column.DataType == typeof(short)
        || column.DataType == typeof(byte) ||
        column.DataType == typeof(uint) || column.DataType == typeof(ulong) || column.DataType == typeof(ushort)
        || column.DataType == typeof(sbyte);
}
