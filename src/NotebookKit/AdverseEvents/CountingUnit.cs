namespace NotebookKit.AdverseEvents;

/// <summary>
/// What an adverse-event table counts. There is no default: the same events give other percentages per patient and per procedure.
/// </summary>
public enum CountingUnit
{
    /// <summary>A patient counts once per row of the table, however many procedures had the event.</summary>
    Patient,

    /// <summary>A procedure counts once per row of the table; a patient with three procedures adds three to the denominator.</summary>
    Procedure,
}
