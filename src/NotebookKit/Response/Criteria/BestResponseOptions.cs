using System.Globalization;

namespace NotebookKit.Response.Criteria;

/// <summary>How the best response over a sequence of time points is chosen.</summary>
public sealed record BestResponseOptions
{
    /// <summary>Least days between a response and the one that confirms it; null: no confirmation. The default value is null.</summary>
    public int? ConfirmationDays { get; init; }

    /// <summary>Most not evaluable time points between the two. The default value is 1.</summary>
    public int MaxNotEvaluableBetween { get; init; } = 1;

    /// <summary>Whether one stable disease between two partial responses is tolerated. The default value is false.</summary>
    public bool AcceptOneStableDisease { get; init; }

    /// <summary>Least days from time zero for SD and Non-CR/Non-PD to count; earlier ones are NE. The default value is 42.</summary>
    public int StableDiseaseMinimumDays { get; init; } = 42;

    /// <summary>Whether a subject without assessments is NE instead of NA. The default value is true.</summary>
    public bool MissingAsNotEvaluable { get; init; } = true;

    /// <summary>Whether assessments after the first progression are left out. The default value is true.</summary>
    public bool UntilProgression { get; init; } = true;

    /// <summary>
    /// Whether assessments after the start of new systemic therapy, transplantation or resection are left out. The default value is true.
    /// </summary>
    public bool UntilNewTherapy { get; init; } = true;

    /// <summary>
    /// Whether an unconfirmed response before stable disease has lasted long enough is NE, as in the R package admiralonco, instead of by
    /// RECIST 1.1, table 3: PD if disease returned after CR or progressed after PR, SD after PR then SD, else NE. The default value is
    /// false.
    /// </summary>
    public bool UnconfirmedIsNotEvaluable { get; init; }

    internal string Describe()
    {
        string n(int value) => value.ToString(CultureInfo.InvariantCulture);
        string confirmation = ConfirmationDays is not { } days ? "not confirmed"
            : $"confirmed after at least {n(days)} days (at most {n(MaxNotEvaluableBetween)} NE "
                + $"between{(AcceptOneStableDisease ? ", one SD accepted" : "")})";
        return $"Best response: {confirmation}; SD from day {n(StableDiseaseMinimumDays)}; "
            + $"{(UntilProgression ? "until first PD" : "PD does not end it")}"
            + $"{(UntilNewTherapy ? " or new therapy" : ", new therapy does not end it")}.";
    }

    internal void Validate()
    {
        if (ConfirmationDays is < 1)
            throw new ArgumentException("BestResponseOptions.ConfirmationDays: expected 1 or more, or null.", nameof(ConfirmationDays));
        if (MaxNotEvaluableBetween < 0)
            throw new ArgumentException("BestResponseOptions.MaxNotEvaluableBetween: expected 0 or more.", nameof(MaxNotEvaluableBetween));
        if (StableDiseaseMinimumDays < 0)
            throw new ArgumentException("BestResponseOptions.StableDiseaseMinimumDays: expected 0 or more.",
                nameof(StableDiseaseMinimumDays));
    }
}

/// <summary>Response at one date.</summary>
/// <param name="Date">Date of the assessment.</param>
/// <param name="Response">Response of the time point.</param>
internal readonly record struct DatedResponse(DateOnly Date, ResponseCategory Response);

/// <summary>Best response of one unit.</summary>
/// <param name="Response">The best response; NA when there is no assessment.</param>
/// <param name="Date">Date of the first assessment that gives it; null when there is none.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record BestResponseResult(ResponseCategory Response, DateOnly? Date, string Reason);
