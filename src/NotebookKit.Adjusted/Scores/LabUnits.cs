namespace NotebookKit.Adjusted.Scores;

/// <summary>Quantities measured in a laboratory or on an image.</summary>
public enum LabQuantity
{
    /// <summary>Bilirubin: µmol/L, mg/dL.</summary>
    Bilirubin,

    /// <summary>Albumin: g/L, g/dL.</summary>
    Albumin,

    /// <summary>Creatinine: µmol/L, mg/dL.</summary>
    Creatinine,

    /// <summary>Haemoglobin: g/L, g/dL, mmol/L.</summary>
    Haemoglobin,

    /// <summary>Platelets: 10^9/L, /µL.</summary>
    Platelets,

    /// <summary>Leucocytes: 10^9/L, /µL.</summary>
    Leucocytes,

    /// <summary>Neutrophils: 10^9/L, /µL.</summary>
    Neutrophils,

    /// <summary>Lymphocytes: 10^9/L, /µL.</summary>
    Lymphocytes,

    /// <summary>Alanine aminotransferase: U/L, µkat/L.</summary>
    Alt,

    /// <summary>Aspartate aminotransferase: U/L, µkat/L.</summary>
    Ast,

    /// <summary>Alkaline phosphatase: U/L, µkat/L.</summary>
    Alp,

    /// <summary>Gamma-glutamyl transferase: U/L, µkat/L.</summary>
    Ggt,

    /// <summary>INR: 1, ratio.</summary>
    Inr,

    /// <summary>Sodium: mmol/L.</summary>
    Sodium,

    /// <summary>Alpha-fetoprotein: ng/mL, µg/L.</summary>
    Afp,

    /// <summary>Length of a tumour: cm, mm.</summary>
    Length,
}

/// <summary>A value whose size fits another unit than the one declared, or that cannot be.</summary>
/// <param name="Column">Column.</param>
/// <param name="Row">Row as a spreadsheet shows it.</param>
/// <param name="Value">Value found.</param>
/// <param name="Unit">Unit declared.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record LabFinding(string Column, long Row, double Value, string Unit, string Message);

/// <summary>Units by name: factors to the unit in which formulas are written, and the range in which values lie.</summary>
public static class LabUnits
{
    /// <summary>µmol/L per mg/dL of bilirubin.</summary>
    internal const double BilirubinFactor = 17.1;

    /// <summary>µmol/L per mg/dL of creatinine.</summary>
    internal const double CreatinineFactor = 88.4;

    // least and largest value seen in patients, in the first unit of each quantity
    private static readonly Dictionary<LabQuantity, (double Least, double Largest, (string Unit, double Factor)[] Units)> Known = new()
    {
        [LabQuantity.Bilirubin] = (1.5, 1000, [("µmol/L", 1), ("mg/dL", BilirubinFactor)]),
        [LabQuantity.Albumin] = (10, 65, [("g/L", 1), ("g/dL", 10)]),
        [LabQuantity.Creatinine] = (15, 2000, [("µmol/L", 1), ("mg/dL", CreatinineFactor)]),
        [LabQuantity.Haemoglobin] = (25, 250, [("g/L", 1), ("g/dL", 10), ("mmol/L", 16.114)]),
        [LabQuantity.Platelets] = (1, 2000, [("10^9/L", 1), ("/µL", 0.001)]),
        [LabQuantity.Leucocytes] = (0.1, 200, [("10^9/L", 1), ("/µL", 0.001)]),
        [LabQuantity.Neutrophils] = (0.01, 150, [("10^9/L", 1), ("/µL", 0.001)]),
        [LabQuantity.Lymphocytes] = (0.01, 150, [("10^9/L", 1), ("/µL", 0.001)]),
        [LabQuantity.Alt] = (1, 20000, [("U/L", 1), ("µkat/L", 60)]),
        [LabQuantity.Ast] = (1, 20000, [("U/L", 1), ("µkat/L", 60)]),
        [LabQuantity.Alp] = (5, 10000, [("U/L", 1), ("µkat/L", 60)]),
        [LabQuantity.Ggt] = (1, 10000, [("U/L", 1), ("µkat/L", 60)]),
        [LabQuantity.Inr] = (0.5, 20, [("1", 1), ("ratio", 1)]),
        [LabQuantity.Sodium] = (95, 180, [("mmol/L", 1)]),
        [LabQuantity.Afp] = (0, 1e7, [("ng/mL", 1), ("µg/L", 1)]),
        [LabQuantity.Length] = (0.1, 40, [("cm", 1), ("mm", 0.1)]),
    };

    /// <summary>Unit in which the formulas of a quantity are written, such as µmol/L.</summary>
    public static string Canonical(LabQuantity quantity) => Known[quantity].Units[0].Unit;

    /// <summary>Factor from a unit to the canonical one.</summary>
    /// <exception cref="ArgumentException">The unit is unknown for the quantity; the message names those known.</exception>
    public static double Factor(LabQuantity quantity, string unit)
    {
        string name = Plain(unit);
        foreach ((string known, double factor) in Known[quantity].Units)
            if (Plain(known) == name) return factor;
        throw new ArgumentException(
            $"{quantity}: found unit '{unit}'; expected {string.Join(" or ", Known[quantity].Units.Select(u => u.Unit))}.");
    }

    /// <summary>Whether a quantity is measured in a unit.</summary>
    internal static bool IsKnown(LabQuantity quantity, string unit) => Known[quantity].Units.Any(u => Plain(u.Unit) == Plain(unit));

    /// <summary>Why a value of a declared unit is doubtful; null where it is plausible.</summary>
    internal static string? Doubt(LabQuantity quantity, double value, string unit)
    {
        (double least, double largest, (string Unit, double Factor)[] units) = Known[quantity];
        double canonical = value * Factor(quantity, unit);
        if (value < 0) return "negative";
        if (canonical >= least && canonical <= largest) return null;
        string[] fits = [.. units.Where(u => Plain(u.Unit) != Plain(unit) && value * u.Factor >= least && value * u.Factor <= largest)
            .Select(u => u.Unit)];
        return FormattableString.Invariant(
            $"outside {Round(least / Factor(quantity, unit))}–{Round(largest / Factor(quantity, unit))} {unit}") + (fits.Length > 0
                ? $"; it fits {string.Join(" or ", fits)}"
                : "");
    }

    /// <summary>A number at so many significant digits.</summary>
    internal static double Digits(double x, int digits) => x == 0 || !double.IsFinite(x) ? x
        : double.Parse(x.ToString("E" + (digits - 1), System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture);

    private static double Round(double x) => Digits(x, 3);

    private static string Plain(string unit) =>
        unit.Trim().Replace("μ", "µ", StringComparison.Ordinal).Replace("µ", "u", StringComparison.Ordinal)
            .Replace("⁹", "^9", StringComparison.Ordinal)
        .Replace("10e9", "10^9", StringComparison.OrdinalIgnoreCase).Replace("Gpt/L", "10^9/L", StringComparison.OrdinalIgnoreCase)
        .Replace("/nL", "10^9/L", StringComparison.OrdinalIgnoreCase).Replace("IU/L", "U/L", StringComparison.OrdinalIgnoreCase)
        .Replace("mcg", "ug", StringComparison.OrdinalIgnoreCase).ToLowerInvariant();
}
