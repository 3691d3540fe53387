using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Schema;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Mapping;

/// <summary>The column of the templates that a column of the user is, by its name and by whether its values fit.</summary>
internal static class ColumnFinder
{
    private const double ByName = 1, BySynonym = 0.9, ByPart = 0.8, Sure = 0.95, Enough = 0.75;

    // How much a word that nobody knows yet speaks for a column of words: recode.csv asks for it.
    private const double UnknownWord = 0.6;

    private static readonly Targets Known = new();

    /// <summary>The table a source is about, by its own name.</summary>
    public static string? Context(Source source)
    {
        string name = CellText.Plain(source.Sheet.Length > 0 ? source.Sheet : Path.GetFileNameWithoutExtension(source.File));
        return new (string, string[])[]
        {
            ("procedures", ["procedure", "eingriff", "prozedur", "treatment", "tace", "intervention", "procedimiento", "tratamiento",
                "sesion"]),
            ("imaging", ["imaging", "bildgebung", "scan", "response", "adrs", "imagen", "imagerie", "respuesta", "radiolog"]),
            ("adverse_events", ["adverse", "nebenwirkung", "komplikation", "toxicity", "adae", "complicac", "complicat", "efectos",
                "toxizitaet", "toxicidad"]), ("labs", ["lab"]),
            ("systemic_therapy", ["systemic", "systemtherapie", "quimioterapia", "chimiotherapie"]),
            ("followup_events", ["followup", "event", "verlauf", "seguimiento"]), ("lesions", ["lesion", "läsion"]),
            ("patients", ["patient", "demographic", "register", "registry", "adsl", "baseline", "paciente", "stammdaten"]),
        }.FirstOrDefault(t => t.Item2.Any(w => name.Contains(CellText.Plain(w), StringComparison.Ordinal))).Item1;
    }

    /// <summary>Table, column and how sure; null where nothing is near enough.</summary>
    public static (string Table, string Column, string Note)? Find(
        Source source, DataColumn column, string? context, HashSet<(string, string)> taken)
    {
        string[] names = column.Label is { Length: > 0 } label ? [column.Name, label] : [column.Name];
        var candidates = new List<(string Table, string Column, double Score, string Note)>();
        foreach (string name in names)
        {
            string bare = System.Text.RegularExpressions.Regex.Replace(name, @"[\[(][^\])]*[\])]\s*$", "").Trim();
            foreach (TableSchema table in CohortSchema.Current.Tables)
                foreach (FieldSchema field in table.Fields.Where(
                    f => CellText.Plain(f.Name) == CellText.Plain(name) || CellText.Plain(f.Name) == CellText.Plain(bare)))
                    candidates.Add((table.Name, field.Name, ByName, "name"));
            foreach ((string table, string target) in Synonyms.Of(name).Concat(Synonyms.Of(bare)))
                candidates.Add((table, target, BySynonym, "synonym"));
            foreach ((string table, string target, bool whole) in Synonyms.Within(bare))
                candidates.Add((table, target, whole ? BySynonym : ByPart, whole ? "synonym" : "part of the name"));
            if (column.Type == DataType.Date && WideWords.TableOf("", bare) is { } said && MappedRows.DayOf(said) is { } itsDay)
                candidates.Add((said, itsDay, ByPart, "its name and its days"));
            if (context is not null && MappedRows.DayOf(context) is { } day && Synonyms.IsDateWord(bare))
                candidates.Add((context, day, BySynonym, "synonym"));
        }
        var best = candidates.Where(c => !taken.Contains((c.Table, c.Column)))
            .Select(c => (c, Score: c.Score + (c.Table == context ? 0.3 : c.Table == "patients" ? 0.1 : 0)
                + Fit(source, column.Name, c.Table, c.Column)))
            .OrderByDescending(c => c.Score).FirstOrDefault();
        return best.c.Table is null || best.Score < Enough
            ? null
            : (best.c.Table, best.c.Column, (best.Score < Sure || best.c.Score < BySynonym ? "unsure: " : "proposed: ") + best.c.Note);
    }

    /// <summary>How well the values fit: 0 where they do, down to -0.5 where they do not.</summary>
    public static double Fit(Source source, string column, string table, string target)
    {
        FieldSchema field = CohortSchema.Current.Table(table).Field(target)!;
        string[] values = [.. Enumerable.Range(0, Math.Min(source.Rows, 500)).Select(r => source.Text(column, r)).OfType<string>()];
        if (values.Length == 0) return -0.2;
        IReadOnlyCollection<string> allowed = Known.Allowed(table, target);
        if (values.Any(v => v.Contains(';')))
            values = [.. values.SelectMany(v => v.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        double fits = values.Sum(v => field.Type switch
        {
            FieldType.Date => CellParser.TryDate(v, out _) || DateText.Parse(v, 2100).Form != DateForm.None ? 1 : 0,
            FieldType.Number => NumberText.Parse(v).Form != NumberForm.None ? 1 : 0,
            FieldType.Integer => NumberText.Parse(v).Form != NumberForm.None || MappingProposer.Step(v, field) is not null ? 1 : 0,
            _ => allowed.Count == 0 || Synonyms.Value(target, v, allowed, field.IsOpen) is not null ? 1
                : !IsWord(v) ? 0 : field.IsOpen ? 1 : UnknownWord,
        }) / values.Length;
        return (fits - 1) / 2;
    }

    private static bool IsWord(string text) => text.Any(char.IsLetter) && text.Length < 60 && !CellParser.TryDate(text, out _)
        && DateText.Parse(text, 2100).Form == DateForm.None && NumberText.Parse(text).Form == NumberForm.None;
}
