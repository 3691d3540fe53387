using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Clustered;

/// <summary>Robust score test of independence estimating equations: groups may share clusters.</summary>
internal static class ClusterScoreTest
{
    private const double Tolerance = 1e-10;

    public static HypothesisTestResult Test(ClusterSums data, string what)
    {
        int scores = data.Scores.Length, size = data.Groups * scores;
        double[] share = [.. Enumerable.Range(0, data.Groups).Select(data.RowsIn)];
        double all = share.Sum();
        for (int g = 0; g < share.Length; g++) share[g] /= all;
        Vector<double> score = Vector<double>.Build.Dense(size);
        Matrix<double> variance = Matrix<double>.Build.Dense(size, size);
        for (int c = 0; c < data.Clusters; c++)
        {
            Vector<double> own = Vector<double>.Build.Dense(size);
            for (int s = 0; s < scores; s++)
            {
                double total = Enumerable.Range(0, data.Groups).Sum(g => data.Excess(s, c, g));
                for (int g = 0; g < data.Groups; g++) own[g * scores + s] = data.Excess(s, c, g) - share[g] * total;
            }
            score += own;
            variance += own.OuterProduct(own);
        }

        // the scores of all groups, and those of all levels, add up to 0: the variance has no full rank
        var evd = variance.Evd(Symmetricity.Symmetric);
        double largest = evd.EigenValues.Max(v => v.Real), statistic = 0;
        int rank = 0;
        for (int e = 0; e < size; e++)
        {
            if (evd.EigenValues[e].Real <= Tolerance * largest) continue;
            double along = evd.EigenVectors.Column(e) * score;
            statistic += along * along / evd.EigenValues[e].Real;
            rank++;
        }
        return new HypothesisTestResult
        {
            TestName = $"Robust score test of {what} by clusters", StatisticName = "χ²", Statistic = statistic, DegreesOfFreedom = rank,
            P = Distributions.ChiSquareUpper(statistic, rank), N = (long)all,
            Note = data.Clusters.ToString(CultureInfo.InvariantCulture) + " clusters" + (data.IsNested ? "." : ", some in several groups."),
        };
    }
}
