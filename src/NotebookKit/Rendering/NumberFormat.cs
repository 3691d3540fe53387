using System.Globalization;

namespace NotebookKit.Rendering;

/// <summary>Prints numbers as medical journals do; every number of the library is printed here.</summary>
/// <remarks>
/// Not estimable values (NaN) print as "NE" and infinite ones as ∞. All members ignore the current culture.
/// </remarks>
public static class NumberFormat
{
    /// <summary>Text of a value that cannot be estimated.</summary>
    public const string NotEstimable = "NE";

    private const string ThousandsMark = "\u001f"; // a comma could be the decimal mark

    private static readonly double Fuzz = Math.Sqrt(2.220446049250313e-16);

    /// <summary>
    /// Rounds half away from zero: <c>trunc(|x|·10^d + 0.5 + √ε)/10^d · sign x</c> with ε = 2.2e-16, so that 0.15 and 2.675,
    /// which binary numbers hold slightly too small, round up as a reader expects.
    /// </summary>
    /// <param name="value">Any number; NaN and infinities are returned as they are.</param>
    /// <param name="decimals">Number of decimals, 0 to 15.</param>
    /// <remarks>The rule of SAS and of R's cards package (<c>round5</c>); R's <c>round</c> rounds half to even.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is not between 0 and 15.</exception>
    public static double Round(double value, int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 15);
        double power = Math.Pow(10, decimals);
        double scaled = Math.Abs(value) * power;
        if (double.IsNaN(scaled) || scaled >= 1e15) return value;
        double rounded = Math.Truncate(scaled + 0.5 + Fuzz) / power;
        return rounded == 0 ? 0 : Math.CopySign(rounded, value);
    }

    /// <summary>Prints with a fixed number of decimals; a value that rounds to zero has no minus sign.</summary>
    /// <param name="value">The number; null and NaN print as "NE".</param>
    /// <param name="decimals">Number of decimals, 0 to 15.</param>
    /// <param name="style">How numbers are printed; null for <see cref="JournalStyle.Default"/>.</param>
    public static string Fixed(double? value, int decimals, JournalStyle? style = null)
    {
        style ??= JournalStyle.Default;
        if (value is not double x || double.IsNaN(x)) return NotEstimable;
        double rounded = Round(x, decimals);
        string digits = double.IsInfinity(x) ? "∞" : Math.Abs(rounded).ToString("F" + decimals, CultureInfo.InvariantCulture);
        if (style.ThousandsSeparator.Length > 0 && Math.Abs(rounded) >= Math.Max(1000, style.ThousandsFrom) && !double.IsInfinity(x))
        {
            int point = digits.IndexOf('.', StringComparison.Ordinal);
            for (int i = (point < 0 ? digits.Length : point) - 3; i > 0; i -= 3) digits = digits.Insert(i, ThousandsMark);
        }
        digits = digits.Replace(".", style.DecimalMark, StringComparison.Ordinal)
            .Replace(ThousandsMark, style.ThousandsSeparator, StringComparison.Ordinal);
        return (rounded < 0 ? style.MinusSign : "") + digits;
    }

    /// <summary>
    /// Prints a proportion as a percentage with its sign and the decimals of the style; neither 0% nor 100% is printed for a
    /// proportion that only rounds to it, but "&lt;1%" and "&gt;99%". Without decimals in the style: none from 10%, one from 0.1%.
    /// </summary>
    /// <param name="proportion">Between 0 and 1; null and NaN print as "NE".</param>
    /// <param name="style">How numbers are printed; null for <see cref="JournalStyle.Default"/>.</param>
    public static string Percent(double? proportion, JournalStyle? style = null)
    {
        string number = PercentNumber(proportion, style);
        return number == NotEstimable ? number : number + "%";
    }

    /// <summary>As <see cref="Percent"/>, without the percent sign.</summary>
    /// <param name="proportion">Between 0 and 1; null and NaN print as "NE".</param>
    /// <param name="style">How numbers are printed; null for <see cref="JournalStyle.Default"/>.</param>
    public static string PercentNumber(double? proportion, JournalStyle? style = null)
    {
        style ??= JournalStyle.Default;
        if (proportion is not double p || double.IsNaN(p)) return NotEstimable;
        double percent = 100 * p;
        if (style.PercentDecimals is int decimals)
        {
            double step = Math.Pow(10, -decimals), rounded = Round(percent, decimals);
            if (rounded == 0 && percent > 0) return "<" + Fixed(step, decimals, style);
            return rounded == 100 && percent < 100 ? ">" + Fixed(100 - step, decimals, style) : Fixed(percent, decimals, style);
        }
        if (percent == 0) return "0";
        return Math.Abs(percent) switch
        {
            >= 10 => Fixed(percent, 0, style),
            >= 0.1 => Fixed(percent, 1, style),
            _ => "<" + Fixed(0.1, 1, style),
        };
    }

    /// <summary>Prints a confidence level as a percentage, such as "95%" or "97.5%".</summary>
    /// <param name="level">Between 0 and 1.</param>
    /// <param name="style">How numbers are printed; null for <see cref="JournalStyle.Default"/>.</param>
    public static string Level(double level, JournalStyle? style = null) =>
        (100 * level).ToString("0.##", CultureInfo.InvariantCulture)
            .Replace(".", (style ?? JournalStyle.Default).DecimalMark, StringComparison.Ordinal) + "%";

    /// <summary>Prints a P value by the rule of the style, such as "0.10" or "&lt;0.001".</summary>
    /// <param name="p">Between 0 and 1; null and NaN print as "NE".</param>
    /// <param name="style">How numbers are printed; null for <see cref="JournalStyle.Default"/>.</param>
    public static string PValue(double? p, JournalStyle? style = null)
    {
        style ??= JournalStyle.Default;
        if (p is not double x || double.IsNaN(x)) return NotEstimable;
        string text = PText(x, style);
        return style.PLeadingZero ? text : text.Replace("0" + style.DecimalMark, style.DecimalMark, StringComparison.Ordinal);
    }

    private static string PText(double x, JournalStyle style)
    {
        return style.PValues switch
        {
            PValueRule.Ama when x <= 0.99 && (Round(x, 3) >= 0.01) =>
                Fixed(x, x < 0.05 && Round(x, 2) >= 0.05 ? Round(x, 3) >= 0.05 ? 4 : 3 : 2, style),
            PValueRule.OneDigit when x > 0.9 => ">" + Fixed(0.9, 1, style),
            PValueRule.OneDigit when Round(x, 1) >= 0.2 => Fixed(x, 1, style),
            not PValueRule.OneDigit when x > 0.99 => ">" + Fixed(0.99, 2, style),
            PValueRule.TwoSignificant when x < 0.0001 => "<" + Fixed(0.0001, 4, style),
            PValueRule.TwoSignificant when Round(x, 2) < 0.1 => Fixed(x, Round(x, 3) < 0.01 ? 4 : 3, style),
            _ when Round(x, 2) >= 0.1 => Fixed(x, 2, style),
            _ when x >= 0.001 => Fixed(x, 3, style),
            _ => "<" + Fixed(0.001, 3, style),
        };
    }

    /// <summary>Prints a P value with its letter, such as "P = 0.10" or "P &lt; 0.001".</summary>
    /// <param name="p">Between 0 and 1; null and NaN print as "P = NE".</param>
    /// <param name="style">How numbers are printed; null for <see cref="JournalStyle.Default"/>.</param>
    public static string PEquals(double? p, JournalStyle? style = null)
    {
        string text = PValue(p, style);
        return text[0] is '<' or '>' ? $"P {text[0]} {text[1..]}" : $"P = {text}";
    }

    /// <summary>Prints two confidence limits, such as "12–30"; with " to " between them where a limit is negative.</summary>
    /// <param name="lower">Lower limit; null prints as "NE".</param>
    /// <param name="upper">Upper limit; null prints as "NE".</param>
    /// <param name="decimals">Number of decimals, 0 to 15.</param>
    /// <param name="style">How numbers are printed; null for <see cref="JournalStyle.Default"/>.</param>
    public static string Interval(double? lower, double? upper, int decimals, JournalStyle? style = null)
    {
        style ??= JournalStyle.Default;
        string separator = lower < 0 || upper < 0 ? " to " : style.IntervalSeparator;
        return Fixed(lower, decimals, style) + separator + Fixed(upper, decimals, style);
    }

    /// <summary>
    /// Prints confidence limits of a proportion as percentages with the same decimals and one sign at the end, such as "12–30%".
    /// </summary>
    /// <param name="lower">Lower limit, between 0 and 1; null prints as "NE".</param>
    /// <param name="upper">Upper limit, between 0 and 1; null prints as "NE".</param>
    /// <param name="style">How numbers are printed; null for <see cref="JournalStyle.Default"/>.</param>
    public static string PercentInterval(double? lower, double? upper, JournalStyle? style = null)
    {
        style ??= JournalStyle.Default;
        if (style.PercentDecimals is int decimals) return Interval(100 * lower, 100 * upper, decimals, style) + "%";
        string separator = lower < 0 || upper < 0 ? " to " : style.IntervalSeparator;
        return PercentNumber(lower, style) + separator + PercentNumber(upper, style) + "%";
    }

    /// <summary>Prints a count with its percentage, such as "8 (40%)"; without percentage where the denominator is 0.</summary>
    /// <param name="count">Numerator.</param>
    /// <param name="denominator">Denominator.</param>
    /// <param name="style">How numbers are printed; null for <see cref="JournalStyle.Default"/>.</param>
    /// <exception cref="ArgumentException">The count is negative or exceeds a denominator above 0.</exception>
    public static string CountPercent(long count, long denominator, JournalStyle? style = null)
    {
        if (count < 0 || denominator < 0 || (denominator > 0 && count > denominator))
            throw new ArgumentException(
                FormattableString.Invariant($"Found {count} of {denominator}; expected a count between 0 and its denominator. ")
                + "Check that both count the same unit.", nameof(count));
        return denominator == 0
            ? Fixed(count, 0, style)
            : $"{Fixed(count, 0, style)} ({Percent((double)count / denominator, style)})";
    }
}
