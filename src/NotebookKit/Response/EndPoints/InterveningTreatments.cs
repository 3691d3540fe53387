namespace NotebookKit.Response.EndPoints;

/// <summary>What something that happens before progression does to the end point.</summary>
public enum InterveningRule
{
    /// <summary>Nothing: observation goes on.</summary>
    Ignore,

    /// <summary>Observation is censored at the last adequate assessment on or before it.</summary>
    Censor,

    /// <summary>It is an event.</summary>
    Event,

    /// <summary>It is a competing event, coded 2.</summary>
    Competing,
}

/// <summary>
/// What comes before progression and is not progression on a scan: retreatment of the same lesion, new therapy, transplantation,
/// resection and symptoms, each by its <see cref="InterveningRule"/>.
/// </summary>
/// <param name="Stop">The first that censors, and what it is; null when none does.</param>
/// <param name="End">The first that is an event or a competing event; null when none is.</param>
internal readonly record struct InterveningTreatments((DateOnly Date, string Reason)? Stop,
    (DateOnly Date, string Reason, InterveningRule Rule)? End)
{
    /// <summary>The reason of the one that is no treatment.</summary>
    public const string Symptoms = "progression by symptoms";

    /// <summary>Those after one treatment that apply to one scope.</summary>
    public static InterveningTreatments Of(UnitHistory history, ResponseScope scope, EndPointOptions options)
    {
        (DateOnly Date, string Reason)? stop = null;
        (DateOnly Date, string Reason, InterveningRule Rule)? end = null;
        bool retreatmentApplies = scope == ResponseScope.Local || !options.RetreatmentEndsLocalOnly;
        bool symptomsApply = scope == ResponseScope.Overall || options.SymptomProgression != InterveningRule.Event;
        Add(history.NewTherapy, options.NewTherapy, "new systemic therapy");
        Add(history.Transplant, options.TransplantRule, "liver transplantation");
        Add(history.Resection, options.ResectionRule, "liver resection");
        Add(retreatmentApplies ? history.Unit.Retreatment : null, options.Retreatment, "retreatment of the same lesion");
        Add(symptomsApply ? history.SymptomProgression : null, options.SymptomProgression, Symptoms);
        return new InterveningTreatments(stop, end);

        void Add(DateOnly? date, InterveningRule rule, string reason)
        {
            if (date is not { } d || d <= history.Unit.Date) return;
            if (rule == InterveningRule.Censor && (stop is null || d < stop.Value.Date)) stop = (d, reason);
            if ((rule is InterveningRule.Event or InterveningRule.Competing) && (end is null || d < end.Value.Date))
                end = (d, reason, rule);
        }
    }
}
