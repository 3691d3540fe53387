using NotebookKit.AnalysisSets;

namespace NotebookKit.Sql.Sources;

/// <summary>A part whose keys and patients do not leave it; they are taken as others than those of the other parts.</summary>
internal interface ISeparatePart : IAnalysisSource
{
    /// <summary>Whether a column names units or patients.</summary>
    bool NamesUnits(string column);
}
