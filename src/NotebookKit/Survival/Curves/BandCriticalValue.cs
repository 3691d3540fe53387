using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MathNet.Numerics.RootFinding;

namespace NotebookKit.Survival.Curves;

/// <summary>Critical values of simultaneous confidence bands, computed rather than interpolated from tables.</summary>
internal static class BandCriticalValue
{
    /// <summary>k with P(sup |B°(x)| ≤ k over [a, b]) = level for a Brownian bridge B°: Hall and Wellner.</summary>
    public static double HallWellner(double a, double b, double level) => Solve(k => BridgeStaysWithin(a, b, k), level, 0.1, 5);

    /// <summary>c with P(sup |B°(x)|/√(x(1 − x)) ≤ c over [a, b]) = level: equal precision (Nair).</summary>
    public static double EqualPrecision(double a, double b, double level)
    {
        double length = 0.5 * Math.Log(b * (1 - a) / (a * (1 - b)));
        return Solve(c => OrnsteinUhlenbeckStaysWithin(length, c), level, 0.5, 10);
    }

    /// <summary>The bridge is cut at a and b: normal densities there, and between them the method of images for the two barriers.</summary>
    private static double BridgeStaysWithin(double a, double b, double k)
    {
        double span = b - a, tail = 1 - b, narrowest = Math.Sqrt(Math.Min(span, Math.Min(a, tail)));
        int panels = (int)Math.Clamp(Math.Ceiling(4 * k / narrowest), 40, 400);
        double step = 2 * k / panels;
        double total = 0;
        for (int i = 1; i < panels; i++)
            for (int j = 1; j < panels; j++)
            {
                double y = -k + i * step, z = -k + j * step, inside = 0;
                for (int m = -2; m <= 2; m++) inside += Normal(z - y + 4 * m * k, span) - Normal(z + y - 2 * k + 4 * m * k, span);
                total += Normal(y, a) * inside * Normal(z, tail);
            }
        // Trapezoid: with a step of half the narrowest normal density it is exact to many digits.
        return total * step * step * Math.Sqrt(2 * Math.PI);
    }

    private static double Normal(double x, double variance) => Math.Exp(-x * x / (2 * variance)) / Math.Sqrt(2 * Math.PI * variance);

    /// <summary>
    /// On the logit scale the weighted bridge is a stationary Ornstein-Uhlenbeck process; killed at ±c its generator becomes
    /// −d²/dy² + y²/4 − 1/2 with zero boundary values, diagonalized here in sines.
    /// </summary>
    private static double OrnsteinUhlenbeckStaysWithin(double length, double c)
    {
        const int size = 30, grid = 2000;
        var energy = Matrix<double>.Build.Dense(size, size);
        var start = Vector<double>.Build.Dense(size);
        double step = 2 * c / grid;
        for (int g = 1; g < grid; g++)
        {
            double y = -c + g * step, root = Math.Sqrt(Normal(y, 1));
            for (int i = 0; i < size; i++)
            {
                double wave = Wave(i, y, c);
                start[i] += wave * root * step;
                for (int j = i; j < size; j++) energy[i, j] += wave * Wave(j, y, c) * y * y / 4 * step;
            }
        }
        for (int i = 0; i < size; i++)
        {
            energy[i, i] += Math.Pow((2 * i + 1) * Math.PI / (2 * c), 2) - 0.5;
            for (int j = 0; j < i; j++) energy[i, j] = energy[j, i];
        }
        Evd<double> modes = energy.Evd(Symmetricity.Symmetric);
        double stays = 0;
        for (int m = 0; m < size; m++)
        {
            double overlap = modes.EigenVectors.Column(m).DotProduct(start);
            stays += overlap * overlap * Math.Exp(-modes.EigenValues[m].Real * length);
        }
        return stays;
    }

    /// <summary>Even standing waves between −c and c.</summary>
    private static double Wave(int i, double y, double c) => Math.Cos((2 * i + 1) * Math.PI * y / (2 * c)) / Math.Sqrt(c);

    private static double Solve(Func<double, double> probability, double level, double low, double high) =>
        Brent.FindRoot(x => probability(x) - level, low, high, 1e-10);
}
