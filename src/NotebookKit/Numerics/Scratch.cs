using System.Buffers;

namespace NotebookKit.Numerics;

/// <summary>
/// Working memory that is given back when disposed, since memory fresh from the system costs more than what is done with it.
/// </summary>
/// <remarks>What it holds at first is arbitrary. Beyond a million elements it is an ordinary array, so that nothing large stays
/// behind.</remarks>
internal readonly ref struct Scratch<T>(int length) : IDisposable
{
    private const int Largest = 1 << 20;

    private readonly T[] _array = length <= Largest ? ArrayPool<T>.Shared.Rent(length) : new T[length];

    public Span<T> Span => _array.AsSpan(0, length);

    public void Dispose()
    {
        if (length <= Largest) ArrayPool<T>.Shared.Return(_array);
    }
}
