namespace NotebookKit.Response.Tumours;

/// <summary>Measurability of a lesion on one scan.</summary>
internal enum MeasurementStatus : byte
{
    /// <summary>No row: the lesion was not looked at.</summary>
    NotRecorded,

    /// <summary>Measured, or judged.</summary>
    Measured,

    /// <summary>Gone: 0 mm.</summary>
    Disappeared,

    /// <summary>Seen but too small to measure.</summary>
    TooSmall,

    /// <summary>Could not be evaluated.</summary>
    NotEvaluable,

    /// <summary>Now part of another lesion, which carries the diameter of the whole.</summary>
    Merged,

    /// <summary>Split into fragments, which are measured each.</summary>
    Split,
}

/// <summary>Reader's call of a non-target lesion.</summary>
internal enum NonTargetStatus : byte
{
    /// <summary>No call.</summary>
    NotRecorded,

    /// <summary>Persists without unequivocal progression.</summary>
    Present,

    /// <summary>Gone; under mRECIST: no longer enhancing.</summary>
    Absent,

    /// <summary>Unequivocal progression.</summary>
    UnequivocalProgression,

    /// <summary>Could not be evaluated.</summary>
    NotEvaluable,

    /// <summary>Larger, but not unequivocally so: persists.</summary>
    EquivocalProgression,

    /// <summary>In unequivocal progression before, and unchanged since the last scan.</summary>
    UnchangedSinceLast,

    /// <summary>In unequivocal progression before, and larger than on the last scan.</summary>
    IncreasedSinceLast,
}

/// <summary>Reader's certainty about a new lesion on one scan.</summary>
internal enum NewLesionStatus : byte
{
    /// <summary>No call: taken as unequivocal.</summary>
    NotRecorded,

    /// <summary>Uncertain, or without the pattern typical of the tumour.</summary>
    Equivocal,

    /// <summary>Certain.</summary>
    Unequivocal,
}

/// <summary>One lesion on one scan; sizes in mm as exact decimals.</summary>
internal readonly record struct LesionMeasurement
{
    // Millions of these lie in one array: four sizes and one byte that says which are given take a third less than four nullable ones.
    private readonly decimal _longest, _enhancing, _perpendicular, _attenuation;
    private readonly byte _given;

    /// <summary>Longest diameter in mm, the short axis for nodes; null when not measured.</summary>
    public decimal? Longest
    {
        get => (_given & 1) != 0 ? _longest : null;
        init => (_longest, _given) = (value ?? 0, (byte)(value is null ? _given & ~1 : _given | 1));
    }

    /// <summary>Longest viable (arterially enhancing) diameter in mm; null when not measured.</summary>
    public decimal? Enhancing
    {
        get => (_given & 2) != 0 ? _enhancing : null;
        init => (_enhancing, _given) = (value ?? 0, (byte)(value is null ? _given & ~2 : _given | 2));
    }

    /// <summary>Longest perpendicular diameter in mm (WHO, EASL); null when not measured.</summary>
    public decimal? Perpendicular
    {
        get => (_given & 4) != 0 ? _perpendicular : null;
        init => (_perpendicular, _given) = (value ?? 0, (byte)(value is null ? _given & ~4 : _given | 4));
    }

    /// <summary>Mean attenuation in Hounsfield units (Choi); null when not measured.</summary>
    public decimal? Attenuation
    {
        get => (_given & 8) != 0 ? _attenuation : null;
        init => (_attenuation, _given) = (value ?? 0, (byte)(value is null ? _given & ~8 : _given | 8));
    }

    /// <summary>Measurability; the default value is <see cref="MeasurementStatus.NotRecorded"/>: no row.</summary>
    public MeasurementStatus Status { get; init; }

    /// <summary>Call of a non-target lesion.</summary>
    public NonTargetStatus NonTarget { get; init; }

    /// <summary>Certainty about a new lesion.</summary>
    public NewLesionStatus New { get; init; }

    /// <summary>Day of the scan where it is not the last of its visit; the default value: the day of the visit.</summary>
    public DateOnly Day { get; init; }

    /// <summary>Row in <c>lesion_measurements.csv</c> as Excel shows it; 0 when it does not come from a file.</summary>
    public int Row { get; init; }

    /// <summary>Whether the reader calls it unequivocal progression, at this scan or before.</summary>
    public bool Progresses => NonTarget is NonTargetStatus.UnequivocalProgression or NonTargetStatus.UnchangedSinceLast or NonTargetStatus.IncreasedSinceLast;

    /// <summary>Whether there is a row at all.</summary>
    public bool IsRecorded => Status != MeasurementStatus.NotRecorded;

    /// <summary>A measured lesion.</summary>
    /// <param name="longest">Longest diameter in mm.</param>
    /// <param name="enhancing">Longest viable diameter in mm; null for the longest diameter.</param>
    public static LesionMeasurement Of(decimal longest, decimal? enhancing = null) =>
        new() { Status = MeasurementStatus.Measured, Longest = longest, Enhancing = enhancing ?? longest };
}
