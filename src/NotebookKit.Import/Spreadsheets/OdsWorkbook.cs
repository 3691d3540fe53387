using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Spreadsheets;

/// <summary>An OpenDocument spreadsheet (ods).</summary>
internal sealed class OdsWorkbook : IWorkbook
{
    private const int MostRepeated = 16_384;
    private const long MostCells = 20_000_000;

    private readonly Dictionary<string, SheetData> _data = [];
    private readonly List<(string Name, bool IsHidden)> _sheets = [];
    private readonly HashSet<string> _hiddenTables = [];
    private readonly DataFileLimits _limits;
    private long _cells;

    public OdsWorkbook(byte[] bytes, DataFileLimits limits)
    {
        _limits = limits;
        using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        if (zip.GetEntry("META-INF/manifest.xml") is { } manifest)
        {
            using XmlReader parts = LimitedPart.Open(manifest, limits);
            while (parts.Read())
                if (parts.LocalName == "encryption-data")
                    throw new DamagedFileException("password", "The workbook is protected by a password.",
                        "Open it in the spreadsheet program and save it without one.");
        }
        using XmlReader xml = LimitedPart.Open(zip.GetEntry("content.xml")!, limits);
        string? style = null;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "style") style = xml.GetAttribute("name", xml.NamespaceURI);
            if (xml.LocalName == "table-properties" && style is not null && Attribute(xml, "display") == "false") _hiddenTables.Add(style);
            if (xml.LocalName == "table") ReadTable(xml);
        }
    }

    public IReadOnlyList<(string Name, bool IsHidden)> Sheets => _sheets;

    public SheetData Read(string name) => _data[name];

    private void ReadTable(XmlReader xml)
    {
        string name = Attribute(xml, "name") ?? "Sheet";
        var sheet = new SheetData(name) { IsHidden = Attribute(xml, "style-name") is { } style && _hiddenTables.Contains(style) };
        _sheets.Add((name, sheet.IsHidden));
        _data[name] = sheet;
        if (xml.IsEmptyElement) return;
        int depth = xml.Depth, row = 1, column = 0;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "table-column")
            {
                int repeated = Repeated(xml, "number-columns-repeated");
                if (Attribute(xml, "visibility") is "collapse" or "filter")
                    for (int c = column; c < Math.Min(column + repeated, 500); c++) sheet.HiddenColumns.Add(c);
                column += repeated;
            }
            else if (xml.LocalName == "table-row")
            {
                int repeated = Repeated(xml, "number-rows-repeated");
                bool hidden = Attribute(xml, "visibility") is "collapse" or "filter";
                List<SheetCell> cells = ReadRow(xml, sheet, row);
                _cells += (long)cells.Count * repeated;
                if (_cells > MostCells)
                    throw new DamagedFileException("too-large", $"The workbook has more than {MostCells} cells.",
                        "Save the table alone, or as CSV.");
                if (cells.Count > 0)
                    for (int r = 0; r < repeated; r++)
                    {
                        if (sheet.Rows.Count >= _limits.SheetRows)
                            throw new DamagedFileException("too-large", $"The sheet {name} has more than {_limits.SheetRows} rows.",
                                "Raise Limits.SheetRows where this is meant.");
                        sheet.Rows.Add(new(row + r, [.. cells]) { IsHidden = hidden });
                    }
                row += repeated;
            }
        }
    }

    private static List<SheetCell> ReadRow(XmlReader xml, SheetData sheet, int row)
    {
        var cells = new List<SheetCell>();
        if (xml.IsEmptyElement) return cells;
        int depth = xml.Depth, column = 0;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName is not ("table-cell" or "covered-table-cell")) continue;
            int repeated = Repeated(xml, "number-columns-repeated");
            bool covered = xml.LocalName == "covered-table-cell";
            int down = Repeated(xml, "number-rows-spanned"), across = Repeated(xml, "number-columns-spanned");
            if (down > 1 || across > 1) sheet.Merges.Add(new(row, row + down - 1, column, column + across - 1));
            if (ReadCell(xml, column) is { } cell && !covered)
            {
                if (column + repeated > MostRepeated) repeated = Math.Max(1, MostRepeated - column);
                for (int c = 0; c < repeated; c++) cells.Add(cell with { Column = column + c });
            }
            column += repeated;
        }
        return cells;
    }

    private static SheetCell? ReadCell(XmlReader xml, int column)
    {
        string? type = Attribute(xml, "value-type"), value = Attribute(xml, "value"), date = Attribute(xml, "date-value"),
            time = Attribute(xml, "time-value"), flag = Attribute(xml, "boolean-value");
        bool formula = Attribute(xml, "formula") is not null;
        string text = ReadText(xml);
        if (text.StartsWith('#') && formula && text is "#DIV/0!" or "#N/A" or "#REF!" or "#VALUE!" or "#NAME?" or "#NUM!"
            || text.StartsWith("Err:", StringComparison.Ordinal)) return new(column, text, CellKind.Error);
        switch (type)
        {
            case "float" or "currency" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number):
                if (text.Length > 1 && text[0] == '0' && text.All(char.IsAsciiDigit)) return new(column, text, CellKind.Text);
                return new(column, number.ToString("R", CultureInfo.InvariantCulture), CellKind.Number);
            case "percentage" when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal share):
                return new(column, (share * 100m).ToString("0.############", CultureInfo.InvariantCulture) + "%", CellKind.Number);
            case "date" when date is not null:
                return new(column, date.EndsWith("T00:00:00", StringComparison.Ordinal) && !text.Contains(':') ? date[..^9] : date.Split(
                    '.')[0], CellKind.Date);
            case "time" when time is not null:
                TimeSpan span = XmlConvert.ToTimeSpan(time);
                return span.TotalHours >= 24 || span < TimeSpan.Zero ? new(column, text, CellKind.Text)
                    : new(column, span.Seconds == 0
                        ? $"{span.Hours:00}:{span.Minutes:00}"
                        : $"{span.Hours:00}:{span.Minutes:00}:{span.Seconds:00}", CellKind.Time);
            case "boolean":
                return new(column, flag == "true" ? "TRUE" : "FALSE", CellKind.Boolean);
            default:
                return text.Length == 0 ? null : new(column, text, CellKind.Text);
        }
    }

    private static string ReadText(XmlReader xml)
    {
        var text = new StringBuilder();
        if (xml.IsEmptyElement) return "";
        int depth = xml.Depth, paragraphs = 0, comment = -1;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (comment >= 0)
            {
                if (xml.NodeType == XmlNodeType.EndElement && xml.Depth == comment) comment = -1;
                continue;
            }
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace) text.Append(xml.Value);
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "annotation" && !xml.IsEmptyElement) comment = xml.Depth;
            else if (xml.LocalName == "p" && paragraphs++ > 0) text.Append('\n');
            else if (xml.LocalName == "s") text.Append(' ', Math.Min(Repeated(xml, "c"), 1000));
            else if (xml.LocalName == "tab") text.Append('\t');
            else if (xml.LocalName == "line-break") text.Append('\n');
        }
        return text.ToString();
    }

    private static int Repeated(XmlReader xml, string name) =>
        int.TryParse(Attribute(xml, name), CultureInfo.InvariantCulture, out int times) && times > 0 ? times : 1;

    private static string? Attribute(XmlReader xml, string name)
    {
        string? value = null;
        if (!xml.MoveToFirstAttribute()) return null;
        do
        {
            if (xml.LocalName == name && (value is null || xml.Prefix != "calcext")) value = xml.Value;
        }
        while (xml.MoveToNextAttribute());
        xml.MoveToElement();
        return value;
    }
}
