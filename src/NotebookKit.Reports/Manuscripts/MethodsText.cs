using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using NotebookKit.Rendering;
using NotebookKit.Tables.Description;

namespace NotebookKit.Reports.Manuscripts;

/// <summary>The methods paragraph: every sentence once, in the order of the topics, with its references by number.</summary>
/// <param name="Paragraph">The text.</param>
/// <param name="References">The references in the order in which they are cited.</param>
/// <param name="Topics">What the paragraph speaks of.</param>
internal sealed partial record MethodsText(string Paragraph, ImmutableArray<string> References, ImmutableHashSet<MethodTopic> Topics)
{
    public static MethodsText Of(IReadOnlyList<object> used, IReadOnlyList<PaperTable> tables, IReadOnlyList<MethodSentence> written)
    {
        IEnumerable<MethodSentence> all = used.SelectMany(ResultSentences.Of).Concat(tables.SelectMany(PValues)).Concat(written)
            .Concat(Descriptions(used)).Append(Software());
        MethodSentence[] sentences = [.. all.DistinctBy(s => s.Text).OrderBy(s => s.Topic)];
        var references = new List<string>();
        var text = new StringBuilder();
        foreach (MethodSentence sentence in sentences)
        {
            if (text.Length > 0) text.Append(' ');
            string plain = sentence.Text.TrimEnd();
            string numbers = string.Join(",", sentence.References.Select(r => Number(references, r)));
            bool stops = plain.EndsWith('.');
            text.Append(stops ? plain[..^1] : plain).Append(numbers.Length > 0 ? $" [{numbers}]" : "").Append('.');
        }
        return new MethodsText(text.ToString(), [.. references], [.. sentences.Select(s => s.Topic)]);
    }

    private static IEnumerable<MethodSentence> Descriptions(IEnumerable<object> used)
    {
        string[] statistics =
        [
            .. used.OfType<CohortDescription>().SelectMany(d => d.ToTable().Rows).Select(r => Statistic().Match(r.Cells[0].Text).Value)
                .Where(s => s.Length > 0).Distinct(),
        ];
        if (statistics.Length > 0)
            yield return new(MethodTopic.Descriptions, $"Characteristics are given as {string.Join(", ", statistics)}.", []);
    }

    [GeneratedRegex(@"(?<=, )(mean|median|n/N|n|geometric mean)( \(.*\))?$")]
    private static partial Regex Statistic();

    private static string Number(List<string> references, string reference)
    {
        int at = references.IndexOf(reference);
        if (at < 0)
        {
            references.Add(reference);
            at = references.Count - 1;
        }
        return (at + 1).ToString(CultureInfo.InvariantCulture);
    }

    // What a table says of its P values belongs to the methods, whichever package made the table.
    private static IEnumerable<MethodSentence> PValues(PaperTable table)
    {
        int[] columns = [.. Enumerable.Range(0, table.Table.Columns.Length).Where(c => IsP(table.Table.Columns[c]))];
        string[] notes =
        [
            .. columns.Select(c => table.Table.Columns[c].Note)
                .Concat(table.Table.Rows.SelectMany(r => columns.Where(c => c < r.Cells.Length).Select(c => r.Cells[c].Note)))
                .Where(n => !string.IsNullOrWhiteSpace(n)).Select(n => n!.Trim()).Distinct(),
        ];
        if (notes.Length > 0)
            yield return new(MethodTopic.Comparisons, string.Create(CultureInfo.InvariantCulture,
                $"P values of Table {table.Number}: {string.Join(" ", notes.Select(n => n.EndsWith('.') ? n : n + "."))}"), []);
    }

    private static bool IsP(TableColumn column)
    {
        string name = column.Name ?? column.Header;
        return name is "P" || name.StartsWith("P ", StringComparison.Ordinal) || name.EndsWith(" P", StringComparison.Ordinal);
    }

    private static MethodSentence Software()
    {
        string version = typeof(SummaryTable).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "";
        return new(MethodTopic.Software,
            $"Analyses were done with NotebookKit {version.Split('+')[0]} on .NET {Environment.Version.ToString(2)}.", []);
    }
}
