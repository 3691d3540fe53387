using System.Globalization;

namespace NotebookKit.Cohorts;

/// <summary>Which value of a status column means that the event happened and which means that follow-up was censored.</summary>
/// <remarks>
/// The coding is always stated, never inferred from the data: R's <c>Surv()</c> guesses it from the largest value, so that
/// an all-censored subgroup coded 1/2 prints as all events.
/// </remarks>
public sealed record EventCoding
{
    private readonly object _eventValue;
    private readonly object _censoredValue;

    private EventCoding(object eventValue, object censoredValue, string name)
    {
        this._eventValue = eventValue;
        this._censoredValue = censoredValue;
        Name = name;
    }

    /// <summary>1 = event, 0 = censored (also true and false in a column of booleans). The default coding everywhere.</summary>
    public static EventCoding ZeroOne { get; } = new(1.0, 0.0, "1 = event, 0 = censored");

    /// <summary>2 = event, 1 = censored, as in many R data sets.</summary>
    public static EventCoding OneTwo { get; } = new(2.0, 1.0, "2 = event, 1 = censored");

    /// <summary>True = event, false = censored.</summary>
    public static EventCoding Boolean { get; } = new(1.0, 0.0, "true = event, false = censored");

    /// <summary>The coding in words, as printed with results.</summary>
    public string Name { get; }

    /// <summary>A coding by any two values: numbers compare as numbers, everything else as text (ordinal).</summary>
    /// <param name="eventValue">Value that means the event happened, such as <c>1</c> or <c>"dead"</c>.</param>
    /// <param name="censoredValue">Value that means follow-up was censored, such as <c>0</c> or <c>"alive"</c>.</param>
    /// <exception cref="ArgumentException">Both values are the same.</exception>
    public static EventCoding Of(object eventValue, object censoredValue)
    {
        ArgumentNullException.ThrowIfNull(eventValue);
        ArgumentNullException.ThrowIfNull(censoredValue);
        object yes = Normalize(eventValue), no = Normalize(censoredValue);
        if (yes.Equals(no))
            throw new ArgumentException($"Event and censored value are both '{Text(yes)}'; give two different values.",
                nameof(censoredValue));
        return new EventCoding(yes, no, $"{Text(yes)} = event, {Text(no)} = censored");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Decodes one cell: 1 event, 0 censored, −1 missing; null when the value is neither.</summary>
    internal int? Decode(object? cell)
    {
        if (cell is null or double.NaN or "") return -1;
        object value = Normalize(cell);
        if (value.Equals(_eventValue)) return 1;
        return value.Equals(_censoredValue) ? 0 : null;
    }

    /// <summary>
    /// Decodes a column of numbers (NaN = missing) into <paramref name="status"/>; the index of the first unknown value, or −1.
    /// </summary>
    internal int Decode(ReadOnlySpan<double> numbers, Span<sbyte> status)
    {
        double yes = _eventValue as double? ?? double.NaN, no = _censoredValue as double? ?? double.NaN;
        for (int i = 0; i < numbers.Length; i++)
        {
            double value = numbers[i];
            if (value == yes) status[i] = 1;
            else if (value == no) status[i] = 0;
            else if (double.IsNaN(value)) status[i] = -1;
            else return i;
        }
        return -1;
    }

    internal static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static object Normalize(object value) => value switch
    {
        bool flag => flag ? 1.0 : 0.0,
        string text => text.Trim(),
        char letter => letter.ToString(),
        Enum constant => constant.ToString(),
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
