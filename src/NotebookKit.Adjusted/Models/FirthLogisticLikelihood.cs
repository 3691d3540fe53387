namespace NotebookKit.Adjusted.Models;

/// <summary>
/// Logistic log-likelihood with Firth's penalty ½ log|I(β)| (Firth 1993, doi:10.1093/biomet/80.1.27; Heinze and Schemper 2002,
/// doi:10.1002/sim.1047). The information is the unpenalised one, as in logistf and brglm2.
/// </summary>
internal sealed class FirthLogisticLikelihood(Design design, double[] y, double[]? offset = null) : Likelihood(design.Columns)
{
    private readonly GlmLikelihood _plain = new(GlmFamily.Binomial, design, y, offset);
    private readonly int _rank = RankOf(design, y);

    /// <summary>Fitted probabilities.</summary>
    public double[] Mean => _plain.Mean;

    public override double Spread(int column) => design.Scale[column];

    private static int RankOf(Design design, double[] y)
    {
        var gram = new GlmLikelihood(GlmFamily.Gaussian, design, y);
        gram.Evaluate(new double[design.Columns]);
        return new Cholesky(gram.Information, design.Columns, 1e-11).Rank;
    }

    public override void Evaluate(ReadOnlySpan<double> beta)
    {
        _plain.Evaluate(beta);
        int p = Columns;
        _plain.Information.CopyTo(Information, 0);
        var factor = new Cholesky(Information, p);
        double[] inverse = factor.Inverse();
        Value = _plain.Value + 0.5 * factor.LogDeterminant();
        if (factor.Rank < _rank || !double.IsFinite(Value)) Value = double.NegativeInfinity;
        _plain.Gradient.CopyTo(Gradient, 0);
        double[] row = new double[p];
        for (int i = 0; i < y.Length; i++)
        {
            double leverage = 0;
            for (int j = 0; j < p; j++)
            {
                double sum = 0;
                for (int k = 0; k < p; k++) sum += inverse[j * p + k] * design.X[k][i];
                leverage += sum * design.X[j][i];
            }
            leverage *= _plain.Variance[i];
            double pull = leverage * (0.5 - _plain.Mean[i]);
            for (int j = 0; j < p; j++) Gradient[j] += pull * design.X[j][i];
        }
    }

    /// <summary>
    /// The curvature of the penalised likelihood by central differences of its gradient; the plain information where that is not positive.
    /// </summary>
    public override double[] Curvature(ReadOnlySpan<double> beta)
    {
        int p = Columns;
        double[] curvature = new double[p * p], at = beta.ToArray(), upper = new double[p];
        for (int j = 0; j < p; j++)
        {
            double h = 1e-5 / Math.Max(1e-300, design.Scale[j]), centre = at[j];
            at[j] = centre + h;
            Evaluate(at);
            Gradient.CopyTo(upper, 0);
            at[j] = centre - h;
            Evaluate(at);
            for (int k = 0; k < p; k++) curvature[j * p + k] = -(upper[k] - Gradient[k]) / (2 * h);
            at[j] = centre;
        }
        Evaluate(at);
        for (int j = 0; j < p; j++)
            for (int k = 0; k < j; k++) curvature[j * p + k] = curvature[k * p + j] = 0.5 * (curvature[j * p + k] + curvature[k * p + j]);
        return new Cholesky(curvature, p).Rank == p ? curvature : Information;
    }
}
