using System.Text;
using System.Text.Json;
using NotebookKit.Cohorts;
using NotebookKit.Rendering.Files;

namespace NotebookKit.Import.Mapping;

/// <summary>
/// What the files held when their mapping was made or last imported, as sums of their cells and not the cells themselves, so that the next
/// export can be compared: rows that came, went or changed, and columns whose cells did.
/// </summary>
internal static class ImportState
{
    public const string File = "import-state.json";

    private const int Named = 5;

    /// <summary>Keeps the state of the files beside the mapping.</summary>
    public static void Write(string folder, IReadOnlyList<Source> sources, IReadOnlyList<MappingRow> mapping)
    {
        Dictionary<string, Dictionary<string, string[]>> state = [];
        foreach (Source source in sources)
            if (Patient(source, mapping) is { } patient)
                state[source.Name] = Rows(source, patient)
                    .ToDictionary(p => p.Key, p => p.Select(
                        r => string.Join(' ', r.Select((cell, c) => $"{Sum(source.Columns[c].Name)}:{cell}"))).ToArray());
        WholeFile.Write(Path.Combine(folder, File), JsonSerializer.Serialize(state));
    }

    /// <summary>Says what changed since; nothing where no state was kept.</summary>
    public static void Compare(string folder, IReadOnlyList<Source> sources, IReadOnlyList<MappingRow> mapping, List<Finding> findings)
    {
        string path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path)) return;
        Dictionary<string, Dictionary<string, string[]>>? state;
        try
        {
            state = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string[]>>>(System.IO.File.ReadAllText(path));
        }
        catch (JsonException)
        {
            findings.Add(
                new(FindingSeverity.Warning, "M09", File, null, null, null, null,
                    "The state of the last import cannot be read; rows were not compared.", "a file that the kit wrote",
                    "Delete it; the next import with notebookkit writes it again."));
            return;
        }
        foreach (Source source in sources)
            if (state?.GetValueOrDefault(source.Name) is { } before && Patient(source, mapping) is { } patient)
                Compare(source, patient, before, findings);
    }

    private static void Compare(Source source, string patient, Dictionary<string, string[]> before, List<Finding> findings)
    {
        var sums = source.Columns.Select(c => (c.Name, Sum: Sum(c.Name))).ToDictionary(c => c.Sum, c => c.Name);
        var (come, gone, changed) = (new List<string>(), new List<string>(), new List<string>());
        var columns = new SortedSet<string>(StringComparer.Ordinal);
        Dictionary<string, List<Dictionary<string, string>>> now = Rows(source, patient)
            .ToDictionary(p => p.Key, p => p.Select(
                r => r.Select((cell, c) => (Sum(source.Columns[c].Name), cell)).ToDictionary(x => x.Item1, x => x.cell)).ToList());
        foreach (string key in before.Keys.Union(now.Keys))
        {
            List<Dictionary<string, string>> old = [.. (before.GetValueOrDefault(key) ?? []).Select(Cells)],
                fresh = [.. now.GetValueOrDefault(key) ?? []];
            foreach (Dictionary<string, string> row in fresh.ToArray())
                if (old.FindIndex(o => Differ(o, row).Length == 0) is >= 0 and int same)
                {
                    old.RemoveAt(same);
                    fresh.Remove(row);
                }
            int pairs = Math.Min(old.Count, fresh.Count);
            for (int i = 0; i < pairs; i++)
            {
                changed.Add(key);
                columns.UnionWith(Differ(old[i], fresh[i]).Select(c => sums[c]));
            }
            come.AddRange(Enumerable.Repeat(key, fresh.Count - pairs));
            gone.AddRange(Enumerable.Repeat(key, old.Count - pairs));
        }
        Report(FindingSeverity.Info, come, "new since the last import", "Nothing to do where they were entered since.");
        Report(FindingSeverity.Warning, gone, "gone since the last import", "Ask why they are not in the export any more.");
        Report(FindingSeverity.Info, changed, $"changed since the last import, in {string.Join(", ", columns)}",
            "Nothing to do where they were corrected since.");

        void Report(FindingSeverity severity, List<string> keys, string what, string remedy)
        {
            if (keys.Count == 0) return;
            string[] named = [.. keys.Distinct()];
            findings.Add(new(severity, "M09", source.Name, null, patient, null, null,
                $"{keys.Count} row{(keys.Count == 1 ? "" : "s")} {what}: {string.Join(", ", named.Take(Named))}"
                    + $"{(named.Length > Named ? $" and {named.Length - Named} more" : "")}.", "", remedy));
        }
    }

    private static Dictionary<string, string> Cells(string row) =>
        row.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => c.Split(':')).Where(c => c.Length == 2).DistinctBy(c => c[0])
            .ToDictionary(c => c[0], c => c[1]);

    /// <summary>Columns that both have and that differ; new and gone columns are told by themselves.</summary>
    private static string[] Differ(Dictionary<string, string> a, Dictionary<string, string> b) =>
        [.. a.Keys.Where(k => b.TryGetValue(k, out string? other) && other != a[k])];

    private static string? Patient(Source source, IReadOnlyList<MappingRow> mapping) =>
        mapping.FirstOrDefault(r => r.IsUsed && r.Column == "patient_id" && r.File == source.File
            && (r.Sheet == source.Sheet || r.Sheet.Length == 0) && source.Columns.Any(c => c.Name == r.SourceColumn))?.SourceColumn;

    private static IEnumerable<IGrouping<string, string[]>> Rows(Source source, string patient) => Enumerable.Range(0, source.Rows)
        .Select(row => (Key: source.Text(patient, row) ?? "",
            Cells: source.Columns.Select(c => Sum(source.Text(c.Name, row) ?? "")).ToArray())).Where(
                r => r.Key.Length > 0).GroupBy(r => r.Key, r => r.Cells);

    private static string Sum(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * 1099511628211;
        return hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}
