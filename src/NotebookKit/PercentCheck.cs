using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Rendering;

namespace NotebookKit;

/// <summary>A percentage as printed.</summary>
/// <param name="label">What it says.</param>
/// <param name="percent">The number as printed, without the sign, such as <c>32.6</c>: its decimals set the precision.</param>
/// <param name="denominators">What it may be a share of: what is counted, such as <c>patients</c>, and how many there are, at least
/// 1.</param>
public sealed class PercentClaim(string label, string percent, params (string Unit, int N)[] denominators)
{
    /// <summary>What it says.</summary>
    public string Label { get; } = label;

    /// <summary>The number as printed.</summary>
    public string Percent { get; } = percent;

    /// <summary>What it may be a share of.</summary>
    public ImmutableArray<(string Unit, int N)> Denominators { get; } = [.. denominators];

    /// <summary>The count printed beside it, such as 1 in "1 patient (2.4 %)"; null when none is printed.</summary>
    public int? Count { get; init; }
}

/// <summary>Counts of one denominator that give the printed percentage.</summary>
/// <param name="Denominator">The denominator.</param>
/// <param name="Counts">The counts, ascending; none when no count fits.</param>
/// <param name="Nearest">The count nearest the percentage, or the printed count.</param>
/// <param name="NearestPercent">What that count would print.</param>
internal sealed record PercentFit((string Unit, int N) Denominator, ImmutableArray<int> Counts, int Nearest, string NearestPercent);

/// <summary>What one printed percentage can be.</summary>
/// <param name="Claim">The percentage.</param>
/// <param name="Fits">One entry per denominator, in the order given.</param>
/// <param name="PossibleDenominators">With a printed count: every n up to 1000 that gives the percentage.</param>
internal sealed record PercentVerdict(PercentClaim Claim, ImmutableArray<PercentFit> Fits, ImmutableArray<int> PossibleDenominators)
{
    /// <summary>Units for which a count fits.</summary>
    public ImmutableArray<string> Units => [.. Fits.Where(f => !f.Counts.IsEmpty).Select(f => f.Denominator.Unit).Distinct()];

    /// <summary>Whether any count fits.</summary>
    public bool IsPossible => Fits.Any(f => !f.Counts.IsEmpty);

    /// <summary>The verdict in words.</summary>
    public string Verdict => !IsPossible
        ? "impossible: nearest "
        + string.Join(", ", Fits.Select(f => $"{N(f.Nearest)}/{Wording.Count(f.Denominator.N, f.Denominator.Unit)} = {f.NearestPercent}%"))
            + (PossibleDenominators.IsEmpty ? "" : $"; {N(Claim.Count!.Value)} is {Claim.Percent}% of {Range(PossibleDenominators)}")
        : Units.Length == 1 ? $"counted in {Units[0]}" : "undetermined: " + string.Join(" or ", Units);

    internal static string N(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Range(ImmutableArray<int> numbers) =>
        numbers.Length > 2 && numbers[^1] - numbers[0] == numbers.Length - 1
            ? $"{N(numbers[0])} to {N(numbers[^1])}"
            : string.Join(" or ", numbers.Select(N));
}

/// <summary>Which integers n/N can give printed percentages. Prints which counts fit, and where denominators are mixed.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record PercentCheck : ITableResult
{
    private const int LargestDenominator = 1000;

    /// <summary>Checks one percentage against candidate denominators.</summary>
    /// <param name="percent">The number as printed, such as <c>32.6</c>.</param>
    /// <param name="denominators">What it may be a share of.</param>
    public static PercentCheck Check(string percent, params (string Unit, int N)[] denominators) =>
        Check(new PercentClaim("percentage", percent, denominators));

    /// <summary>Checks percentages and says where their denominators are mixed.</summary>
    /// <param name="claims">The percentages.</param>
    /// <exception cref="ArgumentException">A percentage is not a number from 0 to 100, or a denominator is below 1.</exception>
    public static PercentCheck Check(params PercentClaim[] claims) => new() { Verdicts = [.. claims.Select(Judge)] };

    internal ImmutableArray<PercentVerdict> Verdicts { get; private init; } = [];

    /// <summary>Denominators used for some percentages and excluded for others, in words; null when one unit can explain all.</summary>
    public string? Mixed
    {
        get
        {
            var single = Verdicts.Where(v => v.Units.Length == 1).GroupBy(v => v.Units[0], v => v.Claim.Label).ToArray();
            return single.Length < 2 ? null : "Mixed denominators: "
                + string.Join("; ", single.Select(g => $"only {g.Key} fit {string.Join(", ", g)}")) + ".";
        }
    }

    /// <inheritdoc/>
    public SummaryTable ToTable() => new()
    {
        Title = "Printed percentages and the counts that give them",
        Columns = [new("Statement"), new("Printed"), new("Counts that fit", TableAlignment.Left), new("Verdict", TableAlignment.Left)],
        Rows =
        [
            .. Verdicts.Select(v => new TableRow([
                v.Claim.Label,
                (v.Claim.Count is { } x ? PercentVerdict.N(x) + " (" : "") + v.Claim.Percent + "%" + (v.Claim.Count is null ? "" : ")"),
                string.Join(", ",
                    v.Fits.SelectMany(
                        f => f.Counts.Select(x => $"{PercentVerdict.N(x)}/{Wording.Count(f.Denominator.N, f.Denominator.Unit)}"))),
                v.Verdict])),
        ],
        Footnotes = [.. Mixed is { } mixed ? [mixed] : Array.Empty<string>(),
            "A count fits when it prints the percentage at its precision; halves may be rounded either way."],
    };

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private static PercentVerdict Judge(PercentClaim claim)
    {
        if (!decimal.TryParse(claim.Percent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent)
            || percent > 100)
            throw new ArgumentException(
                $"'{claim.Label}': found '{claim.Percent}'; expected a percentage from 0 to 100 with a decimal point and no sign, such as "
                    + "32.6.", nameof(claim));
        int decimals = claim.Percent.Contains('.', StringComparison.Ordinal) ? claim.Percent.Length
            - claim.Percent.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        var fits = ImmutableArray.CreateBuilder<PercentFit>();
        foreach ((string Unit, int N) denominator in claim.Denominators)
        {
            if (denominator.N < 1)
                throw new ArgumentException($"'{claim.Label}': found {denominator.N} {denominator.Unit}; expected at least 1.",
                    nameof(claim));
            int nearest = claim.Count ?? (int)Math.Round(percent * denominator.N / 100, MidpointRounding.AwayFromZero);
            IEnumerable<int> counts = claim.Count is { } x ? [x] : Enumerable.Range(0, denominator.N + 1);
            fits.Add(new PercentFit(denominator, [.. counts.Where(c => Fits(c, denominator.N, percent, decimals))], nearest,
                NumberFormat.Fixed(100.0 * nearest / denominator.N, decimals)));
        }
        ImmutableArray<int> possible = claim.Count is { } count
            ? [.. Enumerable.Range(Math.Max(1, count), LargestDenominator).TakeWhile(n => n <= LargestDenominator)
                .Where(n => Fits(count, n, percent, decimals))] : [];
        return new PercentVerdict(claim, fits.ToImmutable(), possible);
    }

    // |100 x / n − p| ≤ half a unit of the last decimal, in exact arithmetic.
    private static bool Fits(int x, int n, decimal percent, int decimals)
    {
        decimal half = 0.5m;
        for (int i = 0; i < decimals; i++) half /= 10;
        return x <= n && Math.Abs(100m * x - percent * n) <= half * n;
    }
}
