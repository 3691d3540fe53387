using System.Collections.Immutable;
using NotebookKit.Cohorts;

namespace NotebookKit.Survival.Expected;

/// <summary>Options of person-years and expected survival.</summary>
public sealed record ExpectedOptions
{
    /// <summary>
    /// Column of the age, of the cohort at the start of follow-up (time 0) and of the table of rates at the beginning of a cell, in years.
    /// The default value is <c>age</c>.
    /// </summary>
    public string Age { get; init; } = "age";

    /// <summary>
    /// Column of the calendar year, of the cohort at time 0 as a number such as 2019.5, and of the table of rates, where it has one. The
    /// default value is <c>year</c>.
    /// </summary>
    public string Year { get; init; } = "year";

    /// <summary>Column of the table of rates that holds deaths per person and year. The default value is <c>rate</c>.</summary>
    public string Rate { get; init; } = "rate";

    /// <summary>Units of the time column in a year: 365.25 for days, 12 for months, 1 for years. The default value is 365.25.</summary>
    public double UnitsPerYear
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value,
                "UnitsPerYear must be a positive number: 365.25 for days, 12 for months.");
    } = 365.25;

    /// <summary>
    /// Ages in years at which bands of attained age begin; persons move from band to band. The default value is empty: no bands.
    /// </summary>
    public ImmutableArray<double> AgeBands { get; init; } = [];

    /// <summary>Column of the entry time. The default value is null: all are under observation from time 0.</summary>
    public string? Entry { get; init; }

    /// <summary>
    /// Whether expected survival is that of those still under observation (Ederer II), what relative survival compares with; else that of
    /// the whole group had it the rates of the population (Ederer I). The default value is true.
    /// </summary>
    public bool Conditional { get; init; } = true;

    /// <summary>How the status column is coded. The default value is <see cref="EventCoding.ZeroOne"/>.</summary>
    public EventCoding EventCoding { get; init; } = EventCoding.ZeroOne;

    /// <summary>Confidence level, between 0 and 1. The default value is 0.95.</summary>
    public double ConfidenceLevel
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConfidenceLevel must lie between 0 and 1, such as 0.95.");
    } = 0.95;
}
