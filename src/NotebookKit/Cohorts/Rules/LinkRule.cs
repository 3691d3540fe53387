using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Cohorts.Rules;

/// <summary>Every link leads to a row, and all rows a row links to belong to one patient.</summary>
internal sealed class LinkRule : ICohortRule
{
    private const string Patient = "patient_id";

    public IEnumerable<Finding> Check(RawCohort cohort)
    {
        var index = cohort.Tables.ToDictionary(t => t.Schema.Name, Index);
        return cohort.Tables.SelectMany(table => table.Rows.SelectMany(row => Check(cohort, index, table, row)));
    }

    private static Dictionary<string, RawRow> Index(RawTable table)
    {
        var rows = new Dictionary<string, RawRow>();
        foreach (RawRow row in table.Rows)
            if (table.Key(row) is { } key) rows.TryAdd(key, row);
        return rows;
    }

    private static IEnumerable<Finding> Check(RawCohort cohort, Dictionary<string, Dictionary<string, RawRow>> index, RawTable table,
        RawRow row)
    {
        (string Patient, string File, int Row)? owner = table.Has(Patient) && table[row, Patient] is { } own && index["patients"]
            .ContainsKey(own) ? (own, table.Schema.File, row.Number) : null;
        foreach (ForeignKey link in table.Schema.ForeignKeys)
        {
            if (table[row, link.Column] is not { } value || cohort.Find(link.Table) is not { IsComplete: true } parent) continue;
            if (!index[link.Table].TryGetValue(value, out RawRow? target))
            {
                if (IsMisspelled(value, index[link.Table], parent)) continue;
                yield return Finding(table, row, link, value, $"{link.Column} '{value}' is not in {parent.Schema.File}.",
                    $"a {link.KeyColumn} of {parent.Schema.File}", Suggest(value, index[link.Table], parent), parent.Schema.File, null);
                continue;
            }
            if (link.Column == Patient || parent[target, Patient] is not { } patient) continue;
            if (!index["patients"].ContainsKey(patient)) continue;
            owner ??= (patient, parent.Schema.File, target.Number);
            if (owner.Value.Patient != patient)
                yield return Finding(table, row, link, value,
                    $"{link.Column} '{value}' belongs to patient {patient}, this row to patient {owner.Value.Patient}.",
                    $"a {link.KeyColumn} of patient {owner.Value.Patient}", "Correct one of the two identifiers.", parent.Schema.File,
                    target.Number);
        }
    }

    /// <summary>Whether the row is there under a key of the wrong form, which is reported where it stands.</summary>
    private static bool IsMisspelled(string value, Dictionary<string, RawRow> keys, RawTable parent)
    {
        string form = KeyForm(value);
        return parent.Schema.PrimaryKey.Length == 1 && parent.Schema.Field(parent.Schema.PrimaryKey[0])?.Pattern is { } pattern
            && keys.Keys.Any(k => KeyForm(k) == form && !pattern.IsMatch(k));
    }

    private static string Suggest(string value, Dictionary<string, RawRow> keys, RawTable parent)
    {
        string form = KeyForm(value);
        string? meant = keys.Keys.FirstOrDefault(k => KeyForm(k) == form);
        return meant is null ? $"Correct it, or add the row to {parent.Schema.File}." : $"Did you mean {meant}?";
    }

    /// <summary>A key without case, separators and leading zeros: P1, p001 and P-001 are alike.</summary>
    internal static string KeyForm(string key)
    {
        var form = new System.Text.StringBuilder();
        for (int i = 0; i < key.Length; i++)
        {
            char c = key[i];
            bool leadingZero = c == '0' && (i == 0 || !char.IsAsciiDigit(key[i - 1]) || (form.Length > 0 && form[^1] == '#'));
            if (leadingZero) form.Append('#');
            else if (char.IsLetterOrDigit(c)) form.Append(char.ToUpperInvariant(c));
        }
        return form.Replace("#", "").ToString();
    }

    private static Finding Finding(RawTable table, RawRow row, ForeignKey link, string value, string message, string expected,
        string howToFix, string relatedFile, int? relatedRow)
    {
        string rule = link.Table switch { "patients" => "X01", "procedures" => "X02", _ => "X03" };
        return new(FindingSeverity.Error, rule, table.Schema.File, row.Number, link.Column, table.Key(row), value, message, expected,
            howToFix, relatedFile, relatedRow);
    }
}
