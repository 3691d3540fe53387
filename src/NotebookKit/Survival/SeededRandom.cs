namespace NotebookKit.Survival;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same numbers from the same seed on every machine and version.</summary>
internal struct SeededRandom(long seed)
{
    private ulong state = (ulong)seed;

    private ulong Next()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>An integer from 0 to <paramref name="limit"/> − 1, every one equally likely (Lemire 2019).</summary>
    public int Below(int limit)
    {
        ulong threshold = (0 - (ulong)limit) % (ulong)limit;
        while (true)
        {
            ulong high = Math.BigMul(Next(), (ulong)limit, out ulong low);
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
}
