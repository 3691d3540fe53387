using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.AnalysisSets;

/// <summary>
/// The rows an analysis is about, declared once (ICH E9: analysis set): what a row is, by which key it is known, to which patient it
/// belongs, and the groups that are compared. Every statistic, table and figure is asked of a set.
/// </summary>
/// <remarks>
/// The key is present and unique, so that the unit of analysis is a fact and not a label. Where patients have several rows, standard
/// errors and tests count patients by themselves (<see cref="IsClustered"/>); <see cref="Independent"/> turns that off, and both are
/// printed. Sets never change: <see cref="Where(string, string[])"/>, <see cref="OneRowPer"/> and the others return a new one, which
/// remembers its <see cref="Parent"/>, the reason and the numbers.
/// </remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed class AnalysisSet : ITableResult
{
    private readonly ImmutableArray<string> order;
    private readonly string? clusterGiven;
    private readonly Lazy<CategoryColumn?> groups, patients;

    private AnalysisSet(DataFrame frame, string unit, string? key, string? patient, string? by, ImmutableArray<string> groups, string? cluster = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        (Frame, Unit, Key, Patient, By, order, clusterGiven) = (frame, unit, key, patient, by, groups.IsDefault ? [] : groups, cluster);
        var reader = new ColumnReader(frame);
        this.groups = new(() => by is null ? null : reader.Categories(by, order.IsEmpty ? null : order));
        patients = new(() => patient is null ? null : reader.Categories(patient));
    }

    /// <summary>Declares a set: the key is checked, and so are the patients and the groups.</summary>
    internal static AnalysisSet Declare(DataFrame frame, string unit, string key, string? patient, string? by, ImmutableArray<string> groups)
    {
        var set = new AnalysisSet(frame, unit, key, patient, by, groups);
        return set.Checked();
    }

    /// <summary>The rows of a frame as they come, for the doors of free frames: no key, no patient, clusters only where they are named.</summary>
    internal static AnalysisSet OfRows(DataFrame frame, string? by, string? cluster, string unit, string? subject = null)
    {
        var set = new AnalysisSet(frame, unit, null, null, by, [], cluster);
        UnitOfAnalysis.Require(frame, unit, subject: subject);
        return set;
    }

    /// <summary>The rows; never changed.</summary>
    public DataFrame Frame { get; }

    /// <summary>What a row is, in the plural.</summary>
    public string Unit { get; }

    /// <summary>Column that names each row, present and unique; null for the rows of a frame that were not declared as a set.</summary>
    public string? Key { get; }

    /// <summary>Column of the patient a row belongs to; null where it was not declared.</summary>
    public string? Patient { get; }

    /// <summary>Column of the groups that are compared; null for one group.</summary>
    public string? By { get; }

    /// <summary>Names of the groups in order; empty without groups.</summary>
    public ImmutableArray<string> Groups => groups.Value?.Levels ?? [];

    /// <summary>Number of rows.</summary>
    public int N => checked((int)Frame.Rows.Count);

    /// <summary>Number of patients; null where no column of patients was declared.</summary>
    public int? Patients => patients.Value?.Levels.Length;

    /// <summary>Whether statistics take the patient as the cluster: patients repeat, and <see cref="Independent"/> was not asked for.</summary>
    public bool IsClustered => Cluster is not null;

    /// <summary>The set this one was taken from; null for a set that was declared.</summary>
    public AnalysisSet? Parent { get; private init; }

    /// <summary>How this set was taken from its <see cref="Parent"/>; null for a set that was declared.</summary>
    public string? Reason { get; private init; }

    /// <summary>Column of the cluster; null where rows count as independent.</summary>
    internal string? Cluster => TreatedAsIndependent ? null : clusterGiven ?? (Patients < N ? Patient : null);

    /// <summary>Order of the groups as the caller of one analysis wants it, or else as the set has it.</summary>
    internal ImmutableArray<string> Order(ImmutableArray<string> wanted) =>
        !wanted.IsDefaultOrEmpty ? wanted : Key is null ? [] : Groups;

    internal SetWords Words { get; private init; } = SetWords.None;

    private bool TreatedAsIndependent { get; init; }

    /// <summary>A row for each set this one comes from, the declared one first: units, patients, left out and why.</summary>
    internal ImmutableArray<AnalysisSet> Path
    {
        get
        {
            var path = ImmutableArray.CreateBuilder<AnalysisSet>();
            for (AnalysisSet? set = this; set is not null; set = set.Parent) path.Insert(0, set);
            return path.ToImmutable();
        }
    }

    /// <summary>The rows whose value is one of those given.</summary>
    /// <param name="column">Column to compare, as text.</param>
    /// <param name="values">Values to keep; each must occur.</param>
    /// <returns>A set that remembers this one, the reason and the numbers.</returns>
    /// <exception cref="ArgumentException">There is no such column, or a value does not occur: the message names those that do.</exception>
    public AnalysisSet Where(string column, params string[] values) =>
        Take(FrameShaping.Where(Frame, column, values), Unit, Key, values.Length == 1 ? $"{column} is {values[0]}" : $"{column} is one of {string.Join(", ", values)}");

    /// <summary>The rows that have a value in every column named.</summary>
    /// <param name="columns">Columns that must hold a value.</param>
    /// <returns>A set that remembers this one, the reason and the numbers.</returns>
    /// <exception cref="ArgumentException">There is no such column, or no row is left.</exception>
    public AnalysisSet WithValues(params string[] columns)
    {
        var reader = new ColumnReader(Frame);
        string?[][] texts = [.. columns.Select(reader.Texts)];
        int[] rows = [.. Enumerable.Range(0, N).Where(i => texts.All(t => t[i] is not null))];
        return Take(FrameShaping.Rows(Frame, rows), Unit, Key, $"a value in {string.Join(", ", columns)}");
    }

    /// <summary>The set with other values in its rows, or with fewer of them.</summary>
    internal AnalysisSet Replace(DataFrame rows, string reason) => Take(rows, Unit, Key, reason);

    /// <summary>One row per patient, or per value of another column: the first in time.</summary>
    /// <param name="column">Column whose values become the key, such as the patient.</param>
    /// <param name="first">Column of dates or numbers; the row with the least one is kept.</param>
    /// <param name="unit">What a row is now, in the plural, such as <c>patients</c>.</param>
    /// <returns>A set that remembers this one, the reason and the numbers.</returns>
    /// <exception cref="ArgumentException">A column is unknown, a value is missing, or two rows are equally early: the message names them.</exception>
    public AnalysisSet OneRowPer(string column, string first, string unit) =>
        Take(FirstRows.Of(Frame, column, first), unit, column, $"first {Wording.Singular(Unit)} by {Wording.Words(first)} of each {Wording.Singular(unit)}");

    /// <summary>The same rows compared by another column.</summary>
    /// <param name="column">Column of the groups; null for one group.</param>
    /// <param name="groups">Order of the groups; null for sorted. A group not named is an error.</param>
    /// <exception cref="ArgumentException">There is no such column, or a value is not among the groups.</exception>
    public AnalysisSet CompareBy(string? column, IEnumerable<string>? groups = null) =>
        Copy(Frame, Unit, Key, column, groups?.ToImmutableArray() ?? [], TreatedAsIndependent, Parent, Reason).Checked();

    /// <summary>The same rows, counted as independent although patients repeat; results say so.</summary>
    public AnalysisSet Independent() => Copy(Frame, Unit, Key, By, order, independent: true, Parent, Reason);

    /// <summary>Names a column in print, such as "Largest tumour, cm" for <c>largest_cm</c>.</summary>
    /// <param name="labels">Column and label.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public AnalysisSet Label(params (string Column, string Label)[] labels)
    {
        var reader = new ColumnReader(Frame);
        foreach ((string column, _) in labels) reader.Column(column);
        return Copy(Words with { Labels = Words.Labels.SetItems(labels.Select(l => KeyValuePair.Create(l.Column, l.Label))) });
    }

    /// <summary>Names the values of a column in print, such as cTACE for <c>ctace</c>; from then on the set knows them by these names.</summary>
    /// <param name="column">Column of texts.</param>
    /// <param name="names">Value and name. Values not named stay as they are.</param>
    /// <exception cref="ArgumentException">There is no such column, or a value does not occur.</exception>
    public AnalysisSet LabelLevels(string column, params (string Value, string Name)[] names)
    {
        ImmutableArray<string> named = column == By
            ? [.. order.Select(g => names.Where(n => n.Value == g).Select(n => n.Name).FirstOrDefault(g)).Distinct()] : order;
        return Copy(FrameShaping.Rename(Frame, column, names), Unit, Key, By, named, TreatedAsIndependent, Parent, Reason).Checked();
    }

    /// <summary>Explains abbreviations below every table and figure of this set.</summary>
    /// <param name="abbreviations">Abbreviation and what it stands for.</param>
    public AnalysisSet Abbreviate(params (string Short, string Long)[] abbreviations) =>
        Copy(Words with { Abbreviations = Words.Abbreviations.SetItems(abbreviations.Select(a => KeyValuePair.Create(a.Short, a.Long))) });

    /// <summary>Adds a footnote to every table and figure of this set.</summary>
    /// <param name="text">The footnote, one sentence or more.</param>
    public AnalysisSet Footnote(string text) => Copy(Words with { Footnotes = Words.Footnotes.Add(text) });

    /// <inheritdoc/>
    public SummaryTable ToTable() => AnalysisSetTable.Write(this);

    /// <summary>The set as text: units, patients, groups, rows left out and why, range of dates.</summary>
    public override string ToString() => ToTable().ToString();

    /// <summary>Group of each row, −1 for none; null without groups.</summary>
    internal CategoryColumn? GroupCodes => groups.Value;

    /// <summary>Patient of each row; null where no column of patients was declared.</summary>
    internal CategoryColumn? PatientCodes => patients.Value;

    private AnalysisSet Take(DataFrame rows, string unit, string? key, string reason)
    {
        if (rows.Rows.Count == 0)
            throw new ArgumentException($"No {unit} are left: none of the {Wording.Count(N, Unit)} fits '{reason}'.");
        return Copy(rows, unit, key, By, order, TreatedAsIndependent, this, reason).Checked();
    }

    private AnalysisSet Copy(SetWords words) => Copy(Frame, Unit, Key, By, order, TreatedAsIndependent, Parent, Reason, words);

    private AnalysisSet Copy(
        DataFrame frame, string unit, string? key, string? by, ImmutableArray<string> groups, bool independent, AnalysisSet? parent, string? reason, SetWords? words = null) =>
        new(frame, unit, key, Patient, by, groups, clusterGiven)
        {
            Words = words ?? Words, TreatedAsIndependent = independent, Parent = parent, Reason = reason,
        };

    private AnalysisSet Checked()
    {
        if (Key is not null) KeyCheck.Require(Frame, Unit, Key, Patient);
        UnitOfAnalysis.Require(Frame, Unit, Patient);
        _ = groups.Value;
        return this;
    }
}
