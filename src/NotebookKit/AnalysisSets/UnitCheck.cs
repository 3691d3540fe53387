using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.AnalysisSets;

/// <summary>Whether the word for a row fits the rows: nobody may call 54 procedures "54 patients".</summary>
internal static class UnitCheck
{
    private static readonly string[] People =
        ["patient", "subject", "participant", "person", "people", "individual", "case", "man", "woman", "child", "donor", "recipient",
            "user", "volunteer"];

    private static readonly string[] PatientColumns = ["patient_id", "patientid", "patient", "subject_id", "subjectid", "subject",
        "usubjid", "subjid", "record_id"];

    /// <summary>Refuses a word for persons where the rows of a person repeat.</summary>
    /// <param name="frame">The rows.</param>
    /// <param name="unit">What a row is said to be, in the plural.</param>
    /// <param name="declared">Column of the patient where it was declared; otherwise columns of the usual names are looked at.</param>
    /// <param name="subject">Column by which rows (entry, exit] of one subject are joined before anything is counted; null where each row
    /// counts.</param>
    /// <exception cref="ArgumentException">The unit names persons and a person has several rows.</exception>
    public static void Require(DataFrame frame, string unit, string? declared = null, string? subject = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentException.ThrowIfNullOrWhiteSpace(unit);
        if (PersonColumn(frame, unit, declared, subject) is not { } column) return;
        string?[] persons = new ColumnReader(frame).Texts(column);
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < persons.Length; i++)
        {
            if (persons[i] is not { } person || first.TryAdd(person, i)) continue;
            int known = persons.Where(p => p is not null).Distinct().Count();
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The rows are not {unit}: {persons.Length} rows hold {Wording.Count(known, unit)} (column '{column}'; '{person}' stands "
                    + $"in rows {ColumnReader.ExcelRow(first[person])} and {ColumnReader.ExcelRow(i)}). Say what a row is, such as unit: "
                    + $"\"procedures\", or keep one row of each with OneRowPer(\"{column}\", …)."));
        }
    }

    /// <summary>The column whose values must not repeat, because the unit names persons; null where it does not.</summary>
    public static string? PersonColumn(DataFrame frame, string unit, string? declared, string? subject)
    {
        if (!NamesPersons(unit)) return null;
        // patient_id before subject: the subject of a best response may be a procedure.
        string? column = declared ?? PatientColumns.Select(p => frame.Columns.Select(c => c.Name)
            .FirstOrDefault(c => c.Equals(p, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(c => c is not null);
        return column == subject ? null : column;
    }

    private static bool NamesPersons(string unit)
    {
        string word = Wording.Singular(unit.Trim().ToLowerInvariant());
        return People.Contains(word[(word.LastIndexOf(' ') + 1)..], StringComparer.Ordinal);
    }
}
