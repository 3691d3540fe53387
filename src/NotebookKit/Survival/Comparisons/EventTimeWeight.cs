namespace NotebookKit.Survival.Comparisons;

/// <summary>Weight of each event time, from the pooled counts so far.</summary>
internal struct EventTimeWeight(LogRankOptions options)
{
    private double _survival = 1, _peto = 1;

    public double Next(double n, double d)
    {
        if (options.Weight == LogRankWeight.LogRank) return 1;
        double before = _survival;
        _survival *= (n - d) / n;
        _peto *= 1 - d / (n + 1);
        return options.Weight switch
        {
            LogRankWeight.Gehan => n,
            LogRankWeight.TaroneWare => Math.Sqrt(n),
            LogRankWeight.PetoPeto => _peto,
            LogRankWeight.ModifiedPetoPeto => _peto * n / (n + 1),
            _ => Math.Pow(before, options.Rho) * Math.Pow(1 - before, options.Gamma),
        };
    }
}
