namespace NotebookKit.Survival.Parametric;

/// <summary>From θ = (β/σ, 1/σ) in centred and scaled covariates to intercept, coefficients and log σ.</summary>
internal sealed class AftTransform
{
    private readonly double[] _jacobian;
    private readonly int _size;

    public AftTransform(AftLikelihood likelihood, double[] theta, bool[] missing)
    {
        int columns = likelihood.Columns;
        _size = likelihood.Size;
        _jacobian = new double[_size * _size];
        Parameters = new double[_size];
        bool free = _size > columns;
        double tau = free ? theta[columns] : 1;
        Sigma = 1 / tau;
        Parameters[0] = theta[0] / tau;
        _jacobian[0] = 1 / tau;
        for (int j = 1; j < columns; j++)
        {
            if (missing[j]) continue;
            double factor = 1 / (likelihood.Scale[j] * tau);
            Parameters[j] = theta[j] * factor;
            Parameters[0] -= Parameters[j] * likelihood.Center[j];
            _jacobian[j * _size + j] = factor;
            _jacobian[j] = -likelihood.Center[j] * factor;
        }
        if (!free) return;
        for (int j = 0; j < columns; j++) _jacobian[j * _size + columns] = -Parameters[j] / tau;
        _jacobian[_size * _size - 1] = -1 / tau;
        Parameters[columns] = -Math.Log(tau);
    }

    public double[] Parameters { get; }

    public double Sigma { get; }

    /// <summary>J V J'.</summary>
    public double[] Covariance(double[] variance)
    {
        double[] result = new double[_size * _size];
        for (int i = 0; i < _size; i++)
            for (int j = 0; j < _size; j++)
                for (int a = 0; a < _size; a++)
                    for (int b = 0; b < _size; b++)
                        result[i * _size + j] += _jacobian[i * _size + a] * variance[a * _size + b] * _jacobian[j * _size + b];
        return result;
    }
}
