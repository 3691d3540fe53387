using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NotebookKit.Rendering;

namespace NotebookKit.Tables.Groups;

/// <summary>A pattern such as <c>{mean:1} ({sd:1})</c> that prints a continuous summary.</summary>
internal sealed class StatisticPattern
{
    private static readonly ImmutableDictionary<string, (string Label, Func<ContinuousSummary, double?> Of)> Fields =
        new Dictionary<string, (string, Func<ContinuousSummary, double?>)>
        {
            ["n"] = ("n", s => s.N),
            ["missing"] = ("missing", s => s.Missing),
            ["mean"] = ("mean", s => s.Mean),
            ["sd"] = ("SD", s => s.Sd),
            ["se"] = ("SE", s => s.StdErr),
            ["median"] = ("median", s => s.Median),
            ["q1"] = ("Q1", s => s.Q1),
            ["q3"] = ("Q3", s => s.Q3),
            ["min"] = ("min", s => s.Min),
            ["max"] = ("max", s => s.Max),
        }.ToImmutableDictionary();

    private readonly ImmutableArray<Part> parts;

    private StatisticPattern(ImmutableArray<Part> parts) => this.parts = parts;

    /// <summary>Names of the fields in the order of the pattern.</summary>
    public IEnumerable<string> FieldNames => parts.Where(p => p.Field is not null).Select(p => p.Field!);

    public static StatisticPattern Parse(string pattern)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        int at = 0;
        while (at < pattern.Length)
        {
            int open = pattern.IndexOf('{', at);
            if (open != at) parts.Add(new Part(pattern[at..(open < 0 ? pattern.Length : open)], null, null));
            if (open < 0) break;
            int close = pattern.IndexOf('}', open);
            if (close < 0) throw new FormatException($"Pattern '{pattern}': the brace at position {open + 1} is not closed.");
            string[] field = pattern[(open + 1)..close].Split(':');
            if (!Fields.ContainsKey(field[0]))
                throw new FormatException($"Pattern '{pattern}': unknown field '{field[0]}'; expected one of {string.Join(", ", Fields.Keys.Order())}.");
            int decimals = 0;
            if (field.Length > 2 || (field.Length == 2 && !(int.TryParse(field[1], NumberStyles.None, CultureInfo.InvariantCulture, out decimals) && decimals <= 15)))
                throw new FormatException($"Pattern '{pattern}': found '{{{string.Join(':', field)}}}'; expected decimals from 0 to 15, such as {{{field[0]}:1}}.");
            parts.Add(new Part("", field[0], field.Length == 2 ? decimals : null));
            at = close + 1;
        }
        return parts.Any(p => p.Field is not null) ? new StatisticPattern(parts.ToImmutable())
            : throw new FormatException($"Pattern '{pattern}' shows no statistic; write one in braces, such as {{mean}} ({{sd}}). The label of a row stands before its patterns.");
    }

    /// <summary>The pattern in words, such as "mean (SD)".</summary>
    public string Label(JournalStyle style)
    {
        string label = Write((field, _) => Fields[field].Label, style);
        return label == "min" + style.RangeSeparator + "max" ? "range" : label.Replace("(min" + style.RangeSeparator + "max)", "(range)", StringComparison.Ordinal);
    }

    /// <summary>The printed summary; "NE" where there is no value at all.</summary>
    public string Text(ContinuousSummary summary, Func<string, int> decimals, JournalStyle style) =>
        summary.N == 0 && FieldNames.Any(f => f is not ("n" or "missing"))
            ? NumberFormat.NotEstimable
            : Write((field, fixedDecimals) => field is "n" or "missing"
                ? NumberFormat.Fixed(Fields[field].Of(summary), 0, style)
                : NumberFormat.Fixed(Fields[field].Of(summary), fixedDecimals ?? decimals(field), style), style);

    /// <summary>The numbers behind the text.</summary>
    public ImmutableArray<CellValue> Values(ContinuousSummary summary) =>
        [.. FieldNames.Select(f => new CellValue(f, Fields[f].Of(summary)))];

    // the separators of quartiles and of the range are the journal's
    private string Write(Func<string, int?, string> field, JournalStyle style)
    {
        var text = new StringBuilder();
        for (int i = 0; i < parts.Length; i++)
        {
            bool between = i > 0 && i < parts.Length - 1;
            if (parts[i].Field is string name) text.Append(field(name, parts[i].Decimals));
            else if (between && (parts[i - 1].Field, parts[i].Literal, parts[i + 1].Field) is ("q1", ", ", "q3")) text.Append(style.QuartileSeparator);
            else if (between && (parts[i - 1].Field, parts[i].Literal, parts[i + 1].Field) is ("min", "–", "max")) text.Append(style.RangeSeparator);
            else text.Append(parts[i].Literal);
        }
        return text.ToString();
    }

    private sealed record Part(string Literal, string? Field, int? Decimals);
}
