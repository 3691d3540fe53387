namespace NotebookKit.Rendering;

/// <summary>How numbers are printed: decimal mark, P values, percentages and separators.</summary>
/// <remarks>
/// The journal styles follow the journals' rules for numbers: P of two decimals, three below 0.01 and where two would turn 0.045 to 0.05
/// into 0.05; JAMA, Radiology and JVIR (AMA style) without a nought before the point of P; thousands apart from five digits on. Percentages
/// are printed as they are; they are never adjusted to add up to 100.
/// </remarks>
public sealed record JournalStyle
{
    /// <summary>Two-digit P values, whole percentages, <c>Q1, Q3</c> separated by a comma.</summary>
    public static JournalStyle Default { get; } = new();

    /// <summary>The defaults of gtsummary: one-digit P values (<c>0.3</c>, <c>&gt;0.9</c>), one decimal for percentages below 10.</summary>
    public static JournalStyle Gtsummary { get; } = new() { PValues = PValueRule.OneDigit, PercentDecimals = null };

    /// <summary>JAMA (AMA style): P as <c>.03</c>, <c>Q1–Q3</c>, intervals written with "to", thousands apart by a thin space.</summary>
    public static JournalStyle Jama { get; } = new()
    {
        QuartileSeparator = "–", IntervalSeparator = " to ", PValues = PValueRule.Ama, PLeadingZero = false, ThousandsSeparator = ThinSpace,
    };

    /// <summary>
    /// The Lancet: mid-dot decimal mark, P values of two significant digits down to <c>&lt;0·0001</c>, thousands apart by a thin space.
    /// </summary>
    public static JournalStyle Lancet { get; } = new()
    {
        DecimalMark = "·", PValues = PValueRule.TwoSignificant, QuartileSeparator = "–", IntervalSeparator = " to ",
        ThousandsSeparator = ThinSpace,
    };

    /// <summary>
    /// New England Journal of Medicine: P as <c>0.03</c>, <c>Q1–Q3</c>, intervals written with "to", thousands apart by a comma.
    /// </summary>
    public static JournalStyle Nejm { get; } = new() { QuartileSeparator = "–", IntervalSeparator = " to ", PValues = PValueRule.Ama,
        ThousandsSeparator = "," };

    /// <summary>Radiology (AMA style): P as <c>.03</c>, intervals written with a comma, thousands apart by a thin space.</summary>
    public static JournalStyle Radiology { get; } = Jama with { IntervalSeparator = ", " };

    /// <summary>
    /// Journal of Vascular and Interventional Radiology (AMA style): P as <c>.03</c>, intervals with an en dash, thousands apart by a
    /// comma.
    /// </summary>
    public static JournalStyle Jvir { get; } = Jama with { IntervalSeparator = "–", ThousandsSeparator = "," };

    /// <summary>Plain text: hyphens for minus and ranges, for programs that know ASCII alone.</summary>
    public static JournalStyle Plain { get; } = new() { MinusSign = "-", RangeSeparator = "-", IntervalSeparator = " to ",
        QuartileSeparator = ", " };

    private const string ThinSpace = "\u2009";

    /// <summary>Decimal mark. The default value is a point.</summary>
    public string DecimalMark { get; init; } = ".";

    /// <summary>Minus sign. The default value is U+2212, the typographic minus.</summary>
    public string MinusSign { get; init; } = "\u2212";

    /// <summary>
    /// Text between thousands, such as a comma, of numbers from <see cref="ThousandsFrom"/> on. The default value is empty: none.
    /// </summary>
    public string ThousandsSeparator { get; init; } = "";

    /// <summary>
    /// Smallest number whose thousands are set apart. The default value is 10,000, as most journals want; 1,000 for four digits.
    /// </summary>
    public double ThousandsFrom { get; init; } = 10_000;

    /// <summary>Whether P has a nought before its point. The default value is true.</summary>
    public bool PLeadingZero { get; init; } = true;

    /// <summary>How P values are rounded. The default value is <see cref="PValueRule.TwoDigits"/>.</summary>
    public PValueRule PValues { get; init; } = PValueRule.TwoDigits;

    /// <summary>
    /// Decimals of percentages, the same for all of a table; null for none from 10% and one below. The default value is 0: journals want
    /// whole percentages of small groups, and 1 where denominators are large.
    /// </summary>
    public int? PercentDecimals
    {
        get;
        init => field = value is null or (>= 0 and <= 15) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "PercentDecimals must be between 0 and 15, or null.");
    } = 0;

    /// <summary>Text between the first and the third quartile. The default value is a comma and a space.</summary>
    public string QuartileSeparator { get; init; } = ", ";

    /// <summary>Text between minimum and maximum. The default value is an en dash.</summary>
    public string RangeSeparator { get; init; } = "–";

    /// <summary>Text between confidence limits; " to " is used wherever a limit is negative. The default value is an en dash.</summary>
    public string IntervalSeparator { get; init; } = "–";
}

/// <summary>How a P value is rounded for print.</summary>
public enum PValueRule
{
    /// <summary>Above 0.99 as "&gt;0.99", from 0.1 two decimals, from 0.001 three, below as "&lt;0.001".</summary>
    TwoDigits,

    /// <summary>Above 0.9 as "&gt;0.9", from 0.2 one decimal, from 0.1 two, from 0.001 three, below as "&lt;0.001".</summary>
    OneDigit,

    /// <summary>
    /// From 0.01 two decimals, but three from 0.045 up to 0.05, which two would print as 0.05; from 0.001 three; above 0.99 as "&gt;0.99",
    /// below 0.001 as "&lt;0.001".
    /// The AMA Manual of Style, and the journals that follow it.
    /// </summary>
    Ama,

    /// <summary>Two significant digits with at most four decimals, above 0.99 as "&gt;0.99", below 0.0001 as "&lt;0.0001".</summary>
    TwoSignificant,
}
