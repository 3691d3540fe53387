using System.Globalization;
using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.AdverseEvents;

/// <summary>Reads the safety set from the tables of patients and procedures.</summary>
internal static class SafetySetReader
{
    private const int Several = -2;

    public static SafetySet Read(
        DataFrame patients, DataFrame? procedures, string? by, ImmutableArray<string> order,
        ImmutableDictionary<string, string> columnNames, List<Finding> findings,
        List<ExcludedRows> excluded)
    {
        var patientColumns = new SafetyColumns(patients, columnNames);
        string[] ids = Keys(patientColumns, "patient_id", "patients.csv");
        DateTime?[] deaths = patientColumns.DatesOrNone("death_date"), contacts = patientColumns.DatesOrNone("last_contact_date");
        if (procedures is null)
        {
            CategoryColumn? groups = by is null ? null : patientColumns.Categories(by, Order(order));
            DateTime?[] starts = patientColumns.DatesOrNone("treatment_start_date");
            double?[] atRisk = patientColumns.NumbersOrNone("time_at_risk_days");
            int odd = Array.FindIndex(atRisk, d => d < 0 || double.IsInfinity(d ?? 0));
            if (odd >= 0)
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture,
                        $"patients.csv, row {ColumnReader.ExcelRow(odd)}, column '{patientColumns.Name("time_at_risk_days")}': found "
                            + $"{atRisk[odd]}; expected days, 0 or more."));
            return new SafetySet
            {
                PatientIds = [.. ids], Deaths = [.. deaths], LastContacts = [.. contacts],
                Groups = groups?.Levels ?? [SafetyAssessment.OverallName],
                GroupOfPatient = groups?.Codes ?? [.. new int[ids.Length]],
                TreatmentStarts = starts.Any(s => s is not null) ? [.. starts] : [],
                TreatmentEnds = starts.Any(s => s is not null) ? [.. patientColumns.DatesOrNone("treatment_end_date")] : [],
                DaysAtRisk = atRisk.Any(d => d is not null) ? [.. atRisk] : [],
            };
        }

        var procedureColumns = new SafetyColumns(procedures, columnNames);
        string[] procedureIds = Keys(procedureColumns, "procedure_id", "procedures.csv");
        DateTime?[] dates = procedureColumns.DatesOrNone("procedure_date");
        var indexOfPatient = Index(ids);
        string?[] owners = procedureColumns.Texts("patient_id");
        int[] known = [.. Enumerable.Range(0, owners.Length).Where(i => Owns(i))];
        bool Owns(int i)
        {
            if (owners[i] is { } owner && indexOfPatient.ContainsKey(owner)) return true;
            findings.Add(
                new Finding(FindingSeverity.Error, "AE-procedure-patient", "procedures.csv", (int)ColumnReader.ExcelRow(i), "patient_id",
                    procedureIds[i], owners[i],
                $"Procedure {procedureIds[i]} belongs to no patient of the patients table and is not counted.",
                "a patient_id of patients.csv",
                "Correct the patient_id, or add the patient."));
            return false;
        }
        if (known.Length < owners.Length) excluded.Add(new ExcludedRows("procedures of an unknown patient", owners.Length - known.Length));

        // patients without a procedure were not treated and do not belong to the safety set
        var treated = known.Select(i => owners[i]!).ToHashSet(StringComparer.Ordinal);
        int[] kept = [.. Enumerable.Range(0, ids.Length).Where(i => treated.Contains(ids[i]))];
        if (kept.Length < ids.Length) excluded.Add(new ExcludedRows("patients without a procedure", ids.Length - kept.Length));
        string[] keptIds = [.. kept.Select(i => ids[i])];
        indexOfPatient = Index(keptIds);
        int[] patientOf = [.. known.Select(i => indexOfPatient[owners[i]!])];
        (ImmutableArray<string> names, int[] ofPatient, int[] ofProcedure) = Groups(patientColumns, procedureColumns, by, order, kept,
            known, patientOf);
        int mixed = Array.IndexOf(ofPatient, Several);
        return new SafetySet
        {
            PatientIds = [.. keptIds],
            Deaths = [.. kept.Select(i => deaths[i])],
            LastContacts = [.. kept.Select(i => contacts[i])],
            ProcedureIds = [.. known.Select(i => procedureIds[i])],
            PatientOfProcedure = [.. patientOf],
            ProcedureDates = [.. known.Select(i => dates[i])],
            ProceduresOfPatient = [.. Enumerable.Range(0, keptIds.Length).Select(p =>
                Enumerable.Range(0, known.Length).Where(i => patientOf[i] == p).OrderBy(i => dates[known[i]] ?? DateTime.MaxValue)
                .ToImmutableArray())],
            Groups = names,
            GroupOfPatient = [.. ofPatient],
            GroupOfProcedure = [.. ofProcedure],
            PatientInSeveralGroups = mixed < 0 ? null : keptIds[mixed],
        };
    }

    private static (ImmutableArray<string> Names, int[] OfPatient, int[] OfProcedure) Groups(
        SafetyColumns patients, SafetyColumns procedures, string? by, ImmutableArray<string> order, int[] keptPatients,
        int[] keptProcedures, int[] patientOf)
    {
        if (by is null) return ([SafetyAssessment.OverallName], new int[keptPatients.Length], new int[keptProcedures.Length]);
        var ofPatient = new int[keptPatients.Length];
        if (!procedures.HasExactly(by))
        {
            CategoryColumn column = patients.Categories(by, Order(order));
            ofPatient = [.. keptPatients.Select(i => column.Codes[i])];
            return (column.Levels, ofPatient, [.. patientOf.Select(p => ofPatient[p])]);
        }
        CategoryColumn own = procedures.Categories(by, Order(order));
        int[] ofProcedure = [.. keptProcedures.Select(i => own.Codes[i])];
        Array.Fill(ofPatient, int.MinValue);
        for (int i = 0; i < ofProcedure.Length; i++)
            ofPatient[patientOf[i]] = ofPatient[patientOf[i]] == int.MinValue || ofPatient[patientOf[i]] == ofProcedure[i]
                ? ofProcedure[i]
                : Several;
        return (own.Levels, ofPatient, ofProcedure);
    }

    internal static Dictionary<string, int> Index(IReadOnlyList<string> ids)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < ids.Count; i++) index[ids[i]] = i;
        return index;
    }

    private static IReadOnlyList<string>? Order(ImmutableArray<string> order) => order.IsDefaultOrEmpty ? null : order;

    private static string[] Keys(SafetyColumns columns, string name, string file)
    {
        string?[] keys = columns.Texts(name);
        name = columns.Name(name);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] is not { } key)
                throw new ArgumentException(
                    $"{file}, row {ColumnReader.ExcelRow(i)}, column '{name}': the key is missing; every row needs one.");
            if (!seen.TryAdd(key, i))
                throw new ArgumentException($"{file}, rows {ColumnReader.ExcelRow(seen[key])} and {ColumnReader.ExcelRow(i)}, "
                    + $"column '{name}': '{key}' stands twice; expected once.");
        }
        return keys!;
    }
}
