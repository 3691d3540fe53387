namespace NotebookKit.Adjusted.Imputation;

/// <summary>Random draws of coefficients and of donors; one stream of random numbers per imputed data set.</summary>
internal sealed class PosteriorDraws(DeterministicRandom random)
{
    public int Below(int limit) => random.Below(limit);

    public double Uniform() => random.NextDouble();

    public void Shuffle(Span<int> values) => random.Shuffle(values);

    public double Normal() => Distributions.NormalQuantile((random.NextDouble() * ((1UL << 53) - 1) + 0.5) / (1UL << 53));

    /// <summary>χ² with any degrees of freedom (Marsaglia and Tsang 2000, doi:10.1145/358407.358414).</summary>
    public double ChiSquare(double degrees)
    {
        double shape = degrees / 2, boost = 1;
        if (shape < 1) (boost, shape) = (Math.Pow(1 - random.NextDouble(), 1 / shape), shape + 1);
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double z = Normal(), v = 1 + c * z;
            if (v <= 0) continue;
            v *= v * v;
            if (Math.Log(1 - random.NextDouble()) < 0.5 * z * z + d - d * v + d * Math.Log(v)) return 2 * boost * d * v;
        }
    }

    /// <summary>A draw from the normal distribution about a mean; dependent columns stay at their mean.</summary>
    public double[] Coefficients(ReadOnlySpan<double> mean, double[] covariance, double scale = 1)
    {
        int p = mean.Length;
        double[] root = new double[p * p], drawn = mean.ToArray();
        for (int j = 0; j < p; j++)
        {
            double pivot = covariance[j * p + j];
            for (int k = 0; k < j; k++) pivot -= root[j * p + k] * root[j * p + k];
            bool kept = pivot > 1e-12 * covariance[j * p + j];
            root[j * p + j] = kept ? Math.Sqrt(pivot) : 0;
            for (int i = j + 1; kept && i < p; i++)
            {
                double sum = covariance[i * p + j];
                for (int k = 0; k < j; k++) sum -= root[i * p + k] * root[j * p + k];
                root[i * p + j] = sum / root[j * p + j];
            }
        }
        for (int k = 0; k < p; k++)
        {
            double z = Normal() * scale;
            for (int i = k; i < p; i++) drawn[i] += root[i * p + k] * z;
        }
        return drawn;
    }

    /// <summary>For each target one of the nearest candidates, each of them equally likely; equal candidates in random order.</summary>
    /// <returns>Index of the candidate for each target.</returns>
    public int[] Donors(double[] candidates, double[] targets, int donors)
    {
        int n = candidates.Length, k = Math.Min(donors, n);
        int[] order = [.. Enumerable.Range(0, n)];
        random.Shuffle(order);
        int[] shuffled = order;
        int[] places = SortOrder.Of(Array.ConvertAll(shuffled, i => candidates[i]), out double[] sorted);
        order = Array.ConvertAll(places, i => shuffled[i]);
        int[] chosen = new int[targets.Length];
        for (int t = 0; t < targets.Length; t++)
        {
            double at = targets[t];
            int found = Array.BinarySearch(sorted, at), right = found < 0 ? ~found : found, left = right - 1;
            for (int step = 0; step < k; step++)
                if (left < 0 || (right < n && sorted[right] - at <= at - sorted[left])) right++;
                else left--;
            chosen[t] = order[left + 1 + random.Below(k)];
        }
        return chosen;
    }
}
