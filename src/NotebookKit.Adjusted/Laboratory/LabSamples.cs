namespace NotebookKit.Adjusted.Laboratory;

/// <summary>Laboratory values of a cohort with the procedure they belong to and the day from it.</summary>
internal static class LabSamples
{
    /// <summary>
    /// A value after a procedure belongs to it until the next one; a value up to some days before a procedure is its baseline too, so that
    /// a value between two procedures may stand twice.
    /// </summary>
    public static DataFrame Of(DataFrame labs, DataFrame procedures, int baselineDays)
    {
        if (baselineDays < 0) throw new ArgumentException($"Found {baselineDays} days before a procedure; expected 0 or more.");
        ColumnReader values = new(labs), treatments = new(procedures);
        string?[] patient = values.Texts("patient_id"), of = treatments.Texts("patient_id"), id = treatments.Texts("procedure_id");
        DateTime?[] drawn = values.Dates("lab_date"), treated = treatments.Dates("procedure_date");
        var byPatient = Enumerable.Range(0, of.Length).Where(k => of[k] is not null && treated[k] is not null)
            .GroupBy(k => of[k]!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderBy(k => treated[k]).ToArray(), StringComparer.Ordinal);
        var rows = new List<(int Row, string Procedure, int Day)>();
        for (int i = 0; i < patient.Length; i++)
        {
            if (patient[i] is not { } p || drawn[i] is not { } date || !byPatient.TryGetValue(p, out int[]? own)) continue;
            for (int k = 0; k < own.Length; k++)
            {
                int day = (date - treated[own[k]]!.Value).Days;
                bool before = day <= 0 && day >= -baselineDays, after = day > 0
                    && (k == own.Length - 1 || date <= treated[own[k + 1]]!.Value);
                if (before || after) rows.Add((i, id[own[k]]!, day));
            }
        }
        if (rows.Count == 0)
            throw new ArgumentException(
                $"No laboratory value lies within {baselineDays} days before a procedure or after one; check the dates.");
        DataFrame found = FrameShaping.Rows(labs, [.. rows.Select(r => r.Row)]);
        found.Columns.Insert(0, new Int32DataFrameColumn("sample", Enumerable.Range(1, rows.Count)));
        found.Columns.Insert(1, new StringDataFrameColumn("procedure_id", rows.Select(r => r.Procedure)));
        found.Columns.Add(new Int32DataFrameColumn("day", rows.Select(r => r.Day)));
        return found;
    }
}
