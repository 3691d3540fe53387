namespace NotebookKit.Statistics.Clustered;

/// <summary>How rows of one cluster are taken to hang together while the model is fitted.</summary>
internal enum WorkingCorrelation
{
    /// <summary>Not at all: the estimates of ordinary logistic regression.</summary>
    Independence,

    /// <summary>Every two rows of a cluster correlate equally.</summary>
    Exchangeable,
}

/// <summary>Options of logistic regression by generalized estimating equations.</summary>
internal sealed record GeeOptions
{
    /// <summary>The working correlation. The default value is <see cref="WorkingCorrelation.Exchangeable"/>.</summary>
    public WorkingCorrelation Correlation { get; init; } = WorkingCorrelation.Exchangeable;

    /// <summary>
    /// Whether the sandwich variance is corrected for few clusters (Mancl and DeRouen 2001, doi:10.1111/j.0006-341X.2001.00126.x) and
    /// referred to Student's t with clusters less groups degrees of freedom. The default value is false: the plain sandwich and the normal
    /// distribution.
    /// </summary>
    public bool SmallSample { get; init; }

    /// <summary>Confidence level of the odds ratio. The default value is 0.95.</summary>
    public double ConfidenceLevel { get; init => field = IntervalEstimate.CheckLevel(value); } = 0.95;
}
