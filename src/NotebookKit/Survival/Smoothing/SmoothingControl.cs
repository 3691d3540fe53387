using System.Collections.Immutable;
using NotebookKit.Survival.Splines;

namespace NotebookKit.Survival.Smoothing;

/// <summary>Looks for the weight of the roughness of one smooth term, one fit after the other, by the steps of R's survival.</summary>
internal abstract class SmoothingControl
{
    private readonly List<(double Theta, double DegreesOfFreedom)> _tried = [];

    /// <summary>The weight to fit next.</summary>
    public double Theta { get; private set; }

    /// <summary>What was fitted so far.</summary>
    public ImmutableArray<(double Theta, double DegreesOfFreedom)> Tried => [.. _tried];

    /// <summary>Whether the last fit is near enough.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The control that the arguments of a term ask for.</summary>
    public static SmoothingControl Of(PenalizedSpline spline) => spline.Theta is { } theta ? new Given { Theta = theta }
        : spline.IsByAic ? new ByAic(spline.Epsilon) { Theta = 0.5 }
        : new ByDegrees(spline) { Theta = 1 - spline.DegreesOfFreedom / spline.Pieces };

    /// <summary>Takes in the fit at <see cref="Theta"/> and proposes the next; false where there is nothing more to try.</summary>
    /// <param name="degreesOfFreedom">Of the term.</param>
    /// <param name="logLikelihood">Of the model, without the penalty.</param>
    public bool Step(double degreesOfFreedom, double logLikelihood)
    {
        _tried.Add((Theta, degreesOfFreedom));
        (double next, IsDone) = Next(Theta, degreesOfFreedom, logLikelihood);
        if (!(next is > 0 and < 1)) return false;
        Theta = next;
        return true;
    }

    protected abstract (double Theta, bool IsDone) Next(double theta, double degreesOfFreedom, double logLikelihood);

    private sealed class Given : SmoothingControl
    {
        protected override (double Theta, bool IsDone) Next(double theta, double degreesOfFreedom, double logLikelihood) => (theta, true);
    }

    /// <summary>
    /// Degrees of freedom fall as θ grows: a power curve through the three nearest points, and bisection where that does not help.
    /// </summary>
    private sealed class ByDegrees(PenalizedSpline spline) : SmoothingControl
    {
        private readonly List<double> _theta = [1, 0], _df = [1, spline.Pieces];
        private int _halvings;

        protected override (double Theta, bool IsDone) Next(double theta, double degreesOfFreedom, double logLikelihood)
        {
            _theta.Add(theta);
            _df.Add(degreesOfFreedom);
            int n = _theta.Count;
            double target = spline.DegreesOfFreedom;
            bool done = Tried.Length > 1 && Math.Abs(degreesOfFreedom - target) < spline.Epsilon;
            bool stalls = Math.Abs((_df[n - 1] - target) / (_df[n - 2] - target)) > 0.6;
            int[] order = [.. Enumerable.Range(0, n).OrderBy(i => _theta[i])];
            double[] x = [.. order.Select(i => _theta[i])], y = [.. order.Select(i => -_df[i])];
            target = -target;
            int first = Array.FindLastIndex(y, v => v <= target); // the last point that is no nearer to 0 than the target
            if (first < 0) first = 0;
            else if (y.All(v => v < target)) first = n - 3;
            else
            {
                if (first == n - 1) return (double.NaN, done);
                if (stalls && _halvings < 2)
                {
                    _halvings++;
                    return ((x[first] + x[first + 1]) / 2, done);
                }
                if (first + 2 == n || (first > 0 && target - y[first] < y[first + 1] - target)) first--;
            }
            _halvings = 0;
            double near = Math.Log(y[first + 1] - y[first]), nearX = Math.Log(x[first + 1] - x[first]);
            double power = (Math.Log(y[first + 2] - y[first]) - near) / (Math.Log(x[first + 2] - x[first]) - nearX);
            return (x[first] + Math.Exp((Math.Log(target - y[first]) - (near - power * nearX)) / power), done);
        }
    }

    /// <summary>The largest log-likelihood less degrees of freedom, by parabolas.</summary>
    private sealed class ByAic(double epsilon) : SmoothingControl
    {
        private readonly List<double> _theta = [], _gain = [];

        protected override (double Theta, bool IsDone) Next(double theta, double degreesOfFreedom, double logLikelihood)
        {
            _theta.Add(theta);
            _gain.Add(logLikelihood - degreesOfFreedom);
            int n = _theta.Count;
            if (n == 1) return (0.95, false);
            return n == 2 ? (_theta.Average(), false) : (Best(n), Math.Abs(1 - _gain[n - 1] / _gain[n - 2]) < epsilon);
        }

        private double Best(int n)
        {
            int[] order = [.. Enumerable.Range(0, n).OrderBy(i => _theta[i])];
            double[] x = [.. order.Select(i => _theta[i])], y = [.. order.Select(i => _gain[i])];
            int best = Array.IndexOf(y, y.Max());
            if (best == 0) return Inside(x[0] - 3 * (x[1] - x[0]), x[0] - x[0] * 0.9, below: true);
            if (best == n - 1) return Inside(x[n - 1] + 3 * (x[n - 1] - x[n - 2]), 1 + (x[n - 1] - 1) / 10, below: false);
            (double left, double middle, double right) = (x[best - 1], x[best], x[best + 1]);
            (double riseLeft, double riseRight) = (y[best] - y[best - 1], y[best] - y[best + 1]);
            double squares = (middle - left) * (middle - left) * riseRight - (middle - right) * (middle - right) * riseLeft;
            double lines = (middle - left) * riseRight - (middle - right) * riseLeft;
            double top = middle - 0.5 * squares / lines;
            bool far = n > 4 && top - _theta[n - 1] > 0.5 * Math.Abs(_theta[n - 2] - _theta[n - 3]);
            if (!(top < left || top > right || far)) return top;
            return middle - left > right - middle ? middle - 0.38 * (middle - left) : middle + 0.32 * (right - middle);
        }

        private static double Inside(double theta, double otherwise, bool below) => below ? theta < 0 ? otherwise : theta
            : theta > 1 ? otherwise : theta;
    }
}
