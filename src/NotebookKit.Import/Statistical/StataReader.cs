using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Statistical;

/// <summary>Stata data (dta) of releases 113 to 115 and 117 to 119.</summary>
internal sealed class StataReader
{
    private const int Double = 65526, Float = 65527, Long = 65528, Int = 65529, Byte = 65530, LongText = 32768;

    private static readonly DateTime Origin = new(1960, 1, 1);

    private readonly ByteCursor _cursor;
    private readonly FindingSink _findings;
    private readonly Dictionary<(long, long), string> _texts = [];
    private readonly Dictionary<string, Dictionary<string, string>> _labels = [];
    private int _release;
    private int[] _types = [];
    private string[] _names = [];
    private string[] _formats = [];
    private string[] _labelNames = [];
    private string[] _descriptions = [];

    private StataReader(byte[] bytes, FindingSink findings) => (_cursor, _findings) = (new ByteCursor(bytes, "Stata"), findings);

    public static TypedColumn[] Read(byte[] bytes, FindingSink findings) => new StataReader(bytes, findings).Read(bytes);

    private TypedColumn[] Read(byte[] bytes)
    {
        StatisticsColumn[] columns = bytes[0] == (byte)'<' ? ReadTagged() : ReadPlain();
        return [.. columns.Select(c => c.Build(_findings))];
    }

    private StatisticsColumn[] ReadPlain()
    {
        _release = _cursor.Byte();
        if (_release is < 113 or > 115)
            throw new Tables.DamagedFileException("format", $"This Stata file is of release {_release}.",
                "Save it again with a newer Stata (save, or saveold with version 13).");
        _cursor.BigEndian = _cursor.Byte() == 1;
        _cursor.Take(2);
        _cursor.Encoding = Encoding.GetEncoding(1252);
        int variables = _cursor.Int16(), rows = _cursor.Int32();
        _cursor.Take(81 + 18);
        _cursor.Count(variables, 100);
        _types = [.. _cursor.Take(variables).ToArray().Select(t => t >= 251 ? 65530 - (t - 251) : t)];
        _names = Texts(variables, 33);
        _cursor.Take(2 * (variables + 1));
        _formats = Texts(variables, _release == 113 ? 12 : 49);
        _labelNames = Texts(variables, 33);
        _descriptions = Texts(variables, 81);
        while (true)
        {
            int kind = _cursor.Byte(), length = _cursor.Int32();
            if (kind == 0 && length == 0) break;
            _cursor.Take(length);
        }
        int data = _cursor.Position, width = _types.Sum(Width);
        _cursor.Take(_cursor.Count(rows, Math.Max(width, 1)) * width);
        while (_cursor.Left > 44) ReadLabelTable(_cursor.Int32(), 33);
        _cursor.Position = data;
        return ReadRows(rows);
    }

    private StatisticsColumn[] ReadTagged()
    {
        _cursor.Take("<stata_dta><header><release>".Length);
        _release = int.Parse(_cursor.Padded(3), CultureInfo.InvariantCulture);
        if (_release is < 117 or > 119)
            throw new Tables.DamagedFileException("format", $"This Stata file is of release {_release}.",
                "Save it with saveold, version 13.");
        _cursor.Encoding = _release >= 118 ? Encoding.UTF8 : Encoding.GetEncoding(1252);
        Tag("</release><byteorder>");
        _cursor.BigEndian = _cursor.Padded(3) == "MSF";
        Tag("</byteorder><K>");
        int variables = _release == 119 ? _cursor.Int32() : _cursor.UInt16();
        Tag("</K><N>");
        long rows = _release >= 118 ? _cursor.Int64() : _cursor.Int32();
        Tag("</N><label>");
        _cursor.Take(_release >= 118 ? _cursor.UInt16() : _cursor.Byte());
        Tag("</label><timestamp>");
        _cursor.Take(_cursor.Byte());
        Tag("</timestamp></header><map>");
        var map = new long[14];
        for (int i = 0; i < map.Length; i++) map[i] = _cursor.Int64();
        _cursor.Count(variables, 100);
        int wide = _release >= 118 ? 129 : 33;
        At(map[2], "<variable_types>");
        _types = [.. Enumerable.Range(0, variables).Select(_ => _cursor.UInt16())];
        At(map[3], "<varnames>");
        _names = Texts(variables, wide);
        At(map[5], "<formats>");
        _formats = Texts(variables, _release >= 118 ? 57 : 49);
        At(map[6], "<value_label_names>");
        _labelNames = Texts(variables, wide);
        At(map[7], "<variable_labels>");
        _descriptions = Texts(variables, _release >= 118 ? 321 : 81);
        if (_types.Contains(LongText)) ReadLongTexts(map[10]);
        At(map[11], "<value_labels>");
        while (_cursor.Left > 50 && _cursor.Padded(5) == "<lbl>")
        {
            ReadLabelTable(_cursor.Int32(), wide);
            Tag("</lbl>");
        }
        At(map[9], "<data>");
        return ReadRows(_cursor.Count(rows, Math.Max(1, _types.Sum(Width))));
    }

    private void Tag(string tag)
    {
        if (_cursor.Padded(tag.Length) != tag) throw _cursor.Damaged($"{tag} is missing");
    }

    private void At(long position, string tag)
    {
        if (position < 0 || position > _cursor.Length) throw _cursor.Damaged("its map leads outside");
        _cursor.Position = (int)position;
        Tag(tag);
    }

    private string[] Texts(int count, int width) => [.. Enumerable.Range(0, count).Select(_ => _cursor.ZeroEnded(width))];

    private void ReadLongTexts(long position)
    {
        At(position, "<strls>");
        while (_cursor.Left > 3 && _cursor.Padded(3) == "GSO")
        {
            long v = (uint)_cursor.Int32(), o = _release >= 118 ? _cursor.Int64() : (uint)_cursor.Int32();
            int kind = _cursor.Byte(), length = _cursor.Count((uint)_cursor.Int32());
            ReadOnlySpan<byte> text = _cursor.Take(length);
            _texts[(v, o)] = kind == 130 ? _cursor.Encoding.GetString(text).TrimEnd('\0') : "(binary)";
        }
    }

    private void ReadLabelTable(int length, int nameWidth)
    {
        string name = _cursor.ZeroEnded(nameWidth);
        _cursor.Take(3);
        int end = _cursor.Position + length;
        int count = _cursor.Count(_cursor.Int32(), 8), textLength = _cursor.Int32();
        int[] offsets = [.. Enumerable.Range(0, count).Select(_ => _cursor.Int32())];
        int[] values = [.. Enumerable.Range(0, count).Select(_ => _cursor.Int32())];
        byte[] text = _cursor.Take(textLength).ToArray();
        var labels = new Dictionary<string, string>();
        for (int i = 0; i < count; i++)
        {
            if (offsets[i] < 0 || offsets[i] > text.Length) throw _cursor.Damaged("a value label leads outside");
            ReadOnlySpan<byte> from = text.AsSpan(offsets[i]);
            int stop = from.IndexOf((byte)0);
            string code = values[i] > 2147483620
                ? "." + (char)('a' + (values[i] - 2147483622))
                : values[i].ToString(CultureInfo.InvariantCulture);
            labels[code] = _cursor.Encoding.GetString(stop < 0 ? from : from[..stop]);
        }
        _labels[name] = labels;
        _cursor.Position = end;
    }

    private static int Width(int type) => type switch
    {
        Double or LongText => 8,
        Float or Long => 4,
        Int => 2,
        Byte => 1,
        _ => type,
    };

    private StatisticsColumn[] ReadRows(int rows)
    {
        StatisticsColumn[] columns = [.. _types.Select((_, v) => Describe(v))];
        for (int row = 0; row < rows; row++)
            for (int v = 0; v < columns.Length; v++) Cell(columns[v], _types[v]);
        return columns;
    }

    private StatisticsColumn Describe(int v)
    {
        string format = _formats[v].TrimStart('%').TrimStart('-');
        Clock clock = format.StartsWith("tc", StringComparison.OrdinalIgnoreCase) ? Clock.DateTime
            : format.StartsWith("td", StringComparison.Ordinal) || format.StartsWith('d') ? Clock.Date : Clock.None;
        if (format.Length > 1 && format[0] == 't' && format[1] is 'w' or 'm' or 'q' or 'h' or 'y')
            _findings.Warn("date-partial", 1, _names[v], _formats[v],
                "The column counts weeks, months, quarters or years since 1960; it stays a number, so that no day is made up.",
                "days (%td)", "Convert it in Stata where a day is needed.");
        var column = new StatisticsColumn(_names[v])
        {
            Label = _descriptions[v].Length == 0 ? null : _descriptions[v], Clock = clock, Origin = Origin,
            PerSecond = clock == Clock.DateTime ? 1000 : 0,
            IsWhole = _types[v] is Byte or Int or Long ? true : null, IsText = _types[v] <= 2045 || _types[v] == LongText,
        };
        if (_labels.TryGetValue(_labelNames[v], out Dictionary<string, string>? labels))
            foreach ((string code, string label) in labels) column.Labels[code] = label;
        return column;
    }

    private void Cell(StatisticsColumn column, int type)
    {
        if (column.IsText)
        {
            column.Texts.Add(type == LongText ? LongTextOf() : _cursor.ZeroEnded(type));
            column.Reasons.Add(null);
            return;
        }
        int missing = -1;
        double value = 0;
        switch (type)
        {
            case Byte:
                int b = (sbyte)_cursor.Byte();
                (value, missing) = (b, b > 100 ? b - 101 : -1);
                break;
            case Int:
                int i = _cursor.Int16();
                (value, missing) = (i, i > 32740 ? i - 32741 : -1);
                break;
            case Long:
                int l = _cursor.Int32();
                (value, missing) = (l, l > 2147483620 ? l - 2147483621 : -1);
                break;
            case Float:
                int bits = _cursor.Int32();
                (value, missing) =
                    (double.Parse(BitConverter.Int32BitsToSingle(bits).ToString("R", CultureInfo.InvariantCulture),
                        CultureInfo.InvariantCulture), bits >= 0x7f000000 ? (bits - 0x7f000000) >> 11 : -1);
                break;
            default:
                long whole = _cursor.Int64();
                (value, missing) = (BitConverter.Int64BitsToDouble(whole),
                    whole >= 0x7fe0000000000000 ? (int)((whole - 0x7fe0000000000000) >> 40) : -1);
                break;
        }
        column.Numbers.Add(missing >= 0 || !double.IsFinite(value) ? null : value);
        column.Reasons.Add(missing is >= 1 and <= 26 ? "." + (char)('a' + missing - 1) : null);
    }

    private string? LongTextOf()
    {
        ReadOnlySpan<byte> id = _cursor.Take(8);
        (long v, long o) = _release switch
        {
            117 => (BinaryPrimitives.ReadUInt32LittleEndian(id), BinaryPrimitives.ReadUInt32LittleEndian(id[4..])),
            118 => (BinaryPrimitives.ReadUInt16LittleEndian(id), (long)(BinaryPrimitives.ReadUInt64LittleEndian(id) >> 16)),
            _ => ((long)(BinaryPrimitives.ReadUInt64LittleEndian(id) & 0xFFFFFF),
                (long)(BinaryPrimitives.ReadUInt64LittleEndian(id) >> 24)),
        };
        if (_cursor.BigEndian)
        {
            int split = _release switch { 117 => 4, 118 => 2, _ => 3 };
            (v, o) = (Big(id[..split]), Big(id[split..]));
        }
        return v == 0 && o == 0 ? "" : _texts.GetValueOrDefault((v, o));
    }

    private static long Big(ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        foreach (byte b in bytes) value = (value << 8) | b;
        return value;
    }
}
