using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Checks;

/// <summary>Finds outputs that show single subjects: tables with a column of identifiers, and identifiers of the data themselves.</summary>
public static partial class SubjectRows
{
    private const int ShownValues = 3;

    /// <summary>Sentences on the cells whose outputs show single subjects; empty when none does.</summary>
    /// <param name="document">The notebook with its outputs.</param>
    /// <param name="folder">Folder from which its relative paths start; the data files named in the code are read from there.</param>
    public static IReadOnlyList<string> Find(NotebookDocument document, string folder)
    {
        HashSet<string> identifiers = Identifiers(document, folder);
        var found = new List<string>();
        for (int i = 0; i < document.CodeCells.Count; i++)
        {
            string text = string.Join('\n', document.CodeCells[i].Outputs.SelectMany(o => Texts(o!)));
            List<string> columns = [.. Header().Matches(text).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value).Trim())
                .Where(h => IdentifierColumn().IsMatch(h)).Distinct()];
            List<string> values = [.. Word().Matches(text).Select(m => m.Value).Where(identifiers.Contains).Distinct()];
            if (columns.Count > 0) found.Add($"cell {i + 1} shows a table with the column {string.Join(", ", columns)}");
            else if (values.Count > 0)
            found.Add($"cell {i + 1} names {values.Count} of the data's identifiers, such as "
                + $"{string.Join(", ", values.Take(ShownValues))}");
        }
        return found;
    }

    /// <summary>What stands in identifier columns of the data files. Short numbers are left out: they occur everywhere.</summary>
    private static HashSet<string> Identifiers(NotebookDocument document, string folder)
    {
        var identifiers = new HashSet<string>(StringComparer.Ordinal);
        foreach (string file in Provenance.DataFiles(document, folder).Where(f => f.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)))
        {
            string[] lines = File.ReadAllLines(Path.GetFullPath(file, folder), Encoding.UTF8);
            if (lines.Length == 0) continue;
            char separator = lines[0].Contains(';', StringComparison.Ordinal) ? ';' : ',';
            string[] names = Fields(lines[0], separator);
            int[] columns = [.. Enumerable.Range(0, names.Length).Where(c => IdentifierColumn().IsMatch(names[c]))];
            foreach (string[] row in lines.Skip(1).Select(l => Fields(l, separator)))
                foreach (int column in columns)
                    if (column < row.Length && IsTelling(row[column])) identifiers.Add(row[column]);
        }
        return identifiers;
    }

    private static string[] Fields(string line, char separator) =>
        [.. line.TrimStart('\ufeff').Split(separator).Select(f => f.Trim().Trim('"'))];

    private static bool IsTelling(string value) =>
        value.Length >= 5 || (value.Length >= 2 && value.Any(char.IsLetter) && value.Any(char.IsDigit));

    /// <summary>Every text of an output, pictures decoded.</summary>
    private static IEnumerable<string> Texts(JsonNode output)
    {
        yield return NotebookCell.Join(output["text"] ?? output["evalue"]);
        foreach ((_, JsonNode? content) in output["data"] as JsonObject ?? [])
        {
            string text = content is JsonObject ? content.ToJsonString() : NotebookCell.Join(content);
            foreach (Match picture in Svg().Matches(text)) yield return Decode(picture.Groups[1].Value);
            yield return Svg().Replace(text, "");
        }
    }

    private static string Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int count) ? Encoding.UTF8.GetString(bytes, 0, count) : "";
    }

    [GeneratedRegex(@"<th[^>]*>([^<]*)</th>", RegexOptions.IgnoreCase)]
    private static partial Regex Header();

    [GeneratedRegex(@"^((patient|subject|procedure|participant|person|case|lesion|imaging)[ _]?(id|no|number|key)|usubjid|subjid|mrn|"
        + @"(date[ _]of[ _]birth|birth[ _]?date|dob)|(patient|subject)[ _]?name)$", RegexOptions.IgnoreCase)]
    private static partial Regex IdentifierColumn();

    [GeneratedRegex(@"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")]
    private static partial Regex Svg();

    [GeneratedRegex(@"[\p{L}\p{Nd}]+([-_.][\p{L}\p{Nd}]+)*")]
    private static partial Regex Word();
}
