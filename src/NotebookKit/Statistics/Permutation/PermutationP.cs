using System.Numerics;

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
    public void Report(double done)
    {
        Cancellation.ThrowIfCancellationRequested();
        Progress?.Report(done);
    }
}
