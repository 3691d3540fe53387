using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NotebookKit.Rendering;

namespace NotebookKit.Tables.Groups;

/// <summary>A pattern such as <c>{mean:1} ({sd:1})</c> that prints a continuous summary.</summary>
internal sealed class StatisticPattern
{
    private readonly ImmutableArray<Part> _parts;

    private StatisticPattern(ImmutableArray<Part> parts) => this._parts = parts;

    /// <summary>The statistics in the order of the pattern.</summary>
    public IEnumerable<StatisticField> Fields => _parts.Where(p => p.Field is not null).Select(p => p.Field!);

    /// <summary>Names of the fields in the order of the pattern.</summary>
    public IEnumerable<string> FieldNames => Fields.Select(f => f.Name);

    /// <param name="pattern">The pattern.</param>
    /// <param name="own">Statistics of the user's own.</param>
    public static StatisticPattern Parse(string pattern, ImmutableArray<StatisticField> own)
    {
        ImmutableArray<Part> parts = [.. FieldText.Parse(pattern).Select(p =>
            p.Field is null ? new Part(p.Literal, null, null) : new Part("", StatisticField.Named(p.Field, own, pattern), p.Decimals))];
        return parts.Any(p => p.Field is not null) ? new StatisticPattern(parts)
            : throw new FormatException(
                $"Pattern '{pattern}' shows no statistic; write one in braces, such as {{mean}} ({{sd}}). The label of a row stands before "
                    + "its patterns.");
    }

    /// <summary>The pattern in words, such as "mean (SD)".</summary>
    public string Label(JournalStyle style)
    {
        string label = Write((field, _) => field.Label, style);
        return label == "min" + style.RangeSeparator + "max"
            ? "range"
            : label.Replace("(min" + style.RangeSeparator + "max)", "(range)", StringComparison.Ordinal);
    }

    /// <summary>The printed summary; "NE" where there is no value at all.</summary>
    public string Text(ContinuousSummary summary, FieldDecimals decimals, JournalStyle style) =>
        summary.N == 0 && Fields.Any(f => f.Kind != FieldKind.Count)
            ? NumberFormat.NotEstimable
            : Write((field, fixedDecimals) => decimals.Print(field, field.Of(summary), fixedDecimals, style), style);

    /// <summary>The numbers behind the text.</summary>
    public ImmutableArray<CellValue> Values(ContinuousSummary summary) => [.. Fields.Select(f => new CellValue(f.Name, f.Of(summary)))];

    // the separators of quartiles and of the range are the journal's
    private string Write(Func<StatisticField, int?, string> field, JournalStyle style)
    {
        var text = new StringBuilder();
        for (int i = 0; i < _parts.Length; i++)
        {
            bool between = i > 0 && i < _parts.Length - 1;
            if (_parts[i].Field is { } known) text.Append(field(known, _parts[i].Decimals));
            else if (between && (_parts[i - 1].Field?.Name, _parts[i].Literal, _parts[i + 1].Field?.Name) is ("q1", ", ", "q3"))
            text.Append(style.QuartileSeparator);
            else if (between && (_parts[i - 1].Field?.Name, _parts[i].Literal, _parts[i + 1].Field?.Name) is ("min", "–", "max"))
            text.Append(style.RangeSeparator);
            else text.Append(_parts[i].Literal);
        }
        return text.ToString();
    }

    private sealed record Part(string Literal, StatisticField? Field, int? Decimals);
}

/// <summary>A text with fields in braces, such as <c>{n}/{N} ({percent:1})</c>, in pieces.</summary>
internal static class FieldText
{
    /// <summary>Literal pieces and fields with the decimals they ask for, in order.</summary>
    /// <exception cref="FormatException">A brace is not closed, or decimals are no number from 0 to 15.</exception>
    public static IEnumerable<(string Literal, string? Field, int? Decimals)> Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        int at = 0;
        while (at < pattern.Length)
        {
            int open = pattern.IndexOf('{', at);
            if (open != at) yield return (pattern[at..(open < 0 ? pattern.Length : open)], null, null);
            if (open < 0) break;
            int close = pattern.IndexOf('}', open);
            if (close < 0) throw new FormatException($"Pattern '{pattern}': the brace at position {open + 1} is not closed.");
            string[] field = pattern[(open + 1)..close].Split(':');
            int decimals = 0;
            if (field.Length > 2
                || (field.Length == 2 && !(int.TryParse(field[1], NumberStyles.None, CultureInfo.InvariantCulture, out decimals)
                    && decimals <= 15)))
                throw new FormatException(
                    $"Pattern '{pattern}': found '{{{string.Join(':', field)}}}'; expected decimals from 0 to 15, such as "
                        + $"{{{field[0]}:1}}.");
            yield return ("", field[0], field.Length == 2 ? decimals : null);
            at = close + 1;
        }
    }
}
