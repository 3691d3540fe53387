using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Spreadsheets;

/// <summary>An xlsx or xlsm workbook, strict or not: names of elements are compared without their namespace.</summary>
internal sealed class XlsxWorkbook : IWorkbook
{
    private readonly ZipArchive _zip;
    private readonly DataFileLimits _limits;
    private readonly List<(string Name, bool IsHidden)> _sheets = [];
    private readonly Dictionary<string, string> _parts = [];
    private readonly List<string> _strings = [];
    private readonly List<NumberFormat> _styles = [];
    private bool _from1904;

    public XlsxWorkbook(byte[] bytes, DataFileLimits limits)
    {
        _limits = limits;
        _zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        ReadWorkbook();
        ReadStrings();
        ReadStyles();
    }

    public IReadOnlyList<(string Name, bool IsHidden)> Sheets => _sheets;

    public SheetData Read(string name)
    {
        var sheet = new SheetData(name) { IsHidden = _sheets.First(s => s.Name == name).IsHidden };
        if (Part(_parts[name]) is not { } entry) throw new InvalidDataException($"The sheet {name} is missing.");
        using XmlReader xml = LimitedPart.Open(entry, _limits);
        int row = 0;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            switch (xml.LocalName)
            {
                case "row":
                    row = int.TryParse(xml.GetAttribute("r"), CultureInfo.InvariantCulture, out int given) ? given : row + 1;
                    if (sheet.Rows.Count >= _limits.SheetRows || row < 1 || row > 1_048_576)
                        throw new DamagedFileException("too-large", $"The sheet {name} has more than {_limits.SheetRows} rows.",
                            "Raise Limits.SheetRows where this is meant.");
                    sheet.Rows.Add(ReadRow(xml, row));
                    break;
                case "col" when xml.GetAttribute("hidden") is "1" or "true":
                    int from = Int(xml, "min"), to = Math.Min(Int(xml, "max"), from + 200);
                    for (int c = from; c <= to; c++) sheet.HiddenColumns.Add(c - 1);
                    break;
                case "mergeCell" when xml.GetAttribute("ref") is { } area:
                    string[] ends = area.Split(':');
                    (int r1, int c1) = Address(ends[0]);
                    (int r2, int c2) = Address(ends[^1]);
                    sheet.Merges.Add(new(r1, r2, c1, c2));
                    break;
            }
        }
        return sheet;
    }

    private SheetRow ReadRow(XmlReader xml, int number)
    {
        var row = new SheetRow(number, []) { IsHidden = xml.GetAttribute("hidden") is "1" or "true" };
        if (xml.IsEmptyElement) return row;
        int depth = xml.Depth, column = -1;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "c") continue;
            column = xml.GetAttribute("r") is { Length: > 0 } address ? Address(address).Column : column + 1;
            if (column is < 0 or > 16_383) throw new InvalidDataException("A cell stands outside the sheet.");
            if (ReadCell(xml, column) is { } cell) row.Cells.Add(cell);
        }
        if (!row.Cells.Zip(row.Cells.Skip(1)).All(p => p.First.Column < p.Second.Column))
        {
            var sorted = row.Cells.OrderBy(c => c.Column).DistinctBy(c => c.Column).ToList();
            row.Cells.Clear();
            row.Cells.AddRange(sorted);
        }
        return row;
    }

    private SheetCell? ReadCell(XmlReader xml, int column)
    {
        string type = xml.GetAttribute("t") ?? "n";
        int style = int.TryParse(xml.GetAttribute("s"), CultureInfo.InvariantCulture, out int s) ? s : 0;
        if (xml.IsEmptyElement) return null;
        string? value = null;
        StringBuilder? inline = null;
        bool formula = false;
        int depth = xml.Depth;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            switch (xml.LocalName)
            {
                case "v": value = Text(xml); break;
                case "f":
                    formula = true;
                    Text(xml);
                    break;
                case "is": inline = RichText(xml); break;
            }
        }
        if (inline is not null) return new(column, inline.ToString(), CellKind.Text);
        if (value is null) return formula ? new(column, "", CellKind.Uncached) : null;
        return Cell(column, type, style, value);
    }

    private SheetCell Cell(int column, string type, int style, string value)
    {
        switch (type)
        {
            case "s":
                int index = int.Parse(value, CultureInfo.InvariantCulture);
                return new(column, _strings[index], CellKind.Text);
            case "str" or "inlineStr":
                return new(column, Unescape(value), CellKind.Text);
            case "b":
                return new(column, value.Trim() is "1" or "true" ? "TRUE" : "FALSE", CellKind.Boolean);
            case "e":
                return new(column, value, CellKind.Error);
            case "d":
                return new(column, value.EndsWith("T00:00:00", StringComparison.Ordinal) ? value[..^9] : value, CellKind.Date);
            default:
                if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    || !double.IsFinite(number)) return new(column, value, CellKind.Text);
                NumberFormat format = style >= 0 && style < _styles.Count ? _styles[style] : NumberFormat.Of(0, null);
                (string text, CellKind kind) = format.Read(number, value, _from1904);
                return new(column, text, kind);
        }
    }

    private void ReadWorkbook()
    {
        string path = _zip.Entries.First(e => e.FullName.EndsWith("xl/workbook.xml", StringComparison.OrdinalIgnoreCase)).FullName;
        string folder = path[..(path.LastIndexOf('/') + 1)];
        var targets = new Dictionary<string, string>();
        if (Part($"{folder}_rels/workbook.xml.rels") is { } relations)
        {
            using XmlReader rels = LimitedPart.Open(relations, _limits);
            while (rels.Read())
                if (rels.NodeType == XmlNodeType.Element && rels.LocalName == "Relationship" && rels.GetAttribute("Id") is { } id
                    && rels.GetAttribute("Target") is { } target)
                    targets[id] = target.StartsWith('/') ? target[1..] : folder + target;
        }
        using XmlReader xml = LimitedPart.Open(Part(path)!, _limits);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "workbookPr") _from1904 = xml.GetAttribute("date1904") is "1" or "true";
            if (xml.LocalName != "sheet" || xml.GetAttribute("name") is not { } name) continue;
            string? relation = null;
            while (xml.MoveToNextAttribute())
                if (xml.LocalName == "id" && xml.NamespaceURI.Length > 0) relation = xml.Value;
            xml.MoveToElement();
            if (relation is null || !targets.TryGetValue(relation, out string? part)
                || !part.Contains("worksheets", StringComparison.OrdinalIgnoreCase)) continue;
            _sheets.Add((name, xml.GetAttribute("state") is "hidden" or "veryHidden"));
            _parts[name] = part;
        }
    }

    private void ReadStrings()
    {
        if (Part("xl/sharedStrings.xml") is not { } entry) return;
        using XmlReader xml = LimitedPart.Open(entry, _limits);
        while (xml.Read())
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si")
                _strings.Add(xml.IsEmptyElement ? "" : RichText(xml).ToString());
    }

    private void ReadStyles()
    {
        if (Part("xl/styles.xml") is not { } entry) return;
        using XmlReader xml = LimitedPart.Open(entry, _limits);
        var codes = new Dictionary<int, string>();
        bool cells = false;
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs") cells = xml.NodeType == XmlNodeType.Element;
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "numFmt" && !cells) codes[Int(xml, "numFmtId")] = xml.GetAttribute("formatCode") ?? "";
            if (xml.LocalName != "xf" || !cells) continue;
            int id = Int(xml, "numFmtId");
            _styles.Add(NumberFormat.Of(id, codes.GetValueOrDefault(id)));
        }
    }

    private ZipArchiveEntry? Part(string name) =>
        _zip.Entries.FirstOrDefault(e => string.Equals(e.FullName, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The text of an element with runs; phonetic hints are left out.</summary>
    private static StringBuilder RichText(XmlReader xml)
    {
        var text = new StringBuilder();
        if (xml.IsEmptyElement) return text;
        int depth = xml.Depth;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "rPh") Text(xml);
            else if (xml.LocalName == "t") text.Append(Unescape(Text(xml)));
        }
        return text;
    }

    /// <summary>All text inside the element; the reader stands at its end afterwards.</summary>
    private static string Text(XmlReader xml)
    {
        if (xml.IsEmptyElement) return "";
        int depth = xml.Depth;
        string text = "";
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
                text += xml.Value;
        return text;
    }

    /// <summary>_x000D_ and its like as the character they stand for.</summary>
    private static string Unescape(string text) => !text.Contains("_x", StringComparison.Ordinal) ? text
        : System.Text.RegularExpressions.Regex.Replace(text, "_x([0-9A-Fa-f]{4})_",
            m => ((char)int.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    private static int Int(XmlReader xml, string attribute) =>
        int.TryParse(xml.GetAttribute(attribute), CultureInfo.InvariantCulture, out int value) ? value : 0;

    private static (int Row, int Column) Address(string address)
    {
        int column = 0, i = 0;
        for (; i < address.Length && char.IsAsciiLetter(address[i]); i++)
        {
            column = (column * 26) + (char.ToUpperInvariant(address[i]) - 'A' + 1);
            if (column > 20_000) throw new InvalidDataException($"{address} is not a cell.");
        }
        return (int.TryParse(address.AsSpan(i), CultureInfo.InvariantCulture, out int row) ? row : 0, column - 1);
    }
}
