using Microsoft.Data.Analysis;

namespace NotebookKit.Cohorts;

/// <summary>The tables of a cohort that the rooms below the door read.</summary>
internal interface ICohortTables
{
    DataFrame Patients { get; }

    DataFrame Procedures { get; }

    DataFrame Lesions { get; }

    DataFrame TreatedLesions { get; }

    DataFrame Imaging { get; }

    DataFrame LesionMeasurements { get; }

    DataFrame FollowupEvents { get; }

    DataFrame? SystemicTherapy { get; }

    /// <summary>Row of a frame as the spreadsheet numbers it; blank rows of the file are counted.</summary>
    int RowNumber(string table, int index);
}
