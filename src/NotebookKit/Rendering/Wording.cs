using System.Collections.Immutable;

namespace NotebookKit.Rendering;

/// <summary>Words around numbers: counted nouns, and names of columns as a reader wants them.</summary>
internal static class Wording
{
    // endings that name a unit, and how it is printed
    private static readonly ImmutableDictionary<string, string> Units = new Dictionary<string, string>
    {
        ["years"] = "years", ["months"] = "months", ["weeks"] = "weeks", ["days"] = "days", ["nights"] = "nights", ["hours"] = "hours",
        ["percent"] = "%", ["mm"] = "mm", ["cm"] = "cm", ["ml"] = "mL", ["hu"] = "HU", ["gbq"] = "GBq", ["gy"] = "Gy", ["mg"] = "mg",
        ["kg"] = "kg",
    }.ToImmutableDictionary();

    private static readonly ImmutableDictionary<string, string> Singulars = new Dictionary<string, string>
    {
        ["metastases"] = "metastasis", ["diagnoses"] = "diagnosis", ["men"] = "man", ["women"] = "woman", ["children"] = "child",
        ["people"] = "person",
    }.ToImmutableDictionary();

    /// <summary>A count with its noun, such as "1 patient" or "13 procedures".</summary>
    /// <param name="count">The count.</param>
    /// <param name="plural">The noun in the plural; its last word is put into the singular for a count of 1.</param>
    /// <param name="style">How numbers are printed; null for <see cref="JournalStyle.Default"/>.</param>
    public static string Count(long count, string plural, JournalStyle? style = null) =>
        NumberFormat.Fixed(count, 0, style) + " " + Of(count, plural);

    /// <summary>The noun alone, in the number that the count asks for.</summary>
    /// <param name="count">The count; also a sum of weights.</param>
    /// <param name="plural">The noun in the plural.</param>
    public static string Of(double count, string plural) => count == 1 ? Singular(plural) : plural;

    /// <summary>The singular of an English noun, such as "biopsy" of "biopsies".</summary>
    /// <param name="plural">The noun in the plural; its last word is changed, and a word that is not a plural stays.</param>
    public static string Singular(string plural)
    {
        ArgumentNullException.ThrowIfNull(plural);
        int start = plural.LastIndexOf(' ') + 1;
        string word = plural[start..];
        bool Ends(string ending) => word.Length > ending.Length + 1 && word.EndsWith(ending, StringComparison.Ordinal);
        string singular = Singulars.TryGetValue(word, out string? known) ? known
            : Ends("ies") ? word[..^3] + "y"
            : Ends("sses") || Ends("xes") || Ends("ches") || Ends("shes") ? word[..^2]
            : Ends("s") && !Ends("ss") ? word[..^1] : word;
        return plural[..start] + singular;
    }

    /// <summary>The text with a capital first letter.</summary>
    /// <param name="text">Any text.</param>
    public static string Capital(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>Name of a column for a reader, such as "Largest hepatic tumor, mm" of <c>largest_hepatic_tumor_mm</c>.</summary>
    /// <param name="column">Name of the column; an ending such as <c>_months</c> or <c>_percent</c> is its unit.</param>
    public static string Title(string column)
    {
        string name = Name(column), unit = Unit(column);
        return name.Length == Words(column).Length ? name : $"{name}, {unit}";
    }

    /// <summary>
    /// Name of a column for a reader without its unit, such as "Largest hepatic tumor" of <c>largest_hepatic_tumor_mm</c>.
    /// </summary>
    /// <param name="column">Name of the column.</param>
    public static string Name(string column)
    {
        string name = Capital(Words(column));
        return Unit(column).Length > 0 && name.Contains(' ') ? name[..name.LastIndexOf(' ')] : name;
    }

    /// <summary>Unit that the name of a column ends with, such as "months" of <c>local_months</c>; empty for none.</summary>
    /// <param name="column">Name of the column.</param>
    public static string Unit(string column) => Units.GetValueOrDefault(Words(column).Split(' ')[^1].ToLowerInvariant(), "");

    /// <summary>What the values of an identifier are, such as "patients" of <c>patient_id</c>.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="otherwise">The word for a column whose name does not say it.</param>
    public static string Plural(string column, string otherwise)
    {
        string name = Words(column);
        if (name.EndsWith(" id", StringComparison.OrdinalIgnoreCase)) return name[..^3] + "s";
        return name is "patient" or "subject" or "participant" or "site" or "centre" or "center" or "hospital" ? name + "s" : otherwise;
    }

    /// <summary>Words of a column's name: underscores become spaces.</summary>
    /// <param name="column">Name of the column.</param>
    public static string Words(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Replace('_', ' ').Trim();
    }
}
