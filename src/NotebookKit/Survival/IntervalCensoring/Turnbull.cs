using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Numerics;

namespace NotebookKit.Survival.IntervalCensoring;

/// <summary>Nonparametric maximum likelihood for interval-censored times.</summary>
/// <remarks>Turnbull (1976), doi:10.1111/j.2517-6161.1976.tb01597.x; Gentleman and Geyer (1994), doi:10.1093/biomet/81.3.618.</remarks>
internal static class Turnbull
{
    private const int EmSteps = 200;
    private const int NewtonSteps = 500;
    private const double Negligible = 1e-13;

    /// <summary>Support intervals with their probabilities.</summary>
    /// <param name="left">Left ends; −∞ if left-censored. The event lies in (left, right], or at it when both are equal.</param>
    /// <param name="right">Right ends; +∞ if right-censored.</param>
    /// <param name="weight">Weights ≥ 0.</param>
    public static (double[] Left, double[] Right, double[] Mass, double LogLikelihood, bool Converged) Fit(double[] left, double[] right,
        double[] weight)
    {
        var (from, to, first, last) = Support(left, right);
        double total = weight.Sum();
        var mass = new double[from.Length];
        Array.Fill(mass, 1.0 / from.Length);
        for (int step = 0; step < EmSteps; step++)
        {
            LongWork.Check();
            double[] gradient = Gradient(mass, first, last, weight, out _);
            for (int j = 0; j < mass.Length; j++) mass[j] *= gradient[j] / total;
        }
        bool converged = Newton(mass, first, last, weight, total);
        Gradient(mass, first, last, weight, out double logLikelihood);
        return (from, to, mass, logLikelihood, converged);
    }

    /// <summary>Innermost intervals: a left end directly followed by a right end; and the range of them each row covers.</summary>
    private static (double[] From, double[] To, int[] First, int[] Last) Support(double[] left, double[] right)
    {
        // At one time an exact event begins before a right end, which comes before an open left end.
        (double Time, int Kind) Begin(int i) => (left[i], left[i] == right[i] ? 0 : 2);
        var ends = Enumerable.Range(0, left.Length).SelectMany(i => new[] { Begin(i), (Time: right[i], Kind: 1) }).Distinct()
            .Order().ToArray();
        var from = new List<(double Time, int Kind)>();
        var to = new List<double>();
        for (int e = 0; e + 1 < ends.Length; e++)
            if (ends[e].Kind != 1 && ends[e + 1].Kind == 1)
            {
                from.Add(ends[e]);
                to.Add(ends[e + 1].Time);
            }
        int[] first = [.. left.Select((_, i) => from.FindIndex(f => f.CompareTo(Begin(i)) >= 0))];
        int[] last = [.. right.Select(r => to.FindLastIndex(t => t <= r))];
        return ([.. from.Select(f => f.Time)], [.. to], first, last);
    }

    private static double[] Gradient(double[] mass, int[] first, int[] last, double[] weight, out double logLikelihood)
    {
        var cumulative = new double[mass.Length + 1];
        for (int j = 0; j < mass.Length; j++) cumulative[j + 1] = cumulative[j] + mass[j];
        var step = new double[mass.Length + 1];
        logLikelihood = 0;
        for (int i = 0; i < first.Length; i++)
        {
            if (weight[i] == 0) continue;
            double p = Math.Max(cumulative[last[i] + 1] - cumulative[first[i]], double.Epsilon);
            logLikelihood += weight[i] * Math.Log(p);
            step[first[i]] += weight[i] / p;
            step[last[i] + 1] -= weight[i] / p;
        }
        var gradient = new double[mass.Length];
        double sum = 0;
        for (int j = 0; j < mass.Length; j++) gradient[j] = sum += step[j];
        return gradient;
    }

    /// <summary>
    /// Newton steps on the support with Σ mass = 1; a mass that would turn negative leaves, one whose gradient exceeds the total returns.
    /// </summary>
    private static bool Newton(double[] mass, int[] first, int[] last, double[] weight, double total)
    {
        for (int step = 0; step < NewtonSteps; step++)
        {
            LongWork.Check();
            double[] gradient = Gradient(mass, first, last, weight, out double before);
            int[] active = [.. Enumerable.Range(0, mass.Length).Where(j => mass[j] > Negligible)];
            if (active.All(j => Math.Abs(gradient[j] / total - 1) < 1e-13))
            {
                int back = Array.FindIndex(gradient, g => g > total * (1 + 1e-10));
                if (back < 0) return true;
                mass[back] = 1e-6;
                Normalize(mass);
                continue;
            }
            double[] direction = Direction(mass, active, first, last, weight, gradient);
            double length = 1;
            for (int a = 0; a < active.Length; a++)
                if (direction[a] < 0) length = Math.Min(length, -mass[active[a]] / direction[a]);
            double[] old = [.. mass];
            for (int half = 0; half < 50; half++, length /= 2)
            {
                for (int a = 0; a < active.Length; a++)
                {
                    double moved = old[active[a]] + length * direction[a];
                    mass[active[a]] = moved > Negligible ? moved : 0;
                }
                Normalize(mass);
                Gradient(mass, first, last, weight, out double after);
                if (after >= before - 1e-13 * Math.Abs(before)) break;
            }
            if (mass.Zip(old, (x, y) => Math.Abs(x - y)).Max() < 1e-16)
                return gradient.All(g => g <= total * (1 + 1e-8));
        }
        return false;
    }

    private static double[] Direction(double[] mass, int[] active, int[] first, int[] last, double[] weight, double[] gradient)
    {
        int m = active.Length;
        var system = Matrix<double>.Build.Dense(m + 1, m + 1);
        var side = Vector<double>.Build.Dense(m + 1);
        for (int i = 0; i < first.Length; i++)
        {
            if (weight[i] == 0) continue;
            double p = 0;
            for (int j = first[i]; j <= last[i]; j++) p += mass[j];
            int low = LowerBound(active, first[i]), high = LowerBound(active, last[i] + 1);
            for (int a = low; a < high; a++)
                for (int b = low; b < high; b++) system[a, b] += weight[i] / (p * p);
        }
        double ridge = 1e-14 * Enumerable.Range(0, m).Max(a => system[a, a]);
        for (int a = 0; a < m; a++)
        {
            system[a, a] += ridge;
            system[a, m] = system[m, a] = 1;
            side[a] = gradient[active[a]];
        }
        return system.Solve(side).SubVector(0, m).ToArray();
    }

    private static int LowerBound(int[] sorted, int value)
    {
        int index = Array.BinarySearch(sorted, value);
        return index < 0 ? ~index : index;
    }

    private static void Normalize(double[] mass)
    {
        double sum = mass.Sum();
        for (int j = 0; j < mass.Length; j++) mass[j] /= sum;
    }
}
