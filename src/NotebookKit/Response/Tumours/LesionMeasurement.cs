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

/// <summary>LI-RADS treatment response category of a treated lesion, as the reader called it.</summary>
internal enum LiRadsCategory : byte
{
    /// <summary>No call.</summary>
    NotRecorded,

    /// <summary>LR-TR Nonviable.</summary>
    Nonviable,

    /// <summary>LR-TR Equivocal: version of 2018, and non-radiation version of 2024.</summary>
    Equivocal,

    /// <summary>LR-TR Nonprogressing: radiation version of 2024.</summary>
    Nonprogressing,

    /// <summary>LR-TR Viable.</summary>
    Viable,

    /// <summary>LR-TR Nonevaluable.</summary>
    Nonevaluable,
}

/// <summary>A decimal of at most 16 digits, or none, in 8 bytes.</summary>
internal readonly record struct ShortDecimal
{
    private const int PlaceBits = 5;

    // 0: no value. From the lowest bit: places, sign, digits + 1. Trailing zeros are cut, so that equal values are equal.
    private readonly ulong _bits;

    private ShortDecimal(ulong bits) => _bits = bits;

    /// <summary>Packs a value; digits after the 16th are rounded, as no size is known to so many.</summary>
    public static ShortDecimal Of(decimal? value)
    {
        if (value is not { } v) return default;
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(v, parts);
        int places = (parts[3] >> 16) & 0xFF;
        ulong digits = (uint)parts[0] | ((ulong)(uint)parts[1] << 32);
        if (parts[2] != 0 || digits > 9_999_999_999_999_999)
        {
            decimal shorter = Shorten(v);
            return Of(shorter);
        }
        while (places > 0 && digits % 10 == 0) (digits, places) = (digits / 10, places - 1);
        return new ShortDecimal(((digits + 1) << (PlaceBits + 1)) | (v < 0 ? 1ul << PlaceBits : 0) | (uint)places);
    }

    /// <summary>The value; null when there is none.</summary>
    public decimal? Value
    {
        get
        {
            if (_bits == 0) return null;
            ulong digits = (_bits >> (PlaceBits + 1)) - 1;
            return new decimal((int)digits, (int)(digits >> 32), 0, (_bits & (1ul << PlaceBits)) != 0,
                (byte)(_bits & ((1 << PlaceBits) - 1)));
        }
    }

    /// <summary>Whether the value is below 0.</summary>
    public bool IsNegative => (_bits & (1ul << PlaceBits)) != 0;

    private static decimal Shorten(decimal value)
    {
        int whole = 1;
        for (decimal rest = Math.Abs(value); rest >= 10; rest /= 10) whole++;
        return whole <= 16 ? decimal.Round(value, 16 - whole, MidpointRounding.ToEven)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A size has at most 16 digits before the decimal point.");
    }
}

/// <summary>One lesion on one scan; sizes in mm as exact decimals.</summary>
internal readonly record struct LesionMeasurement
{
    // Millions of these lie in one array: a size takes 8 bytes, digits and decimal places, where a nullable decimal takes 20.
    private readonly ShortDecimal _longest, _enhancing, _perpendicular, _attenuation;

    /// <summary>Longest diameter in mm, the short axis for nodes; null when not measured.</summary>
    public decimal? Longest
    {
        get => _longest.Value;
        init => _longest = ShortDecimal.Of(value);
    }

    /// <summary>Longest viable (arterially enhancing) diameter in mm; null when not measured.</summary>
    public decimal? Enhancing
    {
        get => _enhancing.Value;
        init => _enhancing = ShortDecimal.Of(value);
    }

    /// <summary>Longest perpendicular diameter in mm (WHO, EASL); null when not measured.</summary>
    public decimal? Perpendicular
    {
        get => _perpendicular.Value;
        init => _perpendicular = ShortDecimal.Of(value);
    }

    /// <summary>Mean attenuation in Hounsfield units (Choi); null when not measured.</summary>
    public decimal? Attenuation
    {
        get => _attenuation.Value;
        init => _attenuation = ShortDecimal.Of(value);
    }

    /// <summary>Measurability; the default value is <see cref="MeasurementStatus.NotRecorded"/>: no row.</summary>
    public MeasurementStatus Status { get; init; }

    /// <summary>Call of a non-target lesion.</summary>
    public NonTargetStatus NonTarget { get; init; }

    /// <summary>Certainty about a new lesion.</summary>
    public NewLesionStatus New { get; init; }

    /// <summary>LI-RADS treatment response category.</summary>
    public LiRadsCategory LiRads { get; init; }

    /// <summary>Day of the scan where it is not the last of its visit; the default value: the day of the visit.</summary>
    public DateOnly Day { get; init; }

    /// <summary>Row in <c>lesion_measurements.csv</c> as Excel shows it; 0 when it does not come from a file.</summary>
    public int Row { get; init; }

    /// <summary>Whether the reader calls it unequivocal progression, at this scan or before.</summary>
    public bool Progresses => NonTarget is NonTargetStatus.UnequivocalProgression or NonTargetStatus.UnchangedSinceLast
        or NonTargetStatus.IncreasedSinceLast;

    /// <summary>Whether there is a row at all.</summary>
    public bool IsRecorded => Status != MeasurementStatus.NotRecorded;

    /// <summary>Whether a size is below 0.</summary>
    public bool IsNegative => _longest.IsNegative || _enhancing.IsNegative || _perpendicular.IsNegative;

    /// <summary>A measured lesion.</summary>
    /// <param name="longest">Longest diameter in mm.</param>
    /// <param name="enhancing">Longest viable diameter in mm; null for the longest diameter.</param>
    public static LesionMeasurement Of(decimal longest, decimal? enhancing = null) =>
        new() { Status = MeasurementStatus.Measured, Longest = longest, Enhancing = enhancing ?? longest };
}
