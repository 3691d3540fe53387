using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Statistical;

/// <summary>What the numbers of a column count.</summary>
internal enum Clock
{
    None,
    Date,
    DateTime,
    Time,
}

/// <summary>A column of a statistics program: numbers or texts, labels of codes, reasons of missing values.</summary>
internal sealed class StatisticsColumn(string name)
{
    public string Name { get; } = name;

    public string? Label { get; init; }

    public Clock Clock { get; init; }

    /// <summary>Day 0 of the clock.</summary>
    public DateTime Origin { get; init; }

    /// <summary>Units of the clock in a second; 0 where it counts days.</summary>
    public double PerSecond { get; init; }

    /// <summary>Whether the program stores whole numbers alone; null where it does not say.</summary>
    public bool? IsWhole { get; init; }

    public List<double?> Numbers { get; } = [];

    public List<string?> Texts { get; } = [];

    public bool IsText { get; init; }

    /// <summary>Labels by code; texts have their text as code.</summary>
    public Dictionary<string, string> Labels { get; } = [];

    /// <summary>Code of each missing value that says why; null elsewhere.</summary>
    public List<string?> Reasons { get; } = [];

    public static string Code(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public TypedColumn Build(FindingSink findings)
    {
        ImmutableArray<DataMissing> missing =
        [
            .. Reasons.OfType<string>().GroupBy(r => r).Select(g => new DataMissing(g.Key, g.Count(), Labels.GetValueOrDefault(g.Key))),
        ];
        foreach (DataMissing m in missing)
            findings.Info("missing-code", Reasons.IndexOf(m.Text) + 2, Name, m.Text,
                $"The code {m.Text}{(m.Reason is null ? "" : $" ({m.Reason})")} is declared missing ({m.Count} ×); Codes(\"{Name}\") "
                    + "keeps it.");
        (DataType type, DataFrameColumn values) = IsText ? OfTexts() : OfNumbers();
        string[] declared = [.. missing.Select(m => m.Text)];
        var about = new DataColumn(Name, type)
        {
            Label = Label, Missing = missing, Filled = (int)(values.Length - values.NullCount),
            Levels = [.. Labels.Where(l => !declared.Contains(l.Key)).Select(l => new DataLevel(l.Key, l.Value))],
            Codes = Labels.Count > 0 || missing.Length > 0 ? Codes() : null,
        };
        return new(about, values);
    }

    private string?[] Codes() =>
        [.. Enumerable.Range(0, Reasons.Count).Select(i => Reasons[i] ?? (IsText ? Texts[i] : Numbers[i] is { } n ? Code(n) : null))];

    private (DataType, DataFrameColumn) OfTexts()
    {
        if (!Texts.Any(t => t is not null && Labels.ContainsKey(t))) return (DataType.Text, new StringDataFrameColumn(Name, Texts!));
        return (DataType.Category, new StringDataFrameColumn(Name, Texts.Select(t => t is null ? null! : Labels.GetValueOrDefault(t, t))));
    }

    private (DataType, DataFrameColumn) OfNumbers()
    {
        if (Clock is Clock.Date or Clock.DateTime) return OfDays();
        if (Clock == Clock.Time)
            return (DataType.Time, new StringDataFrameColumn(Name, Numbers.Select(n => n is null ? null! : Time(n.Value))));
        if (Numbers.Any(n => n is { } v && Labels.ContainsKey(Code(v))))
            return (DataType.Category,
                new StringDataFrameColumn(Name, Numbers.Select(n => n is { } v ? Labels.GetValueOrDefault(Code(v), Code(v)) : null!)));
        // A column with reasons for missing values beside plain ones is a measurement, also where all values are whole.
        bool whole = IsWhole
            ?? (!Reasons.Exists(r => r is not null && Labels.Count == 0)
                && Numbers.TrueForAll(n => n is null || (n == Math.Floor(n.Value) && Math.Abs(n.Value) < 9e15)));
        DataType type = Labels.Count > 0 ? DataType.Category : whole ? DataType.Integer : DataType.Number;
        return whole
            ? (type, new Int64DataFrameColumn(Name, Numbers.Select(n => n is { } v ? (long?)v : null)))
            : (type, new DoubleDataFrameColumn(Name, Numbers));
    }

    private (DataType, DataFrameColumn) OfDays()
    {
        IEnumerable<DateTime?> days = Numbers.Select(n => n is not { } v ? null : Day(v));
        return (Clock == Clock.Date ? DataType.Date : DataType.DateTime, new DateTimeDataFrameColumn(Name, days));
    }

    private DateTime? Day(double value)
    {
        double days = PerSecond == 0 ? Math.Floor(value) : value / (PerSecond * 86400);
        if (Math.Abs(days) > 2_900_000) return null;
        return PerSecond == 0 || Clock == Clock.Date
            ? Origin.AddDays(Math.Floor(days))
            : Origin.AddTicks((long)Math.Round(value / PerSecond * 1000) * TimeSpan.TicksPerMillisecond);
    }

    private string Time(double value)
    {
        TimeSpan time = TimeSpan.FromSeconds(Math.Round(value / Math.Max(PerSecond, 1)));
        return time < TimeSpan.Zero || time.Days > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{Math.Abs(time.Minutes):00}:{Math.Abs(time.Seconds):00}")
            : time.Seconds == 0 ? $"{time.Hours:00}:{time.Minutes:00}" : $"{time.Hours:00}:{time.Minutes:00}:{time.Seconds:00}";
    }
}
