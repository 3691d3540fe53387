using NotebookKit.Adjusted.Scores;

namespace NotebookKit.Adjusted.Laboratory;

/// <summary>Version of the Common Terminology Criteria for Adverse Events; always to be said, because thresholds differ.</summary>
public enum CtcaeVersion
{
    /// <summary>Version 4.03 of 2010: multiples of the upper limit of normal alone.</summary>
    V4,

    /// <summary>Version 5.0 of 2017: multiples of the baseline where the baseline is abnormal.</summary>
    V5,
}

/// <summary>What a grade needs beside the value; in the canonical unit of the quantity.</summary>
public sealed record LabReference
{
    /// <summary>Upper limit of normal; null where the term needs none.</summary>
    public double? UpperLimit { get; init; }

    /// <summary>Lower limit of normal; null where the term needs none.</summary>
    public double? LowerLimit { get; init; }

    /// <summary>Value before treatment; null counts as normal.</summary>
    public double? Baseline { get; init; }

    /// <summary>Whether the patient takes anticoagulants (INR alone).</summary>
    public bool OnAnticoagulation { get; init; }
}

/// <summary>Laboratory grades of the Common Terminology Criteria for Adverse Events.</summary>
/// <remarks>
/// Numbers only: what the criteria tie to transfusion, bleeding or urgent intervention (grade 4 of anaemia and hypoalbuminaemia) is
/// clinical and never given by a value. Comparisons at 10 significant digits. Decisions:
/// tests/NotebookKit.Adjusted.Tests/golden/ctcae_v5_text.json.
/// </remarks>
public static class Ctcae
{
    // multiples for grades 1 to 4, the first multiple of an abnormal baseline, and whether that bound is inclusive (version 5)
    private static readonly Dictionary<LabQuantity, (double G2, double G3, double G4, double First, bool Inclusive)> High = new()
    {
        [LabQuantity.Alt] = (3, 5, 20, 1.5, true), [LabQuantity.Ast] = (3, 5, 20, 1.5, true), [LabQuantity.Alp] = (2.5, 5, 20, 2, true),
        [LabQuantity.Ggt] = (2.5, 5, 20, 2, true), [LabQuantity.Bilirubin] = (1.5, 3, 10, 1, false),
    };

    private static readonly Dictionary<LabQuantity, (double G2, double G3, double? G4)> Low = new()
    {
        [LabQuantity.Haemoglobin] = (100, 80, null), [LabQuantity.Platelets] = (75, 50, 25), [LabQuantity.Leucocytes] = (3, 2, 1),
        [LabQuantity.Lymphocytes] = (0.8, 0.5, 0.2), [LabQuantity.Neutrophils] = (1.5, 1, 0.5), [LabQuantity.Albumin] = (30, 20, null),
    };

    /// <summary>Quantities that have laboratory grades.</summary>
    public static ImmutableArray<LabQuantity> Graded { get; } = [.. High.Keys, .. Low.Keys, LabQuantity.Creatinine, LabQuantity.Inr];

    /// <summary>Term of the criteria, such as "Platelet count decreased".</summary>
    public static string Term(LabQuantity quantity) => quantity switch
    {
        LabQuantity.Alt => "Alanine aminotransferase increased", LabQuantity.Ast => "Aspartate aminotransferase increased",
            LabQuantity.Alp => "Alkaline phosphatase increased",
        LabQuantity.Ggt => "GGT increased", LabQuantity.Bilirubin => "Blood bilirubin increased",
            LabQuantity.Creatinine => "Creatinine increased", LabQuantity.Inr => "INR increased",
        LabQuantity.Haemoglobin => "Anemia", LabQuantity.Platelets => "Platelet count decreased",
            LabQuantity.Leucocytes => "White blood cell decreased",
        LabQuantity.Neutrophils => "Neutrophil count decreased", LabQuantity.Lymphocytes => "Lymphocyte count decreased",
            LabQuantity.Albumin => "Hypoalbuminemia",
        _ => throw new ArgumentException($"{quantity} has no laboratory grade here; graded are {string.Join(", ", Graded)}."),
    };

    /// <summary>Whether a term counts multiples of an upper limit, and so needs one.</summary>
    public static bool NeedsUpperLimit(LabQuantity quantity, CtcaeVersion version) =>
        High.ContainsKey(quantity) || quantity == LabQuantity.Creatinine || (quantity == LabQuantity.Inr && version == CtcaeVersion.V4);

    /// <summary>Whether a term begins at the lower limit of normal, and so needs one.</summary>
    public static bool NeedsLowerLimit(LabQuantity quantity) => Low.ContainsKey(quantity);

    /// <summary>Grade 0 to 4 of a value.</summary>
    /// <param name="version">Version of the criteria.</param>
    /// <param name="quantity">What was measured.</param>
    /// <param name="value">Value in the canonical unit (<see cref="LabUnits.Canonical"/>).</param>
    /// <param name="reference">Limits of normal, baseline.</param>
    /// <exception cref="ArgumentException">The quantity has no grade, the value is negative, or a limit the term needs is
    /// missing.</exception>
    public static int Grade(CtcaeVersion version, LabQuantity quantity, double value, LabReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (!(value >= 0) || !double.IsFinite(value))
            throw new ArgumentException(FormattableString.Invariant($"{quantity}: found {value}; expected 0 or more."));
        string term = Term(quantity);
        if (NeedsUpperLimit(quantity, version) && reference.UpperLimit is not > 0)
            throw new ArgumentException($"{term}: the grade needs the upper limit of normal.");
        if (NeedsLowerLimit(quantity) && reference.LowerLimit is not > 0)
            throw new ArgumentException($"{term}: the grade needs the lower limit of normal.");
        double v = Digits(value);
        if (High.TryGetValue(quantity, out var high)) return OfHigh(version, high, v, reference);
        if (Low.TryGetValue(quantity, out var low))
            return low.G4 is { } g4 && v < g4 ? 4 : v < low.G3 ? 3 : v < low.G2 ? 2 : v < Digits(reference.LowerLimit!.Value) ? 1 : 0;
        return quantity == LabQuantity.Creatinine ? Creatinine(version, v, reference) : Inr(version, v, reference);
    }

    /// <summary>Whether the baseline lies beyond the limit of normal on the side of the term.</summary>
    internal static bool IsBaselineAbnormal(LabQuantity quantity, LabReference reference) => reference.Baseline is { } b
        && (High.ContainsKey(quantity) || quantity == LabQuantity.Creatinine
            ? reference.UpperLimit is { } u && Digits(b) > Digits(u)
            : Low.ContainsKey(quantity) && reference.LowerLimit is { } l && Digits(b) < Digits(l));

    private static int OfHigh(CtcaeVersion version, (double G2, double G3, double G4, double First, bool Inclusive) m, double v,
        LabReference reference)
    {
        double upper = reference.UpperLimit!.Value;
        bool abnormal = version == CtcaeVersion.V5 && reference.Baseline is { } b && Digits(b) > Digits(upper);
        double against = abnormal ? reference.Baseline!.Value : upper;
        if (v > Digits(m.G4 * against)) return 4;
        if (v > Digits(m.G3 * against)) return 3;
        if (v > Digits(m.G2 * against)) return 2;
        double first = Digits(abnormal ? m.First * against : upper);
        return v > first || (abnormal && m.Inclusive && v == first) ? 1 : 0;
    }

    private static int Creatinine(CtcaeVersion version, double v, LabReference reference)
    {
        double upper = reference.UpperLimit!.Value;
        int grade = v > Digits(6 * upper) ? 4 : v > Digits(3 * upper) ? 3 : v > Digits(1.5 * upper) ? 2 : v > Digits(upper) ? 1 : 0;
        if (reference.Baseline is not { } b) return grade;
        int relative = v > Digits(3 * b) ? 3 : v > Digits(1.5 * b) ? 2 : version == CtcaeVersion.V4 && v > Digits(b) ? 1 : 0;
        return Math.Max(grade, relative);
    }

    private static int Inr(CtcaeVersion version, double v, LabReference reference)
    {
        if (reference is { OnAnticoagulation: true, Baseline: { } b }) return Multiples(v, b);
        return version == CtcaeVersion.V4 ? Multiples(v, reference.UpperLimit!.Value) : v > 2.5 ? 3 : v > 1.5 ? 2 : v > 1.2 ? 1 : 0;
    }

    private static int Multiples(double v, double reference) =>
        v > Digits(2.5 * reference) ? 3 : v > Digits(1.5 * reference) ? 2 : v > Digits(reference) ? 1 : 0;

    private static double Digits(double x) => LabUnits.Digits(x, 10);
}
