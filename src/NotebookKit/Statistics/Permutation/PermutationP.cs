using System.Numerics;
using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Permutation;

/// <summary>P of a permutation test and how it was come by.</summary>
/// <param name="P">Share of the allocations at least as extreme as the observed one, or its estimate.</param>
internal sealed record PermutationP(double P)
{
    /// <summary>Allocations at least as extreme; null where they were not counted.</summary>
    public BigInteger? Extreme { get; init; }

    /// <summary>Limits of P: 95% confidence limits of an estimate, or between which rounding leaves P; null where P is exact.</summary>
    public (double Lower, double Upper)? Limits { get; init; }

    /// <summary>Number of random allocations; null where all were counted.</summary>
    public int? Draws { get; init; }

    /// <summary>Whether draws were weighted.</summary>
    public bool IsWeighted { get; init; }

    public bool IsExact => Draws is null;

    public static PermutationP Of(BigInteger extreme, BigInteger allocations) => new(Share(extreme, allocations)) { Extreme = extreme };

    /// <summary>Of an exact share, with the number of allocations where it is exactly known.</summary>
    public static PermutationP OfShare(double share, BigInteger allocations)
    {
        double p = Math.Clamp(share, 0, 1);
        return new(p) { Extreme = allocations < BigInteger.One << 40 ? (BigInteger)Math.Round(p * (double)allocations) : null };
    }

    /// <summary>Of plain random draws: (1 + k)/(B + 1), with the exact 95% limits of the share that they estimate.</summary>
    /// <param name="extreme">Draws at least as extreme.</param>
    /// <param name="draws">Number of draws.</param>
    /// <param name="allocations">Number of all allocations, one of which at least is extreme.</param>
    public static PermutationP OfDraws(long extreme, int draws, BigInteger allocations)
    {
        double least = 1 / (double)allocations;
        double lower = extreme == 0 ? 0 : Distributions.BetaQuantile(0.025, extreme, draws - extreme + 1);
        double upper = extreme == draws ? 1 : Distributions.BetaQuantile(0.975, extreme + 1, draws - extreme);
        return new PermutationP((1.0 + extreme) / (draws + 1.0)) { Draws = draws, Extreme = extreme,
            Limits = (Math.Max(least, lower), Math.Max(least, upper)) };
    }

    private static double Share(BigInteger part, BigInteger whole)
    {
        int excess = Math.Max(0, (int)whole.GetBitLength() - 1000);
        return (double)(part >> excess) / (double)(whole >> excess);
    }
}

/// <summary>What the user of a long count sees and can do meanwhile.</summary>
/// <param name="Progress">Told the share that is done.</param>
/// <param name="Cancellation">Looked at some thousand times a second.</param>
internal readonly record struct Patience(IProgress<double>? Progress, CancellationToken Cancellation)
{
    /// <summary>Ends the count if it is to end.</summary>
    public void Check()
    {
        Cancellation.ThrowIfCancellationRequested();
        LongWork.Check();
    }

    /// <summary>Tells the share that is done, and ends the count if it is to end.</summary>
    public void Report(double done)
    {
        Cancellation.ThrowIfCancellationRequested();
        Progress?.Report(done);
        LongWork.Report("Permutations", done);
    }
}
