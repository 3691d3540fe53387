using System.Collections.Immutable;

namespace NotebookKit.AdverseEvents;

/// <summary>An ordered scale of severity: worst is the highest in this order, never in the order of the alphabet.</summary>
public sealed record GradeScale
{
    private GradeScale(string name, string column, ImmutableArray<string> levels, string severeFrom, ImmutableArray<string> labels,
        string? deathFrom)
    {
        Name = name;
        Column = column;
        Levels = levels;
        Labels = labels;
        SevereFrom = levels.IndexOf(severeFrom) + 1;
        DeathFrom = deathFrom is null ? 0 : levels.IndexOf(deathFrom) + 1;
    }

    /// <summary>Common Terminology Criteria for Adverse Events, grades 1 to 5; severe from grade 3.</summary>
    public static GradeScale Ctcae { get; } = new("CTCAE grade", "ctcae_grade", ["1", "2", "3", "4", "5"], "3",
        ["1", "2", "3", "4", "5"], "5");

    /// <summary>Society of Interventional Radiology 2017 (doi:10.1016/j.jvir.2017.06.019); severe from "severe".</summary>
    public static GradeScale Sir { get; } = new(
        "SIR severity", "sir_severity", ["mild", "moderate", "severe", "life_threatening", "death"], "severe",
        ["mild", "moderate", "severe", "life-threatening", "death"], "death");

    /// <summary>
    /// CIRSE, grades 1 to 6 of 2017 (doi:10.1007/s00270-017-1703-4) with the sub-grades of 2025 (doi:10.1007/s00270-025-04200-w); severe
    /// from grade 3.
    /// </summary>
    public static GradeScale Cirse { get; } = new("CIRSE grade", "cirse_grade", CirseLevels, "3", CirseLevels, "6");

    /// <summary>
    /// Clavien-Dindo 2004 (doi:10.1097/01.sla.0000133083.54934.ae), suffix d for disability ignored; severe from grade III.
    /// </summary>
    public static GradeScale ClavienDindo { get; } = new("Clavien-Dindo grade", "clavien_dindo", ClavienLevels, "III", ClavienLevels, "V");

    /// <summary>Mild, moderate and severe, as AESEV of CDISC; the column is <c>severity</c>, and death is in the outcome.</summary>
    public static GradeScale Severity { get; } = new("Severity", "severity", ["mild", "moderate", "severe"], "severe",
        ["mild", "moderate", "severe"], null);

    /// <summary>Every scale.</summary>
    public static ImmutableArray<GradeScale> All { get; } = [Ctcae, Sir, Cirse, ClavienDindo, Severity];

    /// <summary>A scale of your own; name it in <see cref="SafetyOptions.Scales"/> so that its column is read.</summary>
    /// <param name="name">Name in print, such as "WHO grade".</param>
    /// <param name="column">Column of the adverse events that holds it.</param>
    /// <param name="levels">Grades as the data write them, from the mildest to the worst.</param>
    /// <param name="severeFrom">The first grade that counts as severe.</param>
    /// <param name="deathFrom">The first grade that is death; null where the scale has none.</param>
    /// <exception cref="ArgumentException">A grade stands twice, or the first severe or fatal one is none of them.</exception>
    public static GradeScale Of(string name, string column, IEnumerable<string> levels, string severeFrom, string? deathFrom = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        ArgumentNullException.ThrowIfNull(levels);
        ImmutableArray<string> all = [.. levels];
        if (all.IsEmpty || all.Distinct(StringComparer.OrdinalIgnoreCase).Count() < all.Length)
            throw new ArgumentException($"Scale '{name}': found the grades {string.Join(", ", all)}; expected at least one, each once.",
                nameof(levels));
        foreach (string? grade in new[] { severeFrom, deathFrom })
            if (grade is not null && !all.Contains(grade))
                throw new ArgumentException($"Scale '{name}': '{grade}' is none of its grades {string.Join(", ", all)}.");
        return new GradeScale(name, column, all, severeFrom, [.. all.Select(l => l.Replace('_', ' '))], deathFrom);
    }

    /// <summary>Name of the scale in print.</summary>
    public string Name { get; }

    /// <summary>Column of the adverse-event table that holds it.</summary>
    public string Column { get; }

    /// <summary>Grades as the data write them, from the mildest to death.</summary>
    public ImmutableArray<string> Levels { get; }

    /// <summary>Grades in print.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>Rank of the first severe grade.</summary>
    public int SevereFrom { get; }

    /// <summary>Rank of the first grade that is death; 0 where the scale has none.</summary>
    public int DeathFrom { get; }

    /// <summary>How "severe or worse" prints, such as "≥3".</summary>
    public string SevereLabel => !IsOfWords ? "≥" + Labels[SevereFrom - 1] : SevereFrom == Labels.Length
        ? Labels[^1]
        : Labels[SevereFrom - 1] + " or worse";

    /// <summary>The severe in the head of a column, such as "CTCAE grade ≥3".</summary>
    internal string SevereHead => this == Sir ? "SIR severe or worse" : this == Severity ? "Severe" : $"{Name} {SevereLabel}";

    /// <summary>The grades below severe, the severe and death, such as 1–2, 3–4 and 5, with their first and last ranks.</summary>
    internal ImmutableArray<(string Label, int From, int To)> Groups
    {
        get
        {
            int death = DeathFrom == 0 ? Levels.Length + 1 : DeathFrom;
            string name(int from, int to) => (this == Ctcae ? (from == to ? "Grade " : "Grades ") : "")
                + (Main(from) == Main(to) ? Main(from) : $"{Main(from)}–{Main(to)}");
            return [.. new (int From, int To)[] { (1, SevereFrom - 1), (SevereFrom, death - 1), (death, Levels.Length) }.Where(
                g => g.From <= g.To).Select(g => (name(g.From, g.To), g.From, g.To))];
        }
    }

    private bool IsOfWords => Labels[0].Length > 2 && char.IsLower(Labels[0][0]);

    // a grade without the letter of its sub-grade
    private string Main(int rank) => this == Cirse || this == ClavienDindo ? Labels[rank - 1].TrimEnd('a', 'b', 'c') : Labels[rank - 1];

    /// <summary>
    /// Rank of a grade from 1, so that a higher rank is worse; 0 for a missing grade, null for a text that is not a grade.
    /// </summary>
    /// <param name="grade">Grade as the data write it; null where missing.</param>
    public int? Rank(string? grade)
    {
        if (string.IsNullOrWhiteSpace(grade)) return 0;
        grade = grade.Trim();
        if (grade.StartsWith("grade ", StringComparison.OrdinalIgnoreCase)) grade = grade[6..].Trim();
        if (this == ClavienDindo && grade.Length > 1 && grade[^1] is 'd' or 'D') grade = grade[..^1];
        int index = Levels.IndexOf(grade, 0, Levels.Length, StringComparer.OrdinalIgnoreCase);
        return index < 0 ? null : index + 1;
    }

    private static ImmutableArray<string> CirseLevels => [.. "123456".SelectMany(d => new[] { $"{d}", $"{d}a", $"{d}b", $"{d}c" })];

    private static ImmutableArray<string> ClavienLevels => ["I", "II", "III", "IIIa", "IIIb", "IV", "IVa", "IVb", "V"];
}
