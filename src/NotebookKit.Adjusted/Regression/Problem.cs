using NotebookKit.Adjusted.Models;

namespace NotebookKit.Adjusted.Regression;

/// <summary>One regression to fit: its columns, its likelihood and what its tests may use.</summary>
internal sealed record Problem
{
    public required RegressionKind Kind { get; init; }
    public required Design Design { get; init; }
    public required Likelihood Likelihood { get; init; }
    public required RegressionOptions Options { get; init; }
    public required int N { get; init; }

    /// <summary>Outcome by row; empty for survival.</summary>
    public double[] Y { get; init; } = [];

    /// <summary>
    /// Number that limits how many coefficients can be estimated: events, or the rarer of events and non-events; null where it has no
    /// meaning.
    /// </summary>
    public int? Limiting { get; init; }

    public int? Events { get; init; }
    public int[] Clusters { get; init; } = [];
    public double[] Weights { get; init; } = [];

    /// <summary>Sample size in the Bayesian information criterion: rows, or events for Cox.</summary>
    public required double BicSize { get; init; }

    /// <summary>Rows and times of a survival model.</summary>
    public SurvivalData? Cox { get; init; }

    /// <summary>Whether the estimates maximise a penalised likelihood that is not the one held here.</summary>
    public bool IsPenalizedElsewhere { get; init; }

    /// <summary>Likelihood-ratio tests have a meaning only for independent rows that count whole.</summary>
    public bool HasLikelihood => !IsPenalizedElsewhere && Clusters.Length == 0 && Weights.All(w => w == Math.Floor(w));

    /// <summary>Parameters beside the coefficients that the likelihood carries last, such as log θ.</summary>
    public int Extra => Likelihood.Columns - Design.Columns;

    public bool IsRatio => Kind != RegressionKind.Linear;

    /// <summary>Maximum with the coefficients of some columns held at given values.</summary>
    public Maximum Maximize(bool[]? held = null, double[]? start = null)
    {
        bool[]? all = held is null || Extra == 0 ? held : [.. held, .. new bool[Extra]];
        return Newton.Maximize(Likelihood, start, all);
    }

    /// <summary>Log-likelihood with −RSS/2 of linear models turned into the Gaussian one.</summary>
    public double LogLikelihoodOf(double value) =>
        Kind == RegressionKind.Linear ? -0.5 * N * (Math.Log(2 * Math.PI * (-2 * value) / N) + 1) : value;
}
