using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Cox;

public sealed partial record CoxFit
{
    private CoxProcess? _process;

    /// <summary>
    /// Counting-process quantities at the estimates; computed when first asked for. Exact ties use Breslow's hazard, as R.
    /// </summary>
    internal CoxProcess Process
    {
        get
        {
            if (_process is not null) return _process;
            Frame?.RequireFixedCovariates("a curve, residual, test or prediction of the fit");
            var design = new CoxDesign(Data);
            bool efron = Options.Ties == CoxTies.Efron;
            var likelihood = new CoxLikelihood(design, efron);
            double[] beta = [.. ScaledBeta.Select((b, j) => Coefficients[j].Estimate is null ? 0 : b)];
            likelihood.Evaluate(beta);
            return _process = new CoxProcess(design, likelihood, efron);
        }
    }
}
