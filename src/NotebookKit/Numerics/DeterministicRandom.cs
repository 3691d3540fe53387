namespace NotebookKit.Numerics;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195): the same numbers for a seed on every machine and version.
/// </summary>
internal sealed class DeterministicRandom(ulong seed)
{
    private ulong _state = seed;

    public DeterministicRandom(long seed) : this((ulong)seed)
    {
    }

    public ulong NextUInt64()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform on [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// A whole number from 0 to <paramref name="limit"/> − 1, every one equally likely (Lemire 2019, doi:10.1145/3230636).
    /// </summary>
    public int Below(int limit)
    {
        ulong threshold = (0 - (ulong)limit) % (ulong)limit;
        while (true)
        {
            ulong high = Math.BigMul(NextUInt64(), (ulong)limit, out ulong low);
            if (low >= threshold) return (int)high;
        }
    }

    /// <summary>Puts a list in random order, every order equally likely.</summary>
    public void Shuffle(Span<int> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>Puts a random sample of <paramref name="size"/> items, without replacement, at the front.</summary>
    public void ShuffleFront<T>(T[] items, int size)
    {
        for (int i = 0; i < size; i++)
        {
            int j = i + Below(items.Length - i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
