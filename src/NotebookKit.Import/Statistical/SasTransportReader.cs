using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Statistical;

/// <summary>SAS transport files (xpt) of versions 5 and 8.</summary>
internal sealed class SasTransportReader
{
    private const int Record = 80;

    private static readonly DateTime Origin = new(1960, 1, 1);

    private readonly ByteCursor _cursor;
    private readonly byte[] _bytes;
    private readonly FindingSink _findings;

    private SasTransportReader(byte[] bytes, FindingSink findings) =>
        (_bytes, _cursor, _findings) =
            (bytes, new ByteCursor(bytes, "SAS transport") { BigEndian = true, Encoding = Encoding.GetEncoding(1252) }, findings);

    private sealed record Variable(string Name, string Label, bool IsText, int Length, int Position, string Format);

    public static TypedColumn[] Read(byte[] bytes, FindingSink findings) => new SasTransportReader(bytes, findings).Read();

    private TypedColumn[] Read()
    {
        bool new8 = Header(0).Contains("LIBV8", StringComparison.Ordinal);
        _cursor.Position = 3 * Record;
        if (!Header(_cursor.Position).Contains(new8 ? "MEMBV8" : "MEMBER", StringComparison.Ordinal))
            throw _cursor.Damaged("it has no member");
        int nameLength = int.TryParse(Header(_cursor.Position).AsSpan(75, 3), CultureInfo.InvariantCulture, out int given)
            && given is 136 or 140 ? given : 140;
        _cursor.Position += 2 * Record;
        string member = _cursor.Padded(Record)[8..Math.Min(16, Record)].Trim();
        _cursor.Take(Record);
        string names = Header(_cursor.Position);
        _cursor.Position += Record;
        int count = NumberAfterMarks(names);
        List<Variable> variables = Variables(_cursor.Count(count, nameLength), nameLength, new8);
        _cursor.Position = RoundUp(_cursor.Position);
        if (new8) ReadLabels(variables);
        if (!Header(_cursor.Position).Contains("OBS", StringComparison.Ordinal)) throw _cursor.Damaged("it has no rows");
        _cursor.Position += Record;
        int end = NextMember(_cursor.Position, new8);
        if (end < _bytes.Length)
            _findings.Warn("several-tables", null, null, member, $"The file holds several data sets; the first, {member}, was read.",
                "one data set", "Export the others to files of their own.");
        return Rows(variables, _cursor.Position, end);
    }

    private static int RoundUp(int position) => (position + Record - 1) / Record * Record;

    private string Header(int position) => position + Record > _bytes.Length
        ? throw _cursor.Damaged("it ends too early")
        : Encoding.Latin1.GetString(_bytes, position, Record);

    private int NumberAfterMarks(string header)
    {
        string digits = header[(header.IndexOf("!!!!!!!", StringComparison.Ordinal) + 7)..].TrimEnd();
        // Version 5 writes six zeros, four digits of the number and twenty zeros; version 8 the same with five digits or more.
        for (int length = 4; length <= 6; length++)
            if (digits.Length >= 6 + length && int.TryParse(digits.AsSpan(6, length), CultureInfo.InvariantCulture, out int n) && n > 0)
                return n;
        throw _cursor.Damaged("the number of its variables is missing");
    }

    private List<Variable> Variables(int count, int length, bool new8)
    {
        var variables = new List<Variable>();
        for (int i = 0; i < count; i++)
        {
            int start = _cursor.Position;
            bool text = _cursor.Int16() == 2;
            _cursor.Int16();
            int width = _cursor.Int16();
            _cursor.Int16();
            string name = _cursor.Padded(8), label = _cursor.Padded(40), format = _cursor.Padded(8);
            _cursor.Position = start + 84;
            int position = _cursor.Int32();
            if (new8 && length >= 120)
            {
                string longName = _cursor.Padded(32);
                if (longName.Length > 0) name = longName;
            }
            if (width is < 1 or > 32767 || position < 0) throw _cursor.Damaged($"the variable {name} has no length");
            variables.Add(new(name, label, text, width, position, format.Trim().ToUpperInvariant()));
            _cursor.Position = start;
            _cursor.Take(length);
        }
        return variables;
    }

    private void ReadLabels(List<Variable> variables)
    {
        string header = Header(_cursor.Position);
        if (!header.Contains("LABELV", StringComparison.Ordinal)) return;
        _cursor.Position += Record;
        bool formats = header.Contains("LABELV9", StringComparison.Ordinal);
        for (int i = NumberAfterMarks(header); i > 0 && _cursor.Left > 10; i--)
        {
            int number = _cursor.Int16() - 1, nameLength = _cursor.Int16(), labelLength = _cursor.Int16();
            int more = formats ? _cursor.Int16() + _cursor.Int16() : 0;
            string name = _cursor.Padded(nameLength), label = _cursor.Padded(labelLength);
            _cursor.Take(more);
            if (number >= 0 && number < variables.Count) variables[number] = variables[number] with { Name = name, Label = label };
        }
        _cursor.Position = RoundUp(_cursor.Position);
    }

    private int NextMember(int from, bool new8)
    {
        byte[] mark = Encoding.Latin1.GetBytes(new8 ? "HEADER RECORD*******MEMBV8" : "HEADER RECORD*******MEMBER");
        for (int position = from; position + Record <= _bytes.Length; position += Record)
            if (_bytes.AsSpan(position, mark.Length).SequenceEqual(mark)) return position;
        return _bytes.Length;
    }

    private TypedColumn[] Rows(List<Variable> variables, int start, int end)
    {
        int width = variables.Max(v => v.Position + v.Length);
        int count = (end - start) / width;
        // The last record is filled with blanks: rows of blanks alone that fit into it are no rows.
        while (count > 0 && (end - start) - (count * width) + width < Record + width && IsBlank(start + ((count - 1) * width), width)
            && end - (start + ((count - 1) * width)) <= Record) count--;
        StatisticsColumn[] columns = [.. variables.Select(Describe)];
        for (int row = 0; row < count; row++)
            for (int v = 0; v < columns.Length; v++)
                Cell(columns[v], _bytes.AsSpan(start + (row * width) + variables[v].Position, variables[v].Length));
        return [.. columns.Select(c => c.Build(_findings))];
    }

    private bool IsBlank(int position, int length) => !_bytes.AsSpan(position, length).ContainsAnyExcept((byte)' ');

    private static StatisticsColumn Describe(Variable variable)
    {
        string format = variable.Format;
        Clock clock = variable.IsText ? Clock.None
            : format.StartsWith("DATETIME", StringComparison.Ordinal) || format is "E8601DT" or "IS8601DT" or "B8601DT" or "DATEAMPM"
            or "NLDATM" ? Clock.DateTime
            : format.StartsWith("DATE", StringComparison.Ordinal) || format.StartsWith("DDMMYY", StringComparison.Ordinal)
            || format.StartsWith("MMDDYY", StringComparison.Ordinal) || format.StartsWith("YYMMDD", StringComparison.Ordinal)
                || format is "E8601DA" or "IS8601DA" or "B8601DA" or "WORDDATE" or "WEEKDATE" or "NLDATE" or "JULIAN" or "EURDFDD"
                or "DDMMYYP" or "YYMMDDD" or "YYMMDDN" ? Clock.Date
            : format.StartsWith("TIME", StringComparison.Ordinal) || format is "HHMM" or "E8601TM" or "IS8601TM" or "TOD"
            ? Clock.Time
            : Clock.None;
        return new(variable.Name)
        {
            Label = variable.Label.Length == 0 ? null : variable.Label, IsText = variable.IsText, Clock = clock, Origin = Origin,
            PerSecond = clock == Clock.Date ? 0 : 1,
        };
    }

    private void Cell(StatisticsColumn column, ReadOnlySpan<byte> bytes)
    {
        if (column.IsText)
        {
            column.Texts.Add(Text(bytes));
            column.Reasons.Add(null);
            return;
        }
        bool missing = bytes[0] is (byte)'.' or (byte)'_' or (>= (byte)'A' and <= (byte)'Z') && !bytes[1..].ContainsAnyExcept((byte)0);
        column.Numbers.Add(missing ? null : Ibm(bytes));
        column.Reasons.Add(missing && bytes[0] != (byte)'.' ? "." + (char)bytes[0] : null);
    }

    private string Text(ReadOnlySpan<byte> bytes)
    {
        Encoding encoding = System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8 : _cursor.Encoding;
        return encoding.GetString(bytes).TrimEnd(' ', '\0');
    }

    /// <summary>A floating-point number of an IBM mainframe: base 16, 56 bits.</summary>
    internal static double Ibm(ReadOnlySpan<byte> bytes)
    {
        Span<byte> eight = stackalloc byte[8];
        eight.Clear();
        bytes[..Math.Min(8, bytes.Length)].CopyTo(eight);
        ulong bits = BinaryPrimitives.ReadUInt64BigEndian(eight);
        ulong fraction = bits & 0x00FFFFFFFFFFFFFF;
        if (fraction == 0) return 0;
        int exponent = (int)((bits >> 56) & 0x7F) - 64;
        double value = Math.ScaleB(fraction, (exponent * 4) - 56);
        return (bits >> 63) == 1 ? -value : value;
    }
}
