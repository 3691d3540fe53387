using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Survival.Planning;

namespace NotebookKit;

/// <summary>Recoding, joining, selecting rows and columns; each returns a new frame and leaves its inputs as they were.</summary>
public static class DataFrameShapingExtensions
{
    /// <summary>Adds a text column that renames the values of another, such as WHO grades into study groups.</summary>
    /// <param name="frame">The frame; not changed.</param>
    /// <param name="column">Column to read. Missing stays missing.</param>
    /// <param name="into">Name of the new column; must not exist yet.</param>
    /// <param name="map">New name of each value. Every value that occurs must be listed.</param>
    /// <returns>The frame with the new column last.</returns>
    /// <exception cref="ArgumentException">A column does not exist or already exists, or a value is not in the map: the message names row
    /// and value.</exception>
    /// <remarks>Like <c>dplyr::recode_values</c> with every value required; R: <c>factor(x, levels, labels)</c>.</remarks>
    public static DataFrame Recode(this DataFrame frame, string column, string into, params (string From, string To)[] map) =>
        FrameShaping.Recode(frame, column, into, map.ToDictionary(m => m.From, m => m.To));

    /// <summary>Adds columns of another frame by a key that is unique there, such as a patient's sex to each procedure.</summary>
    /// <param name="frame">The frame that keeps its rows and their order; not changed.</param>
    /// <param name="other">The frame to look up in; not changed.</param>
    /// <param name="on">Key column of both frames; must be unique and complete in <paramref name="other"/>.</param>
    /// <param name="columns">Columns of <paramref name="other"/> to add.</param>
    /// <returns>The frame with the columns added, row for row.</returns>
    /// <exception cref="ArgumentException">A key is missing, unknown or repeated in <paramref name="other"/>: the message names rows and
    /// key.</exception>
    /// <remarks>R: <c>merge(x, y, by, all.x = TRUE)</c> without its re-ordering, refusing unmatched keys.</remarks>
    public static DataFrame AddColumnsFrom(this DataFrame frame, DataFrame other, string on, params string[] columns) =>
        FrameShaping.AddColumnsFrom(frame, other, on, columns);

    /// <summary>Adds a column of numbers in another unit, such as millimetres as centimetres.</summary>
    /// <param name="frame">The frame; not changed.</param>
    /// <param name="column">Column of numbers. Missing stays missing.</param>
    /// <param name="into">Name of the new column; must not exist yet.</param>
    /// <param name="factor">What every number is multiplied by.</param>
    /// <returns>The frame with the new column last.</returns>
    /// <exception cref="ArgumentException">The column does not exist or holds no numbers, or the new name is taken.</exception>
    public static DataFrame Scale(this DataFrame frame, string column, string into, double factor) =>
        FrameShaping.Scale(frame, column, into, factor);

    /// <summary>
    /// Adds the months between two columns of dates, such as from the procedure to the last contact: times that curves can be drawn of.
    /// </summary>
    /// <param name="frame">The frame; not changed.</param>
    /// <param name="from">Column of the first date; dates, or texts such as 2019-05-14.</param>
    /// <param name="to">Column of the second date.</param>
    /// <param name="into">Name of the new column; must not exist yet.</param>
    /// <returns>The frame with the new column last: whole days divided by 30.4375. Missing where a date is missing; negative where the
    /// second date comes first.</returns>
    /// <exception cref="ArgumentException">A column does not exist or holds no dates, or the new name is taken.</exception>
    /// <example><c>frame.MonthsBetween("procedure_date", "last_contact_date").KaplanMeier("months", "dead")</c></example>
    /// <remarks>R: <c>as.numeric(to - from) / 30.4375</c>.</remarks>
    public static DataFrame MonthsBetween(this DataFrame frame, string from, string to, string into = "months") =>
        FrameShaping.MonthsBetween(frame, from, to, into);

    /// <summary>Keeps the rows whose value is one of those given. Rows where it is missing are left out.</summary>
    /// <param name="frame">The frame; not changed.</param>
    /// <param name="column">Column to compare, as text.</param>
    /// <param name="values">Values to keep.</param>
    /// <returns>A new frame with the kept rows in their order.</returns>
    /// <exception cref="ArgumentException">The column does not exist, or a value does not occur in it: the message names those that
    /// do.</exception>
    /// <remarks>R: <c>subset(x, column %in% values)</c>.</remarks>
    public static DataFrame Where(this DataFrame frame, string column, params string[] values) =>
        FrameShaping.Where(frame, column, values);

    /// <summary>Keeps the columns named, in the order named, such as those to look at.</summary>
    /// <param name="frame">The frame; not changed.</param>
    /// <param name="columns">Columns to keep.</param>
    /// <returns>A new frame with every row and those columns.</returns>
    /// <exception cref="ArgumentException">A column does not exist: the message names the nearest.</exception>
    /// <remarks>R: <c>x[, columns]</c>.</remarks>
    public static DataFrame Select(this DataFrame frame, params string[] columns) => FrameShaping.Select(frame, columns);

    /// <summary>The first rows, to look at; fewer where the frame has fewer (<c>Head</c> of the frame itself would throw).</summary>
    /// <param name="frame">The frame; not changed.</param>
    /// <param name="count">Most rows to keep.</param>
    /// <returns>A new frame with every column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    /// <remarks>R: <c>head(x, count)</c>.</remarks>
    public static DataFrame First(this DataFrame frame, int count) => FrameShaping.First(frame, count);

    /// <summary>Rows cut at fixed times into stretches (entry, exit], for effects or covariates that differ between periods.</summary>
    /// <param name="frame">One row per follow-up; not changed.</param>
    /// <param name="time">Column of the time at which follow-up ends; in the result the end of each stretch.</param>
    /// <param name="status">Column of the status; in the result every stretch but the last of a row has none.</param>
    /// <param name="cuts">Times at which follow-up is cut, in the unit of the times.</param>
    /// <param name="entry">Column of the entry time; null where all begin at 0.</param>
    /// <param name="start">Name of the new column of the beginning of a stretch, where there is no entry column.</param>
    /// <param name="episode">Name of the new column of the number of the period, from 1.</param>
    /// <param name="censored">Value of the status that means no event; null for a column of 0 and 1.</param>
    /// <returns>The stretches in the order of the rows; every other column is repeated.</returns>
    /// <exception cref="ArgumentException">A column is unknown, a name is taken, or the status is not 0 and 1 and nothing says which value
    /// means no event.</exception>
    /// <exception cref="InvalidDataException">An entry time is missing or not before the end.</exception>
    /// <remarks>Give the subject as <c>Id</c> to curves and as cluster only where a subject has several events. Equivalent R call:
    /// <c>survSplit(Surv(time, status) ~ ., data, cut = cuts, episode = "episode")</c>.</remarks>
    /// <example><code>df.SplitFollowUp("months", "death", [3, 12]).Cox("Surv(tstart, months, death) ~
    /// arm:factor(episode)")</code></example>
    public static DataFrame SplitFollowUp(this DataFrame frame, string time, string status, IReadOnlyList<double> cuts,
        string? entry = null,
        string start = "tstart", string episode = "episode", string? censored = null) =>
        FollowUpSplitting.At(frame, time, status, cuts, entry, start, episode, censored);

    /// <summary>
    /// Rows cut where a covariate changes, with the value that holds in each stretch: laboratory values, a transplantation, a second
    /// treatment.
    /// </summary>
    /// <param name="frame">One row per subject, or the stretches of an earlier call; not changed.</param>
    /// <param name="changes">One row per subject and day of change.</param>
    /// <param name="id">Column of the subject in both frames.</param>
    /// <param name="when">Column of <paramref name="changes"/> with the time of the change.</param>
    /// <param name="value">Column of <paramref name="changes"/> with the new value, which holds until the next; null for something that
    /// happens once: 0 before, 1 from then on.</param>
    /// <param name="into">Name of the new column; missing before the first value.</param>
    /// <param name="exit">Column of the end of follow-up.</param>
    /// <param name="status">Column of the status; every stretch but the last of a row has none.</param>
    /// <param name="entry">Column of the beginning of a stretch; made, from 0 on, where the frame has none.</param>
    /// <param name="censored">Value of the status that means no event; null for a column of 0 and 1.</param>
    /// <returns>The stretches in the order of the rows. A value of the day of entry or before holds from entry on; one of the last day or
    /// later has no stretch.</returns>
    /// <exception cref="ArgumentException">A column is unknown, a name is taken, or the status is not 0 and 1 and nothing says which value
    /// means no event.</exception>
    /// <exception cref="InvalidDataException">A subject is unknown or changes twice at one time, or a time is missing.</exception>
    /// <remarks>Equivalent R call: <c>tmerge(frame, changes, id = id, into = tdc(when, value))</c>.</remarks>
    /// <example><code>patients.AddTimeDependent(labs, "patient", "day", "bilirubin", into: "bilirubin", exit: "days", status:
    /// "death")</code></example>
    public static DataFrame AddTimeDependent(this DataFrame frame, DataFrame changes, string id, string when, string? value, string into,
        string exit, string status,
        string entry = "tstart", string? censored = null) =>
        FollowUpSplitting.AtChanges(frame, changes, id, when, value, into, exit, status, entry, censored);
}
