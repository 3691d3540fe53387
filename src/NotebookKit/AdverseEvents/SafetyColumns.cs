using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.AdverseEvents;

/// <summary>A frame whose columns may have names of another trial.</summary>
internal sealed class SafetyColumns(DataFrame frame, ImmutableDictionary<string, string> names)
{
    /// <summary>The columns that can be named.</summary>
    private static readonly string[] Known =
    [
        "patient_id", "ae_term", "procedure_id", "procedure_date", "onset_date", "end_date", "soc", "ctcae_version", "baseline_grade",
        "attribution", "serious", "outcome",
        "death_date", "last_contact_date", "treatment_start_date", "treatment_end_date", "time_at_risk_days",
    ];

    private readonly ColumnReader _reader = new(frame);

    public int RowCount => _reader.RowCount;

    /// <summary>Name of a column in this frame.</summary>
    public string Name(string column) => names.TryGetValue(column, out string? theirs) && _reader.Has(theirs) ? theirs : column;

    public bool Has(string column) => _reader.Has(Name(column));

    /// <summary>Whether the frame has a column of exactly this name.</summary>
    public bool HasExactly(string column) => _reader.Has(column);

    public string?[] Texts(string column) => _reader.Texts(Name(column));

    public string?[] TextsOrNone(string column) => Has(column) ? Texts(column) : new string?[RowCount];

    public DateTime?[] DatesOrNone(string column) => Has(column) ? _reader.Dates(Name(column)) : new DateTime?[RowCount];

    public double?[] NumbersOrNone(string column) => Has(column) ? _reader.Numbers(Name(column)) : new double?[RowCount];

    public CategoryColumn Categories(string column, IReadOnlyList<string>? order) => _reader.Categories(column, order);

    /// <summary>Refuses a name that no table can use.</summary>
    /// <exception cref="ArgumentException">A key is none of the columns of the templates, or no frame has the column that it stands
    /// for.</exception>
    public static void Check(ImmutableDictionary<string, string> names, ImmutableArray<GradeScale> scales, params DataFrame?[] frames)
    {
        string[] known = [.. Known, .. scales.Select(s => s.Column)];
        foreach ((string ours, string theirs) in names.OrderBy(n => n.Key, StringComparer.Ordinal))
        {
            if (!known.Contains(ours))
                throw new ArgumentException($"Columns: there is no '{ours}' to be named; expected one of {string.Join(", ", known)}.");
            if (!frames.Any(f => f is not null && f.Columns.IndexOf(theirs) >= 0))
                throw new ArgumentException($"Columns: '{theirs}', named for {ours}, is in none of the tables; they have "
                    + string.Join(", ", frames.OfType<DataFrame>().SelectMany(f => f.Columns).Select(c => c.Name).Distinct()) + ".");
        }
    }
}
