namespace NotebookKit.Response.Criteria;

/// <summary>The condition of a rule.</summary>
/// <typeparam name="TState">What the rule looks at.</typeparam>
/// <param name="state">The state; not copied.</param>
internal delegate bool RuleCondition<TState>(in TState state) where TState : struct;

/// <summary>One rule of a criterion. Rules are tried in order; the first that applies gives the category.</summary>
/// <typeparam name="TState">What the rule looks at.</typeparam>
/// <param name="Category">The category it gives.</param>
/// <param name="Condition">When it applies, in words.</param>
/// <param name="Citation">Where the rule is published.</param>
/// <param name="Applies">The condition as code.</param>
internal sealed record ResponseRule<TState>(ResponseCategory Category, string Condition, string Citation, RuleCondition<TState> Applies)
    where TState : struct;

/// <summary>The sums a target rule looks at, with the thresholds in force.</summary>
internal readonly record struct TargetState
{
    /// <summary>Number of target lesions.</summary>
    public required int Targets { get; init; }

    /// <summary>Number of targets with a size at this time point.</summary>
    public required int Evaluated { get; init; }

    /// <summary>Baseline sum in mm (mm² for products); null when a target has no baseline.</summary>
    public required decimal? Baseline { get; init; }

    /// <summary>Smallest complete sum before this time point, baseline included; null when there is none.</summary>
    public required decimal? Nadir { get; init; }

    /// <summary>Sum of the targets with a size.</summary>
    public required decimal Sum { get; init; }

    /// <summary>Part of <see cref="Sum"/> that is not lymph nodes.</summary>
    public decimal NonNodalSum { get; init; }

    /// <summary>Whether every target lymph node has a short axis below 10 mm.</summary>
    public bool NodesNormal { get; init; }

    /// <summary>Whether the targets were in complete response before.</summary>
    public bool HadCompleteResponse { get; init; }

    /// <summary>Whether the whole disease was in complete response before.</summary>
    public bool HadOverallCompleteResponse { get; init; }

    /// <summary>Whether the targets were in partial response before.</summary>
    public bool HadPartialResponse { get; init; }

    /// <summary>Mean attenuation of the targets at baseline in HU; null when not measured in each.</summary>
    public decimal? BaselineAttenuation { get; init; }

    /// <summary>Mean attenuation of the targets now in HU; null when not measured in each.</summary>
    public decimal? Attenuation { get; init; }

    /// <summary>Sum at or below this share of baseline is a partial response.</summary>
    public required decimal PartialResponseRatio { get; init; }

    /// <summary>Sum at or above this multiple of nadir is progression.</summary>
    public required decimal ProgressionRatio { get; init; }

    /// <summary>Least increase over nadir in mm that progression needs besides.</summary>
    public decimal AbsoluteIncrease { get; init; }

    /// <summary>Whether a partial response lasts until progression.</summary>
    public bool Sticky { get; init; }

    /// <summary>Whether every target has a size.</summary>
    public bool IsComplete => Evaluated == Targets;

    /// <summary>
    /// Whether the sizes known prove progression: S ≥ ratio × N and S − N ≥ the absolute increase, or anything after nothing.
    /// </summary>
    public bool MeetsProgression => MeetsProgressionWith(AbsoluteIncrease);

    /// <summary>The same with another absolute increase.</summary>
    public bool MeetsProgressionWith(decimal absoluteIncrease) =>
        (HadCompleteResponse && NonNodalSum > 0)
        || (HadOverallCompleteResponse && (NonNodalSum > 0 || !NodesNormal))
        || (Nadir is { } n && (n == 0 ? Sum > 0 : Sum >= ProgressionRatio * n && Sum - n >= absoluteIncrease));
}

/// <summary>What a non-target rule looks at: numbers of non-target lesions by call.</summary>
/// <param name="Lesions">Non-target lesions at baseline.</param>
/// <param name="Progressing">Those in unequivocal progression.</param>
/// <param name="Present">Those that persist.</param>
/// <param name="NotEvaluated">Those without a call.</param>
/// <param name="HadOverallCompleteResponse">Whether the whole disease was in complete response before.</param>
internal readonly record struct NonTargetState(int Lesions, int Progressing, int Present, int NotEvaluated,
    bool HadOverallCompleteResponse = false);

/// <summary>What a rule for the whole time point looks at.</summary>
/// <param name="Target">Response of the target lesions.</param>
/// <param name="NonTarget">Response of the non-target lesions.</param>
/// <param name="NewLesion">Whether there is a new lesion that counts.</param>
/// <param name="NotSearched">Whether the reader did not look for new lesions.</param>
internal readonly record struct TimePointState(ResponseCategory Target, ResponseCategory NonTarget, bool NewLesion,
    bool NotSearched = false);
