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
    private readonly ImmutableArray<string> _order;
    private readonly string? _clusterGiven;
    private readonly Lazy<DataFrame> _frame;
    private readonly Lazy<ImmutableArray<string>> _groups;
    private readonly Lazy<CategoryColumn?> _groupOfRow, _patientOfRow;
    private readonly Lazy<int?> _patients;

    private AnalysisSet(IAnalysisSource source, string unit, string? key, string? patient, string? by, ImmutableArray<string> groups,
        string? cluster = null)
    {
        (Source, Unit, Key, Patient, By, _order, _clusterGiven) = (source, unit, key, patient, by, groups.IsDefault ? [] : groups, cluster);
        _frame = new(() => source.Fetch());
        _groupOfRow = new(() => by is null ? null : new ColumnReader(Frame).Categories(by, _order.IsEmpty ? null : _order));
        _patientOfRow = new(() => patient is null ? null : new ColumnReader(Frame).Categories(patient));
        _patients = new(() => patient is null ? null : checked((int)source.Distinct(patient)));
        this._groups = new(() => by is null ? [] : source.PrefersCounts ? LevelsOf(by) : _groupOfRow.Value!.Levels);
    }

    /// <summary>
    /// Declares a set of the rows of a frame as they are now: the key is checked, and so are the patients and the groups.
    /// </summary>
    internal static AnalysisSet Declare(DataFrame frame, string unit, string key, string? patient, string? by,
        ImmutableArray<string> groups)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentException.ThrowIfNullOrEmpty(key);
        return Declare(new FrameSource(frame.Clone()), unit, key, patient, by, groups);
    }

    /// <summary>Declares a set of rows that live in a source of any kind; without a key, every row is taken as one unit.</summary>
    internal static AnalysisSet Declare(IAnalysisSource source, string unit, string? key, string? patient, string? by,
        ImmutableArray<string> groups)
    {
        if (key is not null) ArgumentException.ThrowIfNullOrEmpty(key);
        AnalysisSet set = new AnalysisSet(source, unit, key, patient, by, groups).Checked();
        return set.Copy(set.Words with { Groups = set.Groups });
    }

    /// <summary>
    /// The rows of a frame as they come, for the doors of free frames: no key, no patient, clusters only where they are named.
    /// </summary>
    internal static AnalysisSet OfRows(DataFrame frame, string? by, string? cluster, string unit, string? subject = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var source = new FrameSource(frame);
        source.Require(unit, null, null, subject);
        return new AnalysisSet(source, unit, null, null, by, [], cluster);
    }

    /// <summary>The rows; never changed. Where the rows live in a database, this fetches all of them.</summary>
    public DataFrame Frame => _frame.Value;

    /// <summary>The columns that are needed of the rows, and perhaps more; null stands for none.</summary>
    internal DataFrame Columns(params IEnumerable<string?> needed) => Source.Fetch([.. needed.OfType<string>().Distinct()]);

    /// <summary>Column of the patient where patients repeat, so that results must speak of them; else null.</summary>
    internal string? RepeatedPatient => Patient is not null && Patients < N ? Patient : null;

    /// <summary>Where the rows live.</summary>
    internal IAnalysisSource Source { get; }

    /// <summary>The counts made of this set so far.</summary>
    internal CountsOfSet Counts { get; } = new();

    /// <summary>What a row is, in the plural.</summary>
    public string Unit { get; }

    /// <summary>Column that names each row, present and unique; null for the rows of a frame that were not declared as a set.</summary>
    public string? Key { get; }

    /// <summary>Column of the patient a row belongs to; null where it was not declared.</summary>
    public string? Patient { get; }

    /// <summary>Column of the groups that are compared; null for one group.</summary>
    public string? By { get; }

    /// <summary>Names of the groups in order; empty without groups.</summary>
    public ImmutableArray<string> Groups => _groups.Value;

    /// <summary>Number of rows.</summary>
    public int N => checked((int)Source.Rows);

    /// <summary>Number of patients; null where no column of patients was declared.</summary>
    public int? Patients => _patients.Value;

    /// <summary>
    /// Whether statistics take the patient as the cluster: patients repeat, and <see cref="Independent"/> was not asked for.
    /// </summary>
    public bool IsClustered => Cluster is not null;

    /// <summary>The set this one was taken from; null for a set that was declared.</summary>
    public AnalysisSet? Parent { get; private init; }

    /// <summary>How this set was taken from its <see cref="Parent"/>; null for a set that was declared.</summary>
    public string? Reason { get; private init; }

    /// <summary>Column of the cluster; null where rows count as independent.</summary>
    internal string? Cluster => TreatedAsIndependent ? null : _clusterGiven ?? (Patients < N ? Patient : null);

    /// <summary>Order of the groups as the caller of one analysis wants it, or else as the set has it.</summary>
    internal ImmutableArray<string> Order(ImmutableArray<string> wanted) =>
        !wanted.IsDefaultOrEmpty ? wanted : Key is null ? _order : Groups;

    internal SetLabels Words { get; private set; } = SetLabels.None;

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
        Take(Source.Where(column, values), Unit, Key,
            values.Length == 1 ? $"{column} is {values[0]}" : $"{column} is one of {string.Join(", ", values)}");

    /// <summary>The rows that have a value in every column named.</summary>
    /// <param name="columns">Columns that must hold a value.</param>
    /// <returns>A set that remembers this one, the reason and the numbers.</returns>
    /// <exception cref="ArgumentException">There is no such column, or no row is left.</exception>
    public AnalysisSet WithValues(params string[] columns) =>
        Take(Source.WithValues(columns), Unit, Key, $"a value in {string.Join(", ", columns)}");

    /// <summary>The set with other values in its rows, or with fewer of them.</summary>
    internal AnalysisSet Replace(DataFrame rows, string reason) => Take(new FrameSource(rows), Unit, Key, reason);

    /// <summary>One row per patient, or per value of another column: the first in time.</summary>
    /// <param name="column">Column whose values become the key, such as the patient.</param>
    /// <param name="first">Column of dates or numbers; the row with the least one is kept.</param>
    /// <param name="unit">What a row is now, in the plural, such as <c>patients</c>.</param>
    /// <returns>A set that remembers this one, the reason and the numbers.</returns>
    /// <exception cref="ArgumentException">A column is unknown, a value is missing, or two rows are equally early: the message names
    /// them.</exception>
    public AnalysisSet OneRowPer(string column, string first, string unit) =>
        Take(Source.FirstOf(column, first), unit, column,
            $"first {Wording.Singular(Unit)} by {Wording.Words(first)} of each {Wording.Singular(unit)}");

    /// <summary>The same rows compared by another column.</summary>
    /// <param name="column">Column of the groups; null for one group.</param>
    /// <param name="groups">Order of the groups; null for sorted. A group not named is an error.</param>
    /// <exception cref="ArgumentException">There is no such column, or a value is not among the groups.</exception>
    public AnalysisSet CompareBy(string? column, IEnumerable<string>? groups = null)
    {
        AnalysisSet set = Copy(Source, Unit, Key, column, groups?.ToImmutableArray() ?? [], TreatedAsIndependent, Parent, Reason).Checked();
        return set.Copy(set.Words with { Groups = set.Groups });
    }

    /// <summary>The same rows, counted as independent although patients repeat; results say so.</summary>
    public AnalysisSet Independent() => Copy(Source, Unit, Key, By, _order, independent: true, Parent, Reason);

    /// <summary>Names a column in print, such as "Largest tumour, cm" for <c>largest_cm</c>.</summary>
    /// <param name="labels">Column and label.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public AnalysisSet Label(params (string Column, string Label)[] labels)
    {
        foreach ((string column, _) in labels) Source.RequireColumn(column);
        return Copy(Words with { Labels = Words.Labels.SetItems(labels.Select(l => KeyValuePair.Create(l.Column, l.Label))) });
    }

    /// <summary>
    /// Names the values of a column in print, such as cTACE for <c>ctace</c>; from then on the set knows them by these names.
    /// </summary>
    /// <param name="column">Column of texts.</param>
    /// <param name="names">Value and name. Values not named stay as they are.</param>
    /// <exception cref="ArgumentException">There is no such column, or a value does not occur.</exception>
    public AnalysisSet LabelLevels(string column, params (string Value, string Name)[] names)
    {
        IAnalysisSource renamed = Source.Rename(column, names);
        if (column != By) return Copy(renamed, Unit, Key, By, _order, TreatedAsIndependent, Parent, Reason).Checked();
        AnalysisSet set = Copy(renamed, Unit, Key, By, Renamed(_order), TreatedAsIndependent, Parent, Reason).Checked();
        return set.Copy(set.Words with { Groups = Renamed(Words.Groups) });

        ImmutableArray<string> Renamed(ImmutableArray<string> groups) =>
            [.. groups.Select(g => names.Where(n => n.Value == g).Select(n => n.Name).FirstOrDefault(g)).Distinct()];
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
    internal CategoryColumn? GroupCodes => _groupOfRow.Value;

    /// <summary>Patient of each row; null where no column of patients was declared.</summary>
    internal CategoryColumn? PatientCodes => _patientOfRow.Value;

    /// <summary>The groups of rows that are counted where they live.</summary>
    private ImmutableArray<string> LevelsOf(string by)
    {
        var levels = new ColumnReader(Source.Count(new CountQuery(by)).Keys);
        if (!_order.IsEmpty && levels.Texts(by).FirstOrDefault(t => t is not null && !_order.Contains(t)) is { } stray)
            throw new ArgumentException($"Column '{by}': found '{stray}'; expected one of: {string.Join(", ", _order)}.");
        return levels.Categories(by, _order.IsEmpty ? null : _order).Levels;
    }

    private AnalysisSet Take(IAnalysisSource rows, string unit, string? key, string reason)
    {
        if (rows.Rows == 0)
            throw new ArgumentException($"No {unit} are left: none of the {Wording.Count(N, Unit)} fits '{reason}'.");
        return Copy(rows, unit, key, By, _order, TreatedAsIndependent, this, reason).Checked();
    }

    /// <summary>The set with the words of another that it was derived from; its groups are its own.</summary>
    internal AnalysisSet With(SetLabels words) => Copy(words with { Groups = Groups });

    /// <summary>The same set with other words: groups and counts are shared.</summary>
    private AnalysisSet Copy(SetLabels words)
    {
        var copy = (AnalysisSet)MemberwiseClone();
        copy.Words = words;
        return copy;
    }

    private AnalysisSet Copy(
        IAnalysisSource source, string unit, string? key, string? by, ImmutableArray<string> groups, bool independent, AnalysisSet? parent,
        string? reason) =>
        new(source, unit, key, Patient, by, groups, _clusterGiven)
        {
            Words = Words, TreatedAsIndependent = independent, Parent = parent, Reason = reason,
        };

    private AnalysisSet Checked()
    {
        Source.Require(Unit, Key, Patient);
        _ = _groups.Value;
        return this;
    }
}
