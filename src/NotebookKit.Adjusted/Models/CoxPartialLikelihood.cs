namespace NotebookKit.Adjusted.Models;

/// <summary>The partial likelihood of the core, seen in the covariates as they are.</summary>
internal sealed class CoxPartialLikelihood : Likelihood
{
    private readonly CoxDesign _design;
    private readonly IPartialLikelihood _inner;

    public CoxPartialLikelihood(SurvivalData data, CoxTies ties = CoxTies.Efron) : base(data.Covariates.Length)
    {
        _design = new CoxDesign(data);
        _inner = ties == CoxTies.Exact ? new ExactCoxLikelihood(_design) : new CoxLikelihood(_design, ties == CoxTies.Efron);
    }

    public override void Evaluate(ReadOnlySpan<double> beta)
    {
        double[] scaled = new double[Columns];
        for (int j = 0; j < Columns; j++) scaled[j] = beta[j] * _design.Scale[j];
        _inner.Evaluate(scaled);
        Value = _inner.LogLikelihood;
        for (int j = 0; j < Columns; j++)
        {
            Gradient[j] = _inner.Gradient[j] * _design.Scale[j];
            for (int k = 0; k < Columns; k++)
                Information[j * Columns + k] = _inner.Information[j * Columns + k] * _design.Scale[j] * _design.Scale[k];
        }
    }

    public override bool IsSeparatedAlong(double[] direction, bool[] columns) =>
        _inner.IsSeparatedAlong([.. direction.Select((d, j) => d * _design.Scale[j])], columns);
}
