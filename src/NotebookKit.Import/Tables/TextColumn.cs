namespace NotebookKit.Import.Tables;

/// <summary>The cells of one column as text, one behind the other: no string per cell.</summary>
internal sealed class TextColumn
{
    private char[] _characters = new char[256];
    private int[] _ends = new int[32];
    private byte[]? _kinds;
    private int _used;

    public int Count { get; private set; }

    public ReadOnlySpan<char> this[int row] => _characters.AsSpan()[(row == 0 ? 0 : _ends[row - 1]).._ends[row]];

    /// <summary>Whether every cell is plain text: the column of a text file.</summary>
    public bool IsPlain => _kinds is null;

    public CellKind Kind(int row) => _kinds is null ? CellKind.Text : (CellKind)_kinds[row];

    public void Add(ReadOnlySpan<char> text, CellKind kind = CellKind.Text)
    {
        if (_characters.Length - _used < text.Length)
            Array.Resize(ref _characters, (int)Math.Min(Array.MaxLength, Math.Max(2L * _characters.Length, (long)_used + text.Length)));
        text.CopyTo(_characters.AsSpan(_used));
        _used += text.Length;
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, 2 * Count);
            if (_kinds is not null) Array.Resize(ref _kinds, 2 * Count);
        }
        if (kind != CellKind.Text) _kinds ??= new byte[_ends.Length];
        if (_kinds is not null) _kinds[Count] = (byte)kind;
        _ends[Count++] = _used;
    }

    /// <summary>Takes the last cells off.</summary>
    public void Truncate(int count)
    {
        Count = count;
        _used = count == 0 ? 0 : _ends[count - 1];
    }
}
