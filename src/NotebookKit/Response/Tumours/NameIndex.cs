using System.Numerics;

namespace NotebookKit.Response.Tumours;

/// <summary>Numbers of names, in order of first appearance; ordinal.</summary>
/// <remarks>
/// A block of names is looked up in passes that each touch one array, so that the waits for memory of many names overlap: with millions of
/// rows in random order that takes about half the time of one name after the other.
/// </remarks>
/// <param name="capacity">Number of names expected.</param>
internal sealed class NameIndex(int capacity)
{
    private int[] _buckets = new int[Size(capacity)]; // number + 1 of the first name of a bucket
    private Entry[] _entries = new Entry[Math.Max(4, capacity)];

    private struct Entry
    {
        public string Name;
        public int Hash;
        public int Next; // number + 1
    }

    /// <summary>Number of names.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a name unless it is known.</summary>
    /// <returns>Whether it was new; its number is then <see cref="Count"/> − 1.</returns>
    public bool TryAdd(string name)
    {
        int hash = name.GetHashCode();
        if (Find(name, hash, _buckets[hash & (_buckets.Length - 1)]) >= 0) return false;
        if (Count == _entries.Length) Grow();
        ref int bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _entries[Count] = new Entry { Name = name, Hash = hash, Next = bucket };
        bucket = ++Count;
        return true;
    }

    /// <summary>The number of a name; −1 when it is not known.</summary>
    public int Find(string name)
    {
        int hash = name.GetHashCode();
        return Find(name, hash, _buckets[hash & (_buckets.Length - 1)]);
    }

    /// <summary>The numbers of a block of names; −1 when a name is not known.</summary>
    /// <param name="names">The names.</param>
    /// <param name="numbers">Their numbers.</param>
    public void Find(ReadOnlySpan<string> names, Span<int> numbers)
    {
        Span<int> hashes = stackalloc int[names.Length], lengths = stackalloc int[names.Length];
        int mask = _buckets.Length - 1;
        // Lengths are read to fetch the names, first those asked for and then those known: hashing and comparing find them near.
        for (int i = 0; i < names.Length; i++) lengths[i] = names[i].Length;
        for (int i = 0; i < names.Length; i++) hashes[i] = names[i].GetHashCode();
        for (int i = 0; i < names.Length; i++) numbers[i] = _buckets[hashes[i] & mask];
        for (int i = 0; i < names.Length; i++) lengths[i] ^= numbers[i] > 0 ? _entries[numbers[i] - 1].Name.Length : -1;
        for (int i = 0; i < names.Length; i++)
            numbers[i] = lengths[i] == 0 && Is(_entries[numbers[i] - 1], names[i], hashes[i])
                ? numbers[i] - 1
                : Find(names[i], hashes[i], numbers[i]);
    }

    private int Find(string name, int hash, int first)
    {
        for (int next = first; next > 0;)
        {
            ref readonly Entry entry = ref _entries[next - 1];
            if (Is(entry, name, hash)) return next - 1;
            next = entry.Next;
        }
        return -1;
    }

    private static bool Is(in Entry entry, string name, int hash) => entry.Hash == hash && entry.Name == name;

    private void Grow()
    {
        Array.Resize(ref _entries, 2 * _entries.Length);
        _buckets = new int[Size(_entries.Length)];
        for (int i = 0; i < Count; i++)
        {
            ref int bucket = ref _buckets[_entries[i].Hash & (_buckets.Length - 1)];
            _entries[i].Next = bucket;
            bucket = i + 1;
        }
    }

    private static int Size(int capacity) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, capacity + capacity / 2));
}
