using System.Collections.Immutable;

namespace NotebookKit.Cohorts;

/// <summary>How the files of a cohort are checked and until which day they count.</summary>
public sealed record CohortOptions
{
    /// <summary>Data cut-off: later rows are not counted and follow-up is censored on this day; null where everything counts.</summary>
    public DateOnly? CutOff { get; init; }

    /// <summary>The day that counts as today; later days lie in the future. Null for the day of loading.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>Rules on two or more cells (D…) that are left out; the findings say so.</summary>
    public ImmutableArray<string> LeaveOut { get; init; } = [];

    /// <summary>Days between baseline imaging and procedure up to which no warning is given (D64).</summary>
    public int BaselineDays { get; init; } = 90;

    /// <summary>Millimetres by which the largest tumour may differ from the imaging (D56).</summary>
    public double DiameterDifferenceMm { get; init; } = 5;

    /// <summary>Change of a diameter between two images, as a factor, from which a warning is given (D75).</summary>
    public double DiameterFold { get; init; } = 5;

    /// <summary>Nights up to which a stay gives no warning (D46).</summary>
    public int LongestStayNights { get; init; } = 30;

    /// <summary>Times the upper limit up to which a laboratory value gives no warning (D96).</summary>
    public double UpperLimitTimes { get; init; } = 50;
}
