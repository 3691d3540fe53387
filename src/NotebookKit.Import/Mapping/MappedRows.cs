using System.Globalization;
using NotebookKit.Cohorts;
using NotebookKit.Cohorts.Reading;

namespace NotebookKit.Import.Mapping;

/// <summary>A row of the templates in the making.</summary>
/// <param name="Source">The user's file (and sheet).</param>
/// <param name="Row">Its row there.</param>
/// <param name="Cells">Values by column; those that wait for the whole cohort under a key of their own.</param>
internal sealed record MappedRow(string Source, int Row, Dictionary<string, string> Cells);

/// <summary>
/// The rows of all tables, and what can be filled only when all of them are there: identifiers, numbers of procedures, the age, what is
/// said of the dead.
/// </summary>
internal sealed class MappedRows
{
    private const string OfTheDead = "if-dead\n", OfBirth = "age\n";
    private const int HighestAge = 90;

    private static readonly Dictionary<string, (string Id, string Day, string Infix)> Identified = new()
    {
        ["procedures"] = ("procedure_id", "procedure_date", "-"), ["imaging"] = ("imaging_id", "imaging_date", "-I"),
        ["adverse_events"] = ("ae_id", "onset_date", "-AE"), ["followup_events"] = ("event_id", "event_date", "-E"),
        ["systemic_therapy"] = ("therapy_id", "start_date", "-T"),
    };

    private readonly Dictionary<string, List<MappedRow>> _tables = [];

    public IReadOnlyList<MappedRow> this[string table] => _tables.GetValueOrDefault(table) ?? [];

    public bool Has(string table) => _tables.ContainsKey(table);

    public int Count(string table) => this[table].Count;

    public void Add(string table, MappedRow row)
    {
        if (!_tables.TryGetValue(table, out List<MappedRow>? rows)) _tables[table] = rows = [];
        rows.Add(row);
    }

    public IEnumerable<string> Values(string table, string column) =>
        this[table].Select(r => r.Cells.GetValueOrDefault(column)).OfType<string>();

    /// <summary>The column of the day of a table; null where it has none.</summary>
    public static string? DayOf(string table) => Identified.TryGetValue(table, out var known) ? known.Day : null;

    /// <summary>The column of the identifier that rows of a table are given where the user has none; null where there is none.</summary>
    public static string? IdOf(string table) => Identified.TryGetValue(table, out var known) ? known.Id : null;

    /// <summary>Under which name the value of a column is kept: its own, or one that says what it waits for.</summary>
    public static string Key(MappingRow row) => row.IsOfTheDead ? OfTheDead + row.Column : row.IsAge ? OfBirth + row.Column : row.Column;

    /// <summary>The column of a key.</summary>
    public static string Name(string key) => key[(key.IndexOf('\n', StringComparison.Ordinal) + 1)..];

    /// <summary>Identifiers, numbers and the index of procedures, where the user's tables have none: by patient and day.</summary>
    public void Number()
    {
        foreach ((string table, (string id, string day, string infix)) in Identified) Identify(table, id, day, infix);
        foreach (var patient in this["procedures"].GroupBy(r => r.Cells["patient_id"]))
        {
            MappedRow[] ordered = [.. InOrder(patient, "procedure_date")];
            bool numbered = ordered.Any(r => r.Cells.ContainsKey("procedure_number")),
                indexed = ordered.Any(r => r.Cells.ContainsKey("index_procedure"));
            for (int i = 0; i < ordered.Length; i++)
            {
                if (!numbered) ordered[i].Cells["procedure_number"] = (i + 1).ToString(CultureInfo.InvariantCulture);
                if (!indexed) ordered[i].Cells["index_procedure"] = i == 0 ? "yes" : "no";
            }
        }
    }

    /// <summary>Fills what the mapping says of the dead, and ages from days of birth; both are counted and printed.</summary>
    public void FillLater(List<Finding> findings)
    {
        var index = this["procedures"].Where(r => r.Cells.GetValueOrDefault("index_procedure") == "yes")
            .GroupBy(r => r.Cells["patient_id"]).ToDictionary(g => g.Key, g => g.First().Cells.GetValueOrDefault("procedure_date"));
        foreach (IGrouping<string, (MappedRow Row, string Key)> column in this["patients"]
            .SelectMany(r => r.Cells.Keys.Where(k => k.Contains('\n', StringComparison.Ordinal)).Select(k => (r, k))).ToArray()
            .GroupBy(c => c.Item2))
        {
            (MappedRow Row, string Value)[] cells = [.. column.Select(c => (c.Row, c.Row.Cells[column.Key]))];
            foreach ((MappedRow row, _) in cells) row.Cells.Remove(column.Key);
            if (column.Key.StartsWith(OfBirth, StringComparison.Ordinal)) FillAges(Name(column.Key), cells, index, findings);
            else FillDead(Name(column.Key), cells, findings);
        }
    }

    private static void FillDead(string column, (MappedRow Row, string Value)[] cells, List<Finding> findings)
    {
        (MappedRow Row, string Value)[] filled = [.. cells.Where(c => c.Row.Cells.GetValueOrDefault("vital_status") == "dead"
            && c.Row.Cells.TryAdd(column, c.Value))];
        string[] values = [.. filled.Select(c => c.Value).Distinct()];
        string what = values.Length == 1 ? $" with '{values[0]}'" : " with the day or value of the mapping's column";
        Report(findings, column, $"{column} of {Times(filled.Length, "dead patient")}, blank before, filled{what} "
            + "(transform if-dead).");
    }

    private static void FillAges(
        string column, (MappedRow Row, string Value)[] cells, Dictionary<string, string?> index, List<Finding> findings)
    {
        int computed = 0, oldest = 0, without = 0;
        foreach ((MappedRow row, string birth) in cells)
        {
            if (!CellParser.TryDate(birth, out DateTime born))
                findings.Add(new(FindingSeverity.Error, "M13", row.Source, row.Row, column, row.Cells["patient_id"], birth,
                    $"'{birth}' is not a day of birth; the age is missing.", "a day", "Correct the cell, or fill in the age."));
            else if (!index.TryGetValue(row.Cells["patient_id"], out string? day) || !CellParser.TryDate(day ?? "", out DateTime start))
                without++;
            else
            {
                int age = start.Year - born.Year - (start.Month < born.Month || start.Month == born.Month && start.Day < born.Day ? 1
                    : 0);
                if (age >= HighestAge) oldest++;
                if (row.Cells.TryAdd(column, Math.Min(age, HighestAge).ToString(CultureInfo.InvariantCulture))) computed++;
            }
        }
        Report(findings, column, $"{column} of {Times(computed, "patient")} computed from the day of birth: completed years on the day of "
            + $"the index procedure{(oldest > 0 ? $"; {oldest} of {HighestAge} or more written as {HighestAge}" : "")}"
            + $"{(without > 0 ? $"; {without} without a dated procedure have none" : "")}. Days of birth are not carried.");
    }

    private void Identify(string table, string id, string day, string infix)
    {
        foreach (var patient in this[table].Where(r => !r.Cells.ContainsKey(id)).GroupBy(r => r.Cells["patient_id"]))
        {
            int n = 0;
            foreach (MappedRow row in InOrder(patient, day)) row.Cells[id] = $"{patient.Key}{infix}{++n}";
        }
    }

    private static IEnumerable<MappedRow> InOrder(IEnumerable<MappedRow> rows, string day) =>
        rows.OrderBy(r => r.Cells.GetValueOrDefault(day) ?? "9", StringComparer.Ordinal);

    private static string Times(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static void Report(List<Finding> findings, string column, string message) =>
        findings.Add(new(FindingSeverity.Info, "M13", MappingFiles.Mapping, null, column, null, null, message, "",
            "Nothing to do where that is what you want; else change the row of mapping.csv."));
}
