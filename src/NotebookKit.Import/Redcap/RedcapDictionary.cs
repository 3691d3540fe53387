using NotebookKit.Cohorts.Reading;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using NotebookKit.Import.Delimited;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Redcap;

/// <summary>One field of the project.</summary>
internal sealed record RedcapField(string Name, string Form, string Type, string Label, string Validation,
    ImmutableArray<DataLevel> Choices, double? Minimum, double? Maximum, bool Identifies)
{
    public bool IsCheckbox => Type == "checkbox";

    public bool HasChoices => Type is "radio" or "dropdown";

    /// <summary>Name of the column of one box: signs of a code become underscores.</summary>
    public string BoxName(DataLevel box) => Name + "___" + box.Code.ToLowerInvariant().Replace('-', '_').Replace('.', '_');
}

/// <summary>A data dictionary as a project exports it: the fields of every form in order.</summary>
internal sealed partial class RedcapDictionary
{
    private static readonly ImmutableArray<DataLevel> Completeness = [new("0", "Incomplete"), new("1", "Unverified"), new("2", "Complete")];

    private RedcapDictionary(ImmutableArray<RedcapField> fields) => Fields = fields;

    public ImmutableArray<RedcapField> Fields { get; }

    public IEnumerable<string> Forms => Fields.Select(f => f.Form).Distinct();

    public string RecordId => Fields[0].Name;

    public static RedcapDictionary? Read(string path, FindingSink findings)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no data dictionary '{path}'.", path);
        byte[] bytes = SharedFile.ReadAllBytes(path);
        var own = new FindingSink(Path.GetFileName(path), null);
        TextTable? table = bytes.AsSpan().TrimStart((byte)' ').StartsWith("["u8)
            ? JsonRows.Read(Path.GetFileName(path), bytes, own)
            : DelimitedReader.Read(Path.GetFileName(path), bytes, new DataFileOptions { HeaderRow = 1 }, own).Table;
        int Column(params string[] names) => table is null
            ? -1
            : table.Names.FindIndex(n => names.Any(x => CellText.Plain(n) == CellText.Plain(x)));
        int name = Column("Variable / Field Name", "field_name"), form = Column("Form Name", "form_name"),
            type = Column("Field Type", "field_type"), label = Column("Field Label", "field_label"),
            choices = Column("Choices, Calculations, OR Slider Labels", "select_choices_or_calculations"),
            validation = Column("Text Validation Type OR Show Slider Number", "text_validation_type_or_show_slider_number"),
            low = Column("Text Validation Min", "text_validation_min"), high = Column("Text Validation Max", "text_validation_max"),
            identifies = Column("Identifier?", "identifier");
        if (table is null || name < 0 || form < 0 || type < 0 || table.RowCount == 0)
        {
            findings.Error("dictionary", null, null, Path.GetFileName(path), $"{Path.GetFileName(path)} is no REDCap data dictionary.",
                "a file with the columns Variable / Field Name, Form Name, Field Type",
                "In REDCap: Project Setup, Data Dictionary, Download the current Data Dictionary.");
            return null;
        }
        string Cell(int row, int column) => column < 0 ? "" : table.Columns[column][row].Trim().ToString();
        return new([.. Enumerable.Range(0, table.RowCount).Where(r => Cell(r, type) != "descriptive").Select(r => new RedcapField(
            Cell(r, name), Cell(r, form), Cell(r, type).ToLowerInvariant(), Tags().Replace(Cell(r, label), "").Trim(), Cell(r, validation),
            Cell(r, type) is "radio" or "dropdown" or "checkbox" ? Choices(Cell(r, choices)) : [], Number(Cell(r, low)),
            Number(Cell(r, high)), Cell(r, identifies) is "y" or "Y"))]);
    }

    public static RedcapField Complete(string form) =>
        new(form + "_complete", form, "dropdown", "Complete?", "", Completeness, null, null, false);

    /// <summary>Columns of a label export in the order of the project: label, name of the column, field.</summary>
    public IEnumerable<(string Label, string Column, RedcapField Field)> Columns()
    {
        foreach (string form in Forms)
        {
            foreach (RedcapField field in Fields.Where(f => f.Form == form))
            {
                if (!field.IsCheckbox) yield return (field.Label, field.Name, field);
                else
                    foreach (DataLevel box in field.Choices)
                        yield return ($"{field.Label} (choice={box.Label})", field.BoxName(box), field);
            }
            yield return ("Complete?", form + "_complete", Complete(form));
        }
    }

    /// <summary>"1, Liver | 2, Lung, left or right": the first comma ends the code.</summary>
    private static ImmutableArray<DataLevel> Choices(string text) =>
    [
        .. text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(c => c.Split(',', 2, StringSplitOptions.TrimEntries))
            .Select(p => new DataLevel(p[0], Tags().Replace(p.Length > 1 ? p[1] : p[0], ""))),
    ];

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        ? value
        : null;

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();
}
