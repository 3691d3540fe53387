using System.Globalization;
using System.IO.Compression;
using System.Text;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Statistical;

/// <summary>SPSS data (sav, zsav), after the description in the developers' guide of PSPP.</summary>
internal sealed class SpssReader
{
    private static readonly DateTime Gregorian = new(1582, 10, 14);
    private static readonly double SystemMissing = -double.MaxValue;

    private readonly ByteCursor _cursor;
    private readonly FindingSink _findings;
    private readonly List<Variable> _variables = [];
    private readonly List<(List<(byte[] Value, byte[] Label)> Labels, List<int> Variables)> _labels = [];
    private readonly Dictionary<string, string> _longNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _veryLong = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(int Subtype, byte[] Data)> _later = [];
    private int _compression;
    private double _bias;

    private SpssReader(byte[] bytes, FindingSink findings) => (_cursor, _findings) = (new ByteCursor(bytes, "SPSS"), findings);

    /// <summary>One element of eight bytes or more of a case.</summary>
    private sealed record Variable(string ShortName, int Width, int Position, int Print, byte[] Label, int MissingCount, byte[][] Missing);

    public static TypedColumn[] Read(byte[] bytes, FindingSink findings) => new SpssReader(bytes, findings).Read();

    private TypedColumn[] Read()
    {
        int cases = ReadHeader();
        ReadDictionary();
        ReadExtensions();
        byte[] data = Data(cases);
        int size = _variables.Sum(v => Elements(v.Width)) * 8;
        if (size == 0) throw _cursor.Damaged("it has no variables");
        int count = data.Length / size;
        if (cases >= 0 && count < cases)
            _findings.Error("damaged", count + 1, null, null, $"The file announces {cases} cases and holds {count}.", $"{cases} cases",
                "Fetch or save it again.");
        if (cases >= 0) count = Math.Min(count, cases);
        return [.. Columns(data, size, count).Select(c => c.Build(_findings))];
    }

    private static int Elements(int width) => width == 0 ? 1 : (width + 7) / 8;

    private int ReadHeader()
    {
        _cursor.Position = 64;
        if (_cursor.Int32() is not (2 or 3))
        {
            _cursor.BigEndian = true;
            _cursor.Position = 64;
            if (_cursor.Int32() is not (2 or 3)) throw _cursor.Damaged("its header is unknown");
        }
        _cursor.Position = 72;
        _compression = _cursor.Int32();
        _cursor.Int32();
        int cases = _cursor.Int32();
        _bias = _cursor.Double();
        _cursor.Position = 176;
        return cases;
    }

    private void ReadDictionary()
    {
        int element = 0;
        while (true)
        {
            switch (_cursor.Int32())
            {
                case 2:
                    ReadVariable(ref element);
                    break;
                case 3:
                    ReadLabels();
                    break;
                case 6:
                    _cursor.Take(_cursor.Count(_cursor.Int32(), 80) * 80);
                    break;
                case 7:
                    int subtype = _cursor.Int32(), size = _cursor.Int32(), count = _cursor.Int32();
                    _later.Add((subtype, _cursor.Take(_cursor.Count((long)size * count)).ToArray()));
                    break;
                case 999:
                    _cursor.Int32();
                    return;
                default:
                    throw _cursor.Damaged("a record of its dictionary is unknown");
            }
        }
    }

    private void ReadVariable(ref int element)
    {
        int type = _cursor.Int32();
        bool labelled = _cursor.Int32() != 0;
        int missing = _cursor.Int32(), print = _cursor.Int32();
        _cursor.Int32();
        string name = Encoding.Latin1.GetString(_cursor.Take(8)).TrimEnd();
        byte[] label = [];
        if (labelled)
        {
            int length = _cursor.Int32();
            label = _cursor.Take(length).ToArray();
            _cursor.Take((4 - (length % 4)) % 4);
        }
        if (missing is < -3 or > 3) throw _cursor.Damaged($"{name} has {missing} missing values");
        byte[][] values = new byte[Math.Abs(missing)][];
        for (int i = 0; i < values.Length; i++) values[i] = _cursor.Take(8).ToArray();
        if (type >= 0) _variables.Add(new(name, type, element, print, label, missing, values));
        element++;
    }

    private void ReadLabels()
    {
        int count = _cursor.Count(_cursor.Int32(), 8);
        var labels = new List<(byte[], byte[])>();
        for (int i = 0; i < count; i++)
        {
            byte[] value = _cursor.Take(8).ToArray();
            int length = _cursor.Byte();
            byte[] label = _cursor.Take(length).ToArray();
            _cursor.Take((8 - ((length + 1) % 8)) % 8);
            labels.Add((value, label));
        }
        if (_cursor.Int32() != 4) throw _cursor.Damaged("value labels have no variables");
        var variables = new List<int>();
        for (int i = _cursor.Count(_cursor.Int32(), 4); i > 0; i--) variables.Add(_cursor.Int32() - 1);
        _labels.Add((labels, variables));
    }

    private void ReadExtensions()
    {
        EncodingOf(_later.Find(l => l.Subtype == 20).Data, _later.Find(l => l.Subtype == 3).Data);
        foreach ((int subtype, byte[] data) in _later)
        {
            string text = _cursor.Encoding.GetString(data);
            if (subtype == 13)
                foreach (string pair in text.Split('\t', StringSplitOptions.RemoveEmptyEntries))
                    if (pair.Split('=', 2) is [{ } shortName, { } longName]) _longNames[shortName] = longName.TrimEnd('\0');
            if (subtype == 14)
                foreach (string pair in text.Split(['\t', '\0'], StringSplitOptions.RemoveEmptyEntries))
                    if (pair.Split('=', 2) is [{ } name, { } width] && int.TryParse(width, CultureInfo.InvariantCulture, out int w))
                        _veryLong[name] = w;
        }
    }

    private void EncodingOf(byte[]? name, byte[]? machine)
    {
        int code = machine is { Length: >= 32 } ? new ByteCursor(machine, "SPSS") { BigEndian = _cursor.BigEndian, Position = 28 }
            .Int32() : 0;
        string? given = name is null ? null : Encoding.Latin1.GetString(name).Trim('\0', ' ');
        try
        {
            _cursor.Encoding = given is { Length: > 0 } ? Encoding.GetEncoding(given) : code > 4
                ? Encoding.GetEncoding(code)
                : Encoding.GetEncoding(1252);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            _findings.Warn("encoding", null, null, given ?? code.ToString(CultureInfo.InvariantCulture),
                "The encoding named in the file is unknown; texts were read as Windows-1252.", "UTF-8", "Check letters other than a to z.");
            _cursor.Encoding = Encoding.GetEncoding(1252);
        }
    }

    private byte[] Data(int cases)
    {
        if (_compression == 0) return _cursor.Take(_cursor.Left).ToArray();
        ReadOnlySpan<byte> packed = _compression == 2 ? Inflated() : _cursor.Take(_cursor.Left);
        return Uncompressed(packed, cases);
    }

    private byte[] Inflated()
    {
        _cursor.Int64();
        int trailer = (int)Math.Min(_cursor.Int64(), int.MaxValue);
        _cursor.Position = trailer;
        _cursor.Int64();
        _cursor.Int64();
        _cursor.Int32();
        int blocks = _cursor.Count(_cursor.Int32(), 24);
        using var all = new MemoryStream();
        int next = _cursor.Position;
        for (int b = 0; b < blocks; b++)
        {
            _cursor.Position = next;
            _cursor.Int64();
            long at = _cursor.Int64();
            int unpacked = _cursor.Int32(), packed = _cursor.Int32();
            next = _cursor.Position;
            if (unpacked < 0 || unpacked > 1 << 26 || unpacked > 2000L * Math.Max(packed, 1) || at > _cursor.Length)
                throw _cursor.Damaged("a packed block is wrong");
            _cursor.Position = (int)at;
            using var zlib = new ZLibStream(new MemoryStream(_cursor.Take(packed).ToArray()), CompressionMode.Decompress);
            byte[] block = new byte[unpacked];
            try
            {
                zlib.ReadExactly(block);
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                throw _cursor.Damaged("a packed block cannot be unpacked");
            }
            all.Write(block);
            if (all.Length > 1 << 30) throw _cursor.Damaged("it unpacks to more than 1 GB");
        }
        return all.ToArray();
    }

    /// <summary>Elements of eight bytes from the byte code; blanks and missing numbers are codes of one byte.</summary>
    private byte[] Uncompressed(ReadOnlySpan<byte> packed, int cases)
    {
        int size = _variables.Sum(v => Elements(v.Width)) * 8;
        long most = cases >= 0 ? (long)size * cases : long.MaxValue;
        using var data = new MemoryStream();
        Span<byte> element = stackalloc byte[8];
        int at = 0;
        while (at + 8 <= packed.Length)
        {
            ReadOnlySpan<byte> codes = packed.Slice(at, 8);
            at += 8;
            foreach (byte code in codes)
            {
                if (data.Length >= most) return data.ToArray();
                switch (code)
                {
                    case 0: continue;
                    case 252: return data.ToArray();
                    case 253:
                        if (at + 8 > packed.Length) return data.ToArray();
                        packed.Slice(at, 8).CopyTo(element);
                        at += 8;
                        break;
                    case 254: element.Fill((byte)' '); break;
                    case 255: Write(element, SystemMissing); break;
                    default: Write(element, code - _bias); break;
                }
                data.Write(element);
            }
        }
        return data.ToArray();
    }

    private void Write(Span<byte> element, double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        if (_cursor.BigEndian) System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(element, bits);
        else System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(element, bits);
    }

    private double Number(ReadOnlySpan<byte> element) => BitConverter.Int64BitsToDouble(
        _cursor.BigEndian
            ? System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(element)
            : System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(element));

    private IEnumerable<StatisticsColumn> Columns(byte[] data, int size, int count)
    {
        var longLabels = LongStrings(21);
        for (int v = 0; v < _variables.Count; v++)
        {
            Variable variable = _variables[v];
            string name = _longNames.GetValueOrDefault(variable.ShortName, variable.ShortName);
            int segments = 1, width = variable.Width;
            if (width > 0 && _veryLong.TryGetValue(variable.ShortName, out int whole))
            {
                segments = Math.Min((whole + 251) / 252, _variables.Count - v);
                width = whole;
            }
            StatisticsColumn column = Describe(variable, name);
            foreach ((byte[] value, string label) in longLabels.GetValueOrDefault(name, [])) column.Labels[Text(value)] = label;
            Fill(column, variable, [.. _variables.Skip(v).Take(segments)], width, data, size, count);
            v += segments - 1;
            yield return column;
        }
    }

    private StatisticsColumn Describe(Variable variable, string name)
    {
        int type = (variable.Print >> 16) & 0xFF;
        Clock clock = variable.Width > 0 ? Clock.None : type switch
        {
            20 or 23 or 24 or 38 or 39 => Clock.Date,
            22 or 41 => Clock.DateTime,
            21 or 25 or 40 => Clock.Time,
            _ => Clock.None,
        };
        var column = new StatisticsColumn(name)
        {
            Label = variable.Label.Length == 0 ? null : _cursor.Encoding.GetString(variable.Label).TrimEnd(), Clock = clock,
            Origin = Gregorian, PerSecond = 1, IsText = variable.Width > 0,
        };
        foreach ((List<(byte[] Value, byte[] Label)> labels, List<int> variables) in _labels.Where(
            l => l.Variables.Contains(variable.Position)))
            foreach ((byte[] value, byte[] label) in labels)
                column.Labels[variable.Width > 0 ? Text(value) : StatisticsColumn.Code(Number(value))] = _cursor.Encoding.GetString(
                    label).TrimEnd();
        return column;
    }

    private void Fill(StatisticsColumn column, Variable variable, Variable[] segments, int width, byte[] data, int size, int count)
    {
        int[] offsets = [.. segments.Select(s => s.Position * 8)];
        HashSet<string> missingTexts = variable.Width > 0 ? [.. variable.Missing.Select(m => Text(m))] : [];
        var buffer = new byte[segments.Length * 256];
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<byte> one = data.AsSpan(row * size, size);
            if (variable.Width == 0)
            {
                double value = Number(one.Slice(offsets[0], 8));
                bool user = value != SystemMissing && IsMissing(variable, value);
                column.Numbers.Add(value == SystemMissing || user || double.IsNaN(value) ? null : value);
                column.Reasons.Add(user ? StatisticsColumn.Code(value) : null);
                continue;
            }
            int length = 0;
            for (int s = 0; s < segments.Length; s++)
            {
                int part = Math.Min(segments.Length == 1 ? segments[s].Width : 255,
                    Math.Min(Elements(segments[s].Width) * 8, width - length));
                if (part <= 0) break;
                one.Slice(offsets[s], part).CopyTo(buffer.AsSpan(length));
                length += part;
            }
            string text = _cursor.Encoding.GetString(buffer, 0, length).TrimEnd(' ', '\0');
            bool reason = missingTexts.Contains(text) && text.Length > 0;
            column.Texts.Add(reason ? null : text);
            column.Reasons.Add(reason ? text : null);
        }
    }

    private bool IsMissing(Variable variable, double value)
    {
        double[] given = [.. variable.Missing.Select(m => Number(m))];
        return variable.MissingCount switch
        {
            > 0 => given.Contains(value),
            -2 => value >= given[0] && value <= given[1],
            -3 => (value >= given[0] && value <= given[1]) || value == given[2],
            _ => false,
        };
    }

    private Dictionary<string, List<(byte[], string)>> LongStrings(int subtype)
    {
        var found = new Dictionary<string, List<(byte[], string)>>();
        foreach (byte[] data in _later.Where(l => l.Subtype == subtype).Select(l => l.Data))
        {
            var cursor = new ByteCursor(data, "SPSS") { BigEndian = _cursor.BigEndian, Encoding = _cursor.Encoding };
            while (cursor.Left >= 12)
            {
                string name = _cursor.Encoding.GetString(cursor.Take(cursor.Int32()));
                cursor.Int32();
                var labels = new List<(byte[], string)>();
                for (int i = cursor.Count(cursor.Int32(), 8); i > 0; i--)
                {
                    byte[] value = cursor.Take(cursor.Int32()).ToArray();
                    labels.Add((value, _cursor.Encoding.GetString(cursor.Take(cursor.Int32())).TrimEnd()));
                }
                found[name] = labels;
            }
        }
        return found;
    }

    private string Text(byte[] value) => _cursor.Encoding.GetString(value).TrimEnd(' ', '\0');
}
