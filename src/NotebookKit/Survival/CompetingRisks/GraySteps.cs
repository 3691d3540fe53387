namespace NotebookKit.Survival.CompetingRisks;

/// <summary>
/// What Gray's test needs at one event time; first index of matrices: group of the score, second: group r of the variance.
/// </summary>
internal sealed record GrayStep
{
    public required double[] Events { get; init; }
    public required double AllEvents { get; init; }

    /// <summary>(1 − F(t−))^ρ of the pooled incidence.</summary>
    public required double Emphasis { get; init; }

    /// <summary>R_i / ΣR.</summary>
    public required double[] RiskShare { get; init; }

    /// <summary>h_r ([i = r] − h_i/Σh), with the emphasis.</summary>
    public required double[,] Weight { get; init; }

    /// <summary>∫ Weight dΓ up to and with this time.</summary>
    public required double[,] Cumulative { get; init; }

    /// <summary>1 − (1 − F)/S_r: weight of the remaining integral for an event of the cause.</summary>
    public required double[] Own { get; init; }

    /// <summary>−(1 − F)/S_r: the same for a competing event.</summary>
    public required double[] Other { get; init; }

    /// <summary>dF/h_r with the tie correction.</summary>
    public required double[] OwnVariance { get; init; }

    /// <summary>dF_2r/h_r with the tie correction.</summary>
    public required double[] OtherVariance { get; init; }
}

/// <summary>Walks the event times of all groups together.</summary>
internal static class GraySteps
{
    public static List<GrayStep> Of(CompetingRisksData data, int cause, double rho)
    {
        int groups = data.GroupNames.Length;
        CauseTable[] tables = [.. Enumerable.Range(0, groups).Select(g => new CauseTable(data, g, data.Causes.Length))];
        double[] times = [.. tables.SelectMany(t => t.Time.Where((_, j) => t.TotalEvents(j) > 0)).Distinct().Order()];
        int[] next = new int[groups];
        double[] incidence = new double[groups], survival = new double[groups];
        Array.Fill(survival, 1);
        double[,] cumulative = new double[groups, groups];
        double pooled = 0;
        var steps = new List<GrayStep>(times.Length);
        foreach (double time in times)
        {
            double[] atRisk = new double[groups], own = new double[groups], other = new double[groups], h = new double[groups],
                before = [.. survival];
            double[] risk = new double[groups];
            for (int r = 0; r < groups; r++)
            {
                CauseTable table = tables[r];
                while (next[r] < table.Time.Length && table.Time[next[r]] < time) next[r]++;
                if (next[r] == table.Time.Length) continue;
                atRisk[r] = table.AtRisk[next[r]];
                h[r] = atRisk[r] / before[r];
                risk[r] = h[r] * (1 - incidence[r]);
                if (table.Time[next[r]] != time) continue;
                own[r] = table.Events[cause][next[r]];
                other[r] = table.TotalEvents(next[r]) - own[r];
                survival[r] = table.Survival[next[r]];
                incidence[r] += before[r] * own[r] / atRisk[r];
            }
            double emphasis = Math.Pow(1 - pooled, rho), allH = h.Sum(), allRisk = risk.Sum(), events = own.Sum(),
                increment = events / allH;
            double[,] weight = new double[groups, groups], after = (double[,])cumulative.Clone();
            for (int i = 0; i < groups; i++)
                for (int r = 0; r < groups; r++)
                {
                    weight[i, r] = emphasis * h[r] * ((i == r ? 1 : 0) - h[i] / allH);
                    after[i, r] += weight[i, r] * increment / (1 - pooled);
                }
            cumulative = after;
            pooled += increment;
            steps.Add(Step(groups, own, other, atRisk, before, survival, h, risk, allH, allRisk, pooled, weight, after) with {
                Emphasis = emphasis });
        }
        return steps;
    }

    private static GrayStep Step(int groups, double[] own, double[] other, double[] atRisk, double[] before, double[] survival, double[] h,
        double[] risk,
        double allH, double allRisk, double pooled, double[,] weight, double[,] after)
    {
        double events = own.Sum();
        double[] ownFactor = new double[groups], otherFactor = new double[groups], ownVariance = new double[groups],
            otherVariance = new double[groups];
        for (int r = 0; r < groups; r++)
        {
            if (atRisk[r] == 0) continue;
            double ratio = survival[r] > 0 ? (1 - pooled) / survival[r] : 0;
            ownFactor[r] = 1 - ratio;
            otherFactor[r] = -ratio;
            double ownTies = events > 1 ? 1 - (events - 1) / (allH * before[r] - 1) : 1;
            double otherTies = other[r] > 1 ? 1 - (other[r] - 1) / (atRisk[r] - 1) : 1;
            if (events > 0) ownVariance[r] = ownTies * events / (allH * h[r]);
            if (survival[r] > 0) otherVariance[r] = otherTies * other[r] / (h[r] * h[r]);
        }
        return new GrayStep
        {
            Events = own, AllEvents = events, Emphasis = 1, RiskShare = [.. risk.Select(v => allRisk > 0 ? v / allRisk : 0)],
            Weight = weight, Cumulative = after,
            Own = ownFactor, Other = otherFactor, OwnVariance = ownVariance, OtherVariance = otherVariance,
        };
    }
}
