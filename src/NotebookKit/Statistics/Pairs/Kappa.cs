namespace NotebookKit.Statistics.Pairs;

/// <summary>How much a disagreement between ordered categories counts.</summary>
public enum KappaWeights
{
    /// <summary>Every disagreement counts alike (Cohen 1960).</summary>
    None,

    /// <summary>In proportion to the distance of the categories (Cicchetti and Allison).</summary>
    Linear,

    /// <summary>In proportion to its square (Fleiss and Cohen).</summary>
    Quadratic,
}

/// <summary>Agreement beyond chance.</summary>
/// <param name="Kappa">Kappa with its confidence interval; null where all ratings fall in one category.</param>
/// <param name="Observed">Observed (weighted) agreement.</param>
/// <param name="Expected">Agreement expected by chance from the margins.</param>
/// <param name="N">Number of subjects.</param>
public sealed record KappaEstimate(IntervalEstimate Kappa, double Observed, double Expected, int N);

/// <summary>Agreement of raters beyond chance.</summary>
/// <remarks>
/// Standard errors are those of large samples from the influence of each subject on kappa: for two raters exactly those of Fleiss, Cohen
/// and Everitt (1969), doi:10.1037/h0028106; for several those of Gwet (2008), doi:10.1348/000711006X126600. Where subjects come in
/// clusters, such as the scans of one patient, the influences of a cluster are added before they are squared.
/// </remarks>
internal static class Kappa
{
    /// <summary>Cohen's kappa of two raters.</summary>
    /// <param name="first">Category of each subject by the first rater: 0, 1, …</param>
    /// <param name="second">Category of each subject by the second rater.</param>
    /// <param name="weights">Weights of ordered categories. The default value is none.</param>
    /// <param name="categories">Number of categories, for the distances of weighted kappa; 0 for one more than the largest code.</param>
    /// <param name="clusters">Cluster of each subject; empty where subjects are independent.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a code is negative or too large.</exception>
    public static KappaEstimate Cohen(ReadOnlySpan<int> first, ReadOnlySpan<int> second, KappaWeights weights = KappaWeights.None,
        int categories = 0, ReadOnlySpan<int> clusters = default, double confidenceLevel = 0.95)
    {
        int n = first.Length;
        if (second.Length != n)
            throw new ArgumentException(
                $"Found {n} ratings of the first and {second.Length} of the second rater; expected as many of each.", nameof(second));
        int k = Categories(first, second, categories);
        double[] row = new double[k], column = new double[k];
        double observed = 0, expected = 0;
        for (int i = 0; i < n; i++)
        {
            row[first[i]]++;
            column[second[i]]++;
            observed += Weight(first[i], second[i]);
        }
        observed /= n;
        for (int c = 0; c < k; c++) (row[c], column[c]) = (row[c] / n, column[c] / n);
        // the agreement that a category would have with the other rater by chance
        double[] byRow = new double[k], byColumn = new double[k];
        for (int a = 0; a < k; a++)
            for (int b = 0; b < k; b++)
            {
                byRow[a] += Weight(a, b) * column[b];
                byColumn[b] += Weight(a, b) * row[a];
                expected += Weight(a, b) * row[a] * column[b];
            }
        var influence = new double[n];
        for (int i = 0; i < n; i++)
            influence[i] = (Weight(first[i], second[i]) * (1 - expected) - (byRow[first[i]] + byColumn[second[i]]) * (1 - observed))
                / ((1 - expected) * (1 - expected));
        string name = weights switch { KappaWeights.Linear => "linearly weighted kappa",
            KappaWeights.Quadratic => "quadratically weighted kappa", _ => "Cohen's kappa" };
        return Estimate(name, observed, expected, influence, (double)n * n, clusters, confidenceLevel);

        double Weight(int a, int b)
        {
            double distance = k > 1 ? Math.Abs(a - b) / (k - 1.0) : 0;
            return weights switch { KappaWeights.Linear => 1 - distance, KappaWeights.Quadratic => 1 - distance * distance,
                _ => a == b ? 1 : 0 };
        }
    }

    /// <summary>Fleiss' kappa of several raters, who need not be the same for every subject.</summary>
    /// <param name="counts">Ratings by subject and category: at least two ratings of each subject.</param>
    /// <param name="clusters">Cluster of each subject; empty where subjects are independent.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    /// <remarks>Fleiss (1971), doi:10.1037/h0031619. With unequal numbers of ratings each subject has the same weight.</remarks>
    /// <exception cref="ArgumentException">A count is negative, or a subject has fewer than two ratings.</exception>
    public static KappaEstimate Fleiss(int[,] counts, ReadOnlySpan<int> clusters = default, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(counts);
        int n = counts.GetLength(0), k = counts.GetLength(1);
        double[] agreement = new double[n], ratings = new double[n], share = new double[k];
        for (int i = 0; i < n; i++)
        {
            for (int c = 0; c < k; c++) ratings[i] += counts[i, c] >= 0
                ? counts[i, c]
                : throw new ArgumentException($"Subject {i + 1}: found a count of {counts[i, c]}; expected 0 or more.", nameof(counts));
            if (ratings[i] < 2)
                throw new ArgumentException($"Subject {i + 1}: found {ratings[i]} ratings; expected at least two.", nameof(counts));
            for (int c = 0; c < k; c++)
            {
                agreement[i] += counts[i, c] * (counts[i, c] - 1) / (ratings[i] * (ratings[i] - 1));
                share[c] += counts[i, c] / ratings[i];
            }
        }
        for (int c = 0; c < k; c++) share[c] /= n;
        double observed = n == 0 ? 0 : agreement.Average(), expected = share.Sum(s => s * s);
        var influence = new double[n];
        for (int i = 0; i < n; i++)
        {
            double own = 0;
            for (int c = 0; c < k; c++) own += share[c] * counts[i, c] / ratings[i];
            influence[i] = (agreement[i] - expected) / (1 - expected)
                - 2 * (1 - observed) * (own - expected) / ((1 - expected) * (1 - expected));
        }
        return Estimate("Fleiss' kappa", observed, expected, influence, n * (n - 1.0), clusters, confidenceLevel);
    }

    private static int Categories(ReadOnlySpan<int> first, ReadOnlySpan<int> second, int categories)
    {
        int largest = -1;
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i] < 0 || second[i] < 0)
                throw new ArgumentException($"Subject {i + 1}: found category {Math.Min(first[i], second[i])}; expected 0 or more.",
                    nameof(first));
            largest = Math.Max(largest, Math.Max(first[i], second[i]));
        }
        if (categories > 0 && largest >= categories)
            throw new ArgumentException($"Found category {largest}; expected less than {categories}.", nameof(categories));
        return Math.Max(categories, largest + 1);
    }

    private static KappaEstimate Estimate(string name, double observed, double expected, double[] influence, double divisor,
        ReadOnlySpan<int> clusters, double confidenceLevel)
    {
        int n = influence.Length;
        double z = IntervalEstimate.Z(confidenceLevel);
        if (clusters.Length > 0 && clusters.Length != n)
            throw new ArgumentException($"Found {n} subjects and {clusters.Length} clusters; expected as many of each.", nameof(clusters));
        var none = new IntervalEstimate { Name = name, Value = null, ConfidenceLevel = confidenceLevel, Method = name };
        if (n == 0) return new(none with { Note = "No subject has two ratings." }, 0, 0, 0);
        if (!(expected < 1))
            return new(none with { Note = "All ratings fall in one category: kappa cannot be estimated." }, observed, expected, n);
        double kappa = (observed - expected) / (1 - expected), mean = influence.Average();
        var sums = new Dictionary<int, double>();
        for (int i = 0; i < n; i++)
        {
            int cluster = clusters.Length > 0 ? clusters[i] : i;
            sums[cluster] = sums.GetValueOrDefault(cluster) + influence[i] - mean;
        }
        if (sums.Count < 2) return new(none with { Value = kappa, Note = "One cluster: no interval." }, observed, expected, n);
        double standardError = Math.Sqrt(sums.Values.Sum(s => s * s) / divisor);
        return new(none with
        {
            Value = kappa, StandardError = standardError, Lower = Math.Max(-1, kappa - z * standardError),
            Upper = Math.Min(1, kappa + z * standardError),
            Note = clusters.Length > 0 ? FormattableString.Invariant($"{n} subjects in {sums.Count} clusters.") : null,
        }, observed, expected, n);
    }
}
