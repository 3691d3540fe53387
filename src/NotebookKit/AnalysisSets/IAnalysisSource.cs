using System.Collections.Immutable;
using Microsoft.Data.Analysis;

namespace NotebookKit.AnalysisSets;

/// <summary>
/// Where the rows of an analysis set live: in memory (<see cref="FrameSource"/>), or in a database that answers questions about them.
/// </summary>
/// <remarks>
/// <para>
/// A set asks its source for two things: <b>counted tables</b> (<see cref="Count"/>: how many rows have each combination of values), from
/// which curves and tests follow without a row leaving its place, and <b>columns</b> (<see cref="Fetch"/>), where a method needs rows:
/// clusters, bootstrap by row, regression. Estimators never see the source; they take an event table or a cohort, and the doors choose.
/// </para>
/// <para>
/// A source is one snapshot: every answer is about the same rows, and asking twice gives the same answer. It never changes;
/// <see cref="Where"/>,
/// <see cref="WithValues"/>, <see cref="FirstOf"/> and <see cref="Rename"/> give a new source over fewer or renamed rows (a database nests
/// its query). A value is missing if it is null, NaN or an empty text: <see cref="Count"/> keeps missing values as a combination of their
/// own, so that rows left out are counted with their reason.
/// </para>
/// <para>
/// Calls are synchronous. A thread that waits is interrupted with <see cref="ThreadInterruptedException"/>: a source that waits for a
/// server cancels its query then and lets the exception pass. Nothing half-counted is ever returned.
/// </para>
/// <para>
/// An implementation is right when it answers as <see cref="FrameSource"/> does over the same rows: counts equal to the last one, keys of
/// the same values; and when Kaplan-Meier, log-rank and Nelson-Aalen of a set over it print what they print in memory.
/// </para>
/// </remarks>
internal interface IAnalysisSource
{
    /// <summary>What results say of where the rows live and of the snapshot, as one sentence; null in memory.</summary>
    string? Origin { get; }

    /// <summary>
    /// Whether counted tables are to be asked for rather than rows. In memory rows are at hand and are sorted faster than grouped.
    /// </summary>
    bool PrefersCounts { get; }

    /// <summary>Number of rows.</summary>
    long Rows { get; }

    /// <summary>How many rows have each combination of values that occurs.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message names the nearest.</exception>
    CountedRows Count(CountQuery query);

    /// <summary>Number of different values of a column, without the missing.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    long Distinct(string column);

    /// <summary>Columns of all rows; the rows always in the same order.</summary>
    /// <param name="columns">Columns that are needed; the frame may hold more. Empty for all.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidOperationException">The rows cannot leave their place, or are too many; the message says so.</exception>
    DataFrame Fetch(params ImmutableArray<string> columns);

    /// <summary>
    /// Columns of which each is used beside the shared ones alone, as Table 1 uses them: a source that has counts and no rows puts the
    /// values of each in any order that fits the shared columns.
    /// </summary>
    /// <inheritdoc cref="Fetch" path="/exception"/>
    DataFrame FetchEach(ImmutableArray<string> shared, ImmutableArray<string> each) => Fetch([.. shared, .. each]);

    /// <summary>
    /// Refuses a key that is missing or repeated, a missing patient, and a unit that names persons although persons repeat.
    /// </summary>
    /// <param name="unit">What a row is said to be, in the plural.</param>
    /// <param name="key">Column that names each row; null where none was declared.</param>
    /// <param name="patient">Column of the patient; null where none was declared.</param>
    /// <param name="subject">Column by which rows of one subject are joined before they are counted; null where each row counts.</param>
    /// <exception cref="ArgumentException">One of these; the message names the first of them and the remedy.</exception>
    void Require(string unit, string? key, string? patient, string? subject = null);

    /// <summary>Refuses the name of a column that is not there.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message names the nearest.</exception>
    void RequireColumn(string column);

    /// <summary>First and last day of each column of dates that has one.</summary>
    IEnumerable<(string Column, DateTime First, DateTime Last)> Dates();

    /// <summary>The rows whose value, as text, is one of those given; a value that nobody has is refused.</summary>
    IAnalysisSource Where(string column, IReadOnlyCollection<string> values);

    /// <summary>The rows that have a value in every column named.</summary>
    IAnalysisSource WithValues(IReadOnlyCollection<string> columns);

    /// <summary>
    /// The row of each value of <paramref name="column"/> whose <paramref name="first"/> is least; two equally early rows are refused.
    /// </summary>
    IAnalysisSource FirstOf(string column, string first);

    /// <summary>The same rows with some values of a column replaced by their names.</summary>
    IAnalysisSource Rename(string column, IReadOnlyCollection<(string Value, string Name)> names);
}

/// <summary>A question of counts: SELECT by, COUNT(*) … GROUP BY by.</summary>
/// <param name="By">Columns whose combinations of values are counted.</param>
internal sealed record CountQuery(params ImmutableArray<string> By);

/// <summary>The answer: one row for each combination of values that occurs, missing values among them.</summary>
/// <param name="Keys">The columns asked for, of their own types, a row per combination, in any order.</param>
/// <param name="Rows">Rows that have each combination; at least 1.</param>
internal sealed record CountedRows(DataFrame Keys, ImmutableArray<long> Rows);
