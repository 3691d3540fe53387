using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Microsoft.Data.Analysis;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Streaming;

/// <summary>
/// A column of texts, filled cell by cell from bytes: its distinct cells and which of them each row holds; of identifiers, which are nearly
/// all distinct and hide nothing that a closer look could find, the texts themselves; of others that are nearly all distinct (numbers with
/// leading zeros or decimal commas, remarks) their characters, which are then looked at one by one.
/// </summary>
internal sealed class WordColumn(string name, int capacity)
{
    private const int MostDistinct = 1 << 16;
    private const int MostPrefixes = 200;

    private readonly List<DistinctCell> _cells = [];
    private readonly HashSet<string> _prefixes = new(StringComparer.Ordinal);
    private int[] _codes = new int[Math.Max(capacity, 16)];
    private int[] _slots = new int[1 << 10];
    private uint[] _hashes = new uint[256];
    private int[] _ends = new int[256];
    private byte[] _pool = new byte[1 << 12];
    private byte[] _prefix = [];
    private int _count, _last = -1, _filled;
    private bool _safe = true;
    private StringDataFrameColumn? _texts;
    private TextColumn? _characters;
    private char[] _decoded = new char[256];
    private string? _lastText;

    /// <summary>Takes a cell; false where it holds a zero byte, which is no text.</summary>
    public bool Add(ReadOnlySpan<byte> text, int row)
    {
        if (_characters is not null) return AddCharacters(text);
        if (_texts is not null) return AddText(text) || ToCharacters() && AddCharacters(text);
        if (_count == _codes.Length) Array.Resize(ref _codes, _count + (_count / 2));
        if (text.IsEmpty)
        {
            _codes[_count++] = -1;
            return true;
        }
        if (_last < 0 || !Stored(_last).SequenceEqual(text))
        {
            _last = Code(text, row);
            if (_last < 0) return ToCharacters() && AddCharacters(text);
        }
        _cells[_last].Count++;
        _codes[_count++] = _last;
        if (_cells.Count < MostDistinct) return true;
        return _safe ? ToTexts() : ToCharacters();
    }

    /// <summary>The characters of every cell; null where the distinct cells or the texts were kept.</summary>
    public TextColumn? Characters => _characters;

    /// <summary>The distinct cells; null where the texts themselves were kept.</summary>
    public DistinctColumn? Distinct() =>
        _texts is null && _characters is null ? DistinctColumn.From(_codes.AsSpan(0, _count).ToArray(), _cells) : null;

    /// <summary>The texts of identifiers, and how many are filled.</summary>
    public (StringDataFrameColumn Column, int Filled) Texts => (_texts!, _filled);

    private ReadOnlySpan<byte> Stored(int code) => _pool.AsSpan((code == 0 ? 0 : _ends[code - 1])..(_ends[code]));

    /// <summary>Code of a text, given when it comes first; −1 where it holds a control character.</summary>
    private int Code(ReadOnlySpan<byte> text, int row)
    {
        uint hash = Hash(text);
        int mask = _slots.Length - 1, slot = (int)hash & mask;
        for (; _slots[slot] > 0; slot = (slot + 1) & mask)
        {
            int known = _slots[slot] - 1;
            if (_hashes[known] == hash && Stored(known).SequenceEqual(text)) return known;
        }
        if (text.ContainsAnyInRange((byte)0, (byte)31)) return -1;
        int code = _cells.Count;
        _slots[slot] = code + 1;
        Keep(text, hash, code);
        _cells.Add(new DistinctCell(Encoding.UTF8.GetString(text), NotebookKit.Import.Tables.CellKind.Text, row));
        _safe = _safe && IsSafe(text);
        if (2 * _cells.Count > _slots.Length) Grow();
        return code;
    }

    private void Keep(ReadOnlySpan<byte> text, uint hash, int code)
    {
        int start = code == 0 ? 0 : _ends[code - 1], end = start + text.Length;
        if (end > _pool.Length) Array.Resize(ref _pool, Math.Max(2 * _pool.Length, end));
        if (code == _ends.Length)
        {
            Array.Resize(ref _ends, 2 * code);
            Array.Resize(ref _hashes, 2 * code);
        }
        text.CopyTo(_pool.AsSpan(start));
        (_ends[code], _hashes[code]) = (end, hash);
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        int mask = _slots.Length - 1;
        for (int code = 0; code < _cells.Count; code++)
        {
            int slot = (int)_hashes[code] & mask;
            while (_slots[slot] > 0) slot = (slot + 1) & mask;
            _slots[slot] = code + 1;
        }
    }

    private static uint Hash(ReadOnlySpan<byte> text)
    {
        ulong hash = (ulong)text.Length * 0x9E3779B97F4A7C15;
        while (text.Length >= 8)
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * 0x9E3779B97F4A7C15, 29);
            text = text[8..];
        }
        ulong rest = 0;
        foreach (byte b in text) rest = (rest << 8) | b;
        hash = (hash ^ rest) * 0x9E3779B97F4A7C15;
        return (uint)(hash >> 32);
    }

    /// <summary>From here on the texts are kept one by one.</summary>
    private bool ToTexts()
    {
        _texts = new StringDataFrameColumn(name, 0);
        for (int i = 0; i < _count; i++) _texts.Append(_codes[i] < 0 ? null : _cells[_codes[i]].Raw);
        _filled = _count - _codes.AsSpan(0, _count).Count(-1);
        (_codes, _slots, _pool, _hashes, _ends) = ([], [], [], [], []);
        _cells.Clear();
        return true;
    }

    /// <summary>From here on the characters are kept cell by cell.</summary>
    private bool ToCharacters()
    {
        _characters = new TextColumn();
        if (_texts is not null)
            foreach (string? text in _texts) _characters.Add(text);
        else
            foreach (int code in _codes.AsSpan(0, _count)) _characters.Add(code < 0 ? "" : _cells[code].Raw);
        (_texts, _codes, _slots, _pool, _hashes, _ends) = (null, [], [], [], [], []);
        _cells.Clear();
        return true;
    }

    private bool AddCharacters(ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)0)) return false;
        if (_decoded.Length < text.Length) _decoded = new char[2 * text.Length];
        _characters!.Add(_decoded.AsSpan(0, Encoding.UTF8.GetChars(text, _decoded)));
        return true;
    }

    private bool AddText(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            _texts!.Append(null);
            return true;
        }
        if (!IsSafe(text)) return false;
        if (_lastText is null || _lastText.Length != text.Length || !Ascii.Equals(text, _lastText))
            _lastText = Encoding.Latin1.GetString(text);
        _texts!.Append(_lastText);
        _filled++;
        return true;
    }

    /// <summary>
    /// Letters, then letters, digits, hyphen and underscore; the letters at the start are no word that means something by itself.
    /// </summary>
    private bool IsSafe(ReadOnlySpan<byte> text)
    {
        int letters = 0;
        while (letters < text.Length && char.IsAsciiLetter((char)text[letters])) letters++;
        if (letters == 0) return false;
        foreach (byte b in text[letters..])
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'-' or (byte)'_')) return false;
        if (text[..letters].SequenceEqual(_prefix)) return true;
        _prefix = text[..letters].ToArray();
        string prefix = Encoding.ASCII.GetString(_prefix);
        return _prefixes.Contains(prefix) || (_prefixes.Count < MostPrefixes && PlainWords.IsPlain(prefix) && _prefixes.Add(prefix));
    }
}
