using NotebookKit.Cohorts.Reading;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Typing;

/// <summary>Decides the type of one column from all its cells and reads it; what does not fit is a finding.</summary>
/// <remarks>
/// Order: missing markers, yes and no, numbers, dates, text. Nothing decides, or one cell contradicts: text, and an error that shows
/// the readings. A bound such as &lt;5 is not a value: missing, and an error that quotes it.
/// </remarks>
internal sealed partial class ColumnTyper
{
    private static readonly HashSet<string> Yes = new(StringComparer.OrdinalIgnoreCase) { "yes", "ja", "oui", "true", "wahr", "vrai", "sí",
        "si", "sim", "checked" };
    private static readonly HashSet<string> No = new(StringComparer.OrdinalIgnoreCase) { "no", "nein", "non", "false", "falsch", "faux",
        "não", "unchecked" };

    private readonly TextTable _table;
    private readonly string _name;
    private readonly bool _isPlain;
    private readonly ReadContext _context;
    private readonly DistinctColumn _distinct;
    private readonly List<DataMissing> _missing = [];
    private readonly string? _headerUnit;

    private ColumnTyper(TextTable table, int index, ReadContext context, DistinctColumn distinct)
    {
        (_table, _context, _name, _distinct, _isPlain) = (table, context, table.Names[index], distinct, table.Columns[index].IsPlain);
        _headerUnit = table.Units?[index] ?? UnitText.InName(_name);
    }

    private FindingSink Findings => _context.Findings;

    private DataFileOptions Options => _context.Options;

    public static TypedColumn Type(TextTable table, int index, ReadContext context)
    {
        string name = table.Names[index];
        TextColumn cells = table.Columns[index];
        string? declared = table.DeclaredTypes.GetValueOrDefault(name);
        if (cells.IsPlain && declared is null && !context.Options.TextColumns.Contains(name) && context.Options.Missing.IsEmpty
            && context.Options.DecimalSign != ',' &&
            CleanColumn.TryRead(cells, name) is var (type, column, filled))
            return new(new(name, type) { Unit = table.Units?[index] ?? UnitText.InName(name), Filled = filled }, column);
        return Type(table, index, context, DistinctColumn.Of(cells));
    }

    /// <summary>Reads a column by its distinct cells.</summary>
    public static TypedColumn Type(TextTable table, int index, ReadContext context, DistinctColumn distinct) =>
        new ColumnTyper(table, index, context, distinct).Type();

    public static bool IsYesOrNo(string word) => Yes.Contains(word) || No.Contains(word);

    private TypedColumn Type()
    {
        if (Options.TextColumns.Contains(_name)) return TextAsItStands();
        var valued = new List<DistinctCell>();
        foreach (DistinctCell cell in _distinct.Cells) if (Prepare(cell)) valued.Add(cell);
        if (valued.Count == 0) return Finish(DataType.Text, Strings(_ => null));
        int total = valued.Sum(c => c.Count);
        if (_table.DeclaredTypes.GetValueOrDefault(_name) == "STRING") return Words(valued, total);
        return Booleans(valued) ?? Numbers(valued, total) ?? Dates(valued, total) ?? Words(valued, total);
    }

    /// <summary>Cleans a cell and reads it as number and date; false where it is not a value.</summary>
    private bool Prepare(DistinctCell cell)
    {
        cell.Text = CellText.Clean(cell.Raw, out string? hidden);
        int row = Row(cell);
        if (hidden is not null)
            Findings.Warn("invisible-character", row, _name, cell.Raw,
                $"The cell holds a character that cannot be seen ({hidden}); it was taken off ({Times(cell)}).",
                $"'{FindingSink.Cut(cell.Text)}'",
                "Nothing to do here; type the text again in the file so that other programs see the same.");
        switch (cell.Kind)
        {
            case CellKind.Error:
                Findings.Error("formula-error", row, _name, cell.Text,
                    $"The formula in this cell failed: {cell.Text} ({Times(cell)}). The cell is missing.",
                    "a value", "Mend the formula in the workbook, or clear the cell where there is no value.");
                return Drop(cell, cell.Text);
            case CellKind.Uncached:
                Findings.Error("formula-uncached", row, _name, null,
                    $"The cell holds a formula that was never calculated ({Times(cell)}). The cell is missing.",
                    "a calculated value", "Open the workbook in the spreadsheet program, save it there, and read it again.");
                return Drop(cell, null);
            case CellKind.InvalidDate:
                Findings.Error("date-invalid", row, _name, cell.Text,
                    $"{cell.Text} is formatted as a date, but no such day exists. The cell is missing.",
                    "a day", "Look up the day in the source and type it again.");
                return Drop(cell, null);
        }
        if (cell.Text.Length == 0) return Drop(cell, null);
        if (Options.Missing.Contains(cell.Text) || MissingWords.InAnyColumn(cell.Text)) return Drop(cell, cell.Text);
        if (cell.Kind == CellKind.Boolean) return true;
        char first = cell.Text[0];
        bool letter = char.IsLetter(first);
        if (!letter || LimitWord(cell.Text)) cell.Number = NumberText.Parse(cell.Text, cell.Kind == CellKind.Number);
        if (cell.Kind is CellKind.Text or CellKind.Date && (!letter || (cell.Text.Length >= 6 && char.IsAsciiDigit(cell.Text[^1]))))
            cell.Date = DateText.Parse(cell.Text, _context.CurrentYear);
        return true;
    }

    private static bool LimitWord(string text) =>
        text.Length < 30 && text[0] is 'u' or 'U' or 'ü' or 'Ü' or 'k' or 'g' or 'l' or 'L' or 'm' or 'o' or 'b' or 'c' or 'a' or 'e'
            && char.IsAsciiDigit(text[^1]);

    private bool Drop(DistinctCell cell, string? marker)
    {
        cell.Text = "";
        cell.Number = default;
        cell.Date = default;
        if (marker is not null) _missing.Add(new(marker, cell.Count));
        return false;
    }

    private void DropMarkers(List<DistinctCell> valued, Func<string, bool> isMarker)
    {
        foreach (DistinctCell cell in valued.Where(c => isMarker(c.Text)).ToArray())
        {
            string text = cell.Text;
            Drop(cell, text);
            valued.Remove(cell);
        }
    }

    private TypedColumn? Booleans(List<DistinctCell> valued)
    {
        int words = valued.Where(IsBoolean).Sum(c => c.Count);
        if (words == 0) return null;
        DistinctCell[] others = [.. valued.Where(c => !IsBoolean(c) && !MissingWords.IsSign(c.Text))];
        if (others.Length == 0)
        {
            DropMarkers(valued, MissingWords.IsSign);
            bool?[] values = ByCell(c => c.Text.Length == 0
                ? null
                : (bool?)(Yes.Contains(c.Text) || (c.Kind == CellKind.Boolean && c.Text == "TRUE")));
            return Finish(DataType.Boolean, new BooleanDataFrameColumn(_name, Rows(values)));
        }
        DistinctCell[] doubtful = [.. others.Where(c => HoldsBooleanWord(c.Text))];
        if (doubtful.Length == 0 || doubtful.Length != others.Length) return null;
        foreach (DistinctCell cell in doubtful)
            Findings.Error("not-yes-or-no", Row(cell), _name, cell.Text,
                $"'{cell.Text}' is neither yes nor no in a column of yes and no ({Times(cell)}); the column stays text.",
                string.Join(" | ", valued.Where(IsBoolean).Select(c => c.Text).Distinct()),
                "Ask what is meant; write one of the two, or leave the cell blank where it is not known.");
        return null;
    }

    private static bool IsBoolean(DistinctCell cell) => cell.Kind == CellKind.Boolean || Yes.Contains(cell.Text) || No.Contains(cell.Text);

    private static bool HoldsBooleanWord(string text) =>
        text.Split([' ', '?', '/', ',', '(', ')', '.', ';'], StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 and < 6 } words &&
        words.Any(w => Yes.Contains(w) || No.Contains(w));

    private TypedColumn TextAsItStands()
    {
        foreach (DistinctCell cell in _distinct.Cells) cell.Text = cell.Raw;
        return Finish(DataType.Text, Strings(c => c.Raw));
    }

    private TypedColumn Finish(DataType type, DataFrameColumn column, string? unit = null, string written = "")
    {
        foreach (DataMissing missing in _missing)
        {
            if (missing.Text.StartsWith('#')) continue;
            DistinctCell cell = _distinct.Cells.First(c => CellText.Clean(c.Raw, out _) == missing.Text);
            Findings.Info("missing-marker", Row(cell), _name, missing.Text,
                $"'{missing.Text}' was read as missing ({missing.Count} ×).", "",
                "Where it is a value, name the column among the text columns.");
        }
        int filled = (int)(column.Length - column.NullCount);
        return new(new(_name, type) { Unit = unit ?? _headerUnit, Written = written, Missing = [.. _missing], Filled = filled }, column);
    }

    private int Row(DistinctCell cell) => _table.RowNumber(cell.FirstRow);

    private static string Times(DistinctCell cell) =>
        cell.Count == 1 ? "1 cell" : cell.Count.ToString(CultureInfo.InvariantCulture) + " cells";

    private T[] ByCell<T>(Func<DistinctCell, T> value) => [.. _distinct.Cells.Select(value)];

    private IEnumerable<T?> Rows<T>(T?[] values)
        where T : struct
    {
        foreach (int code in _distinct.Codes) yield return code < 0 ? null : values[code];
    }

    private StringDataFrameColumn Strings(Func<DistinctCell, string?> value)
    {
        string?[] values = ByCell(value);
        return new(_name, _distinct.Codes.Select(code => code < 0 ? null! : values[code]!));
    }
}
