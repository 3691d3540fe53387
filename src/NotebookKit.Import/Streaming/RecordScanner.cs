using System.Text;
using System.Text.Unicode;

namespace NotebookKit.Import.Streaming;

/// <summary>
/// Takes a text file apart into records, a piece of the file at a time and without a string; a record with another number of cells, or
/// with anything but cells, blanks and quotation marks, is not for this reader.
/// </summary>
internal sealed class RecordScanner(Stream file, byte delimiter, int width) : IDisposable
{
    private const int MostOfOneRecord = 1 << 24;

    private readonly int[] _starts = new int[width], _lengths = new int[width];
    private readonly bool[] _escaped = new bool[width];
    private byte[] _buffer = new byte[1 << 18];
    private byte[] _unescaped = [];
    private int _position, _end, _checked;
    private bool _atEnd;
    private long _before;

    /// <summary>Whether the file holds something that this reader leaves to others.</summary>
    public bool Failed { get; private set; }

    /// <summary>Where the record begins in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>Cells of the record; where a quotation mark stood doubled it is single.</summary>
    public ReadOnlySpan<byte> Cell(int column)
    {
        ReadOnlySpan<byte> raw = _buffer.AsSpan(_starts[column], _lengths[column]);
        return _escaped[column] ? Unescape(raw) : raw;
    }

    /// <summary>Goes to the next record; false at the end, and where the file is not for this reader.</summary>
    public bool Read()
    {
        while (!Failed)
        {
            if (_position < _end && TryRecord(out int next))
            {
                if (next > _end && !_atEnd) { } // a last line without an end: more may follow
                else
                {
                    Offset = _before + _position;
                    _position = next;
                    return !Failed;
                }
            }
            if (Failed) return false;
            if (_atEnd)
            {
                if (_position < _end) Failed = true; // an open quotation mark
                return false;
            }
            Fill();
        }
        return false;
    }

    public void Dispose() => file.Dispose();

    /// <summary>Finds the cells of the record that begins here; false where it is not in the buffer as a whole.</summary>
    private bool TryRecord(out int next)
    {
        ReadOnlySpan<byte> text = _buffer.AsSpan(0, _end);
        int at = _position;
        for (int c = 0; ; c++)
        {
            next = 0;
            if (c == width) return Fail(out next);
            int start = at, stop;
            if (at < text.Length && text[at] == (byte)'"')
            {
                if (!Quoted(text, at + 1, out stop, out _escaped[c])) return false;
                (_starts[c], _lengths[c], at) = (start + 1, stop - start - 1, stop + 1);
                if (at < text.Length && text[at] == (byte)'\r') at++;
                if (at < text.Length && text[at] != delimiter && text[at] != (byte)'\n') return Fail(out next);
            }
            else
            {
                int length = text[at..].IndexOfAny(delimiter, (byte)'\n');
                if (length < 0 && !_atEnd) return false;
                at = length < 0 ? text.Length : at + length;
                int end = at > start && text[at - 1] == (byte)'\r' && (at == text.Length || text[at] == (byte)'\n') ? at - 1 : at;
                (_starts[c], _lengths[c], _escaped[c]) = (start, end - start, false);
            }
            if (at >= text.Length && !_atEnd) return false;
            if (at < text.Length && text[at] == delimiter)
            {
                at++;
                continue;
            }
            next = at + 1;
            if (c < width - 1 || (_lengths[0] == 0 || text[_starts[0]] <= (byte)' ') && IsBlank()) return Fail(out next);
            return true;
        }
    }

    private bool Fail(out int next)
    {
        Failed = true;
        next = 0;
        return true;
    }

    /// <summary>Where the quotation mark closes; false where that is not in the buffer.</summary>
    private bool Quoted(ReadOnlySpan<byte> text, int from, out int stop, out bool escaped)
    {
        escaped = false;
        for (stop = from; ; stop += 2)
        {
            int length = text[Math.Min(stop, text.Length)..].IndexOf((byte)'"');
            if (length < 0) return false;
            stop += length;
            if (stop + 1 >= text.Length) return _atEnd;
            if (text[stop + 1] != (byte)'"') return true;
            escaped = true;
        }
    }

    private bool IsBlank()
    {
        for (int c = 0; c < width; c++)
            foreach (byte b in _buffer.AsSpan(_starts[c], _lengths[c]))
                if (b > (byte)' ') return false;
        return true;
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw)
    {
        if (_unescaped.Length < raw.Length) _unescaped = new byte[2 * raw.Length];
        int length = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            _unescaped[length++] = raw[i];
            if (raw[i] == (byte)'"') i++;
        }
        return _unescaped.AsSpan(0, length);
    }

    /// <summary>Moves the unfinished record to the front and reads on; what is not UTF-8 is not for this reader.</summary>
    private void Fill()
    {
        _buffer.AsSpan(_position, _end - _position).CopyTo(_buffer);
        _before += _position;
        (_end, _checked, _position) = (_end - _position, Math.Max(0, _checked - _position), 0);
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MostOfOneRecord)
            {
                Failed = true;
                return;
            }
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
        int read = file.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
        ReadOnlySpan<byte> fresh = _buffer.AsSpan(_checked, _end - _checked);
        if (Ascii.IsValid(fresh))
        {
            _checked = _end;
            return;
        }
        // A letter of several bytes may go on in the next piece: what comes after the last line end is looked at then.
        int whole = _atEnd ? fresh.Length : fresh.LastIndexOf((byte)'\n') + 1;
        if (!Utf8.IsValid(fresh[..whole])) Failed = true;
        _checked += whole;
    }
}
