using System.Collections.Immutable;

namespace NotebookKit.AdverseEvents;

/// <summary>An ordered scale of severity: worst is the highest in this order, never in the order of the alphabet.</summary>
public sealed record GradeScale
{
    private GradeScale(string name, string column, ImmutableArray<string> levels, string severeFrom, ImmutableArray<string> labels)
    {
        Name = name;
        Column = column;
        Levels = levels;
        Labels = labels;
        SevereFrom = levels.IndexOf(severeFrom) + 1;
    }

    /// <summary>Common Terminology Criteria for Adverse Events, grades 1 to 5; severe from grade 3.</summary>
    public static GradeScale Ctcae { get; } = new("CTCAE grade", "ctcae_grade", ["1", "2", "3", "4", "5"], "3", ["1", "2", "3", "4", "5"]);

    /// <summary>Society of Interventional Radiology 2017 (doi:10.1016/j.jvir.2017.06.019); severe from "severe".</summary>
    public static GradeScale Sir { get; } = new(
        "SIR severity", "sir_severity", ["mild", "moderate", "severe", "life_threatening", "death"], "severe",
        ["mild", "moderate", "severe", "life-threatening", "death"]);

    /// <summary>CIRSE, grades 1 to 6 of 2017 (doi:10.1007/s00270-017-1703-4) with the sub-grades of 2025 (doi:10.1007/s00270-025-04200-w); severe from grade 3.</summary>
    public static GradeScale Cirse { get; } = new("CIRSE grade", "cirse_grade", CirseLevels, "3", CirseLevels);

    /// <summary>Clavien-Dindo 2004 (doi:10.1097/01.sla.0000133083.54934.ae), suffix d for disability ignored; severe from grade III.</summary>
    public static GradeScale ClavienDindo { get; } = new("Clavien-Dindo grade", "clavien_dindo", ClavienLevels, "III", ClavienLevels);

    /// <summary>Every scale.</summary>
    public static ImmutableArray<GradeScale> All { get; } = [Ctcae, Sir, Cirse, ClavienDindo];

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

    /// <summary>How "severe or worse" prints, such as "≥3".</summary>
    public string SevereLabel => this == Sir ? "severe or worse" : "≥" + Labels[SevereFrom - 1];

    /// <summary>Rank of a grade from 1, so that a higher rank is worse; 0 for a missing grade, null for a text that is no grade.</summary>
    /// <param name="grade">Grade as the data write it; null where missing.</param>
    public int? Rank(string? grade)
    {
        if (string.IsNullOrWhiteSpace(grade)) return 0;
        grade = grade.Trim();
        if (this == ClavienDindo && grade.Length > 1 && grade[^1] is 'd' or 'D') grade = grade[..^1];
        int index = Levels.IndexOf(grade, 0, Levels.Length, StringComparer.OrdinalIgnoreCase);
        return index < 0 ? null : index + 1;
    }

    private static ImmutableArray<string> CirseLevels => [.. "123456".SelectMany(d => new[] { $"{d}", $"{d}a", $"{d}b", $"{d}c" })];

    private static ImmutableArray<string> ClavienLevels => ["I", "II", "III", "IIIa", "IIIb", "IV", "IVa", "IVb", "V"];
}
