using System.Collections.Immutable;

namespace NotebookKit.Rendering;

/// <summary>The lettered notes of a table in the order in which a reader meets them: headers first, then row by row.</summary>
internal sealed class TableNotes
{
    private readonly Dictionary<string, string> _marks = [];

    private TableNotes(IEnumerable<string?> notes)
    {
        foreach (string? note in notes)
            if (note is not null && !_marks.ContainsKey(note)) _marks[note] = Letter(_marks.Count);
        Lettered = [.. _marks.Select(m => (m.Value, m.Key))];
    }

    /// <summary>Letter and text of every note.</summary>
    public ImmutableArray<(string Mark, string Text)> Lettered { get; }

    public static TableNotes Of(SummaryTable table) =>
        new(table.Columns.Select(c => c.Note).Concat(table.Rows.SelectMany(r => r.Cells).Select(c => c.Note)));

    /// <summary>The letter of a note; empty for no note.</summary>
    public string Mark(string? note) => note is null ? "" : _marks[note];

    private static string Letter(int index) =>
        index < 26 ? ((char)('a' + index)).ToString() : Letter(index / 26 - 1) + Letter(index % 26);
}
