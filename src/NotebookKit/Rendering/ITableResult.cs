namespace NotebookKit.Rendering;

/// <summary>A result that prints as a table.</summary>
/// <remarks>
/// Implementers carry <c>[TypeFormatterSource(typeof(TableFormatterSource))]</c>, by which notebook engines
/// find the formatter without a package reference in either direction.
/// </remarks>
public interface ITableResult
{
    /// <summary>The result as a table.</summary>
    SummaryTable ToTable();
}
