using System.Collections.Immutable;

namespace NotebookKit.Sql.Engines;

/// <summary>
/// How an engine writes what the others write differently. The defaults are those of standard SQL with parameters $1, $2, …; a dialect of
/// another engine overrides what it writes otherwise.
/// </summary>
/// <example><code>
/// sealed class MyDialect : SqlDialect
/// {
///     public override string Engine => "My engine";
///     public override string Parameter(int index) => $"@p{index}";
/// }
/// </code></example>
public abstract class SqlDialect
{
    /// <summary>Name of the engine in results and messages.</summary>
    public abstract string Engine { get; }

    /// <summary>What a result says of the snapshot, such as <c>read-only, one snapshot</c>.</summary>
    public virtual string Snapshot => "the number of rows is checked at every question";

    /// <summary>How a value is looked for among the rows of a sub-query. The default value is <c>IN</c>.</summary>
    public virtual string In => "IN";

    /// <summary>Statements that open the one snapshot, read-only, in which every question is asked.</summary>
    public virtual ImmutableArray<string> Begin => [];

    /// <summary>Statement before each question, so that one that fails leaves the snapshot usable; null where none is needed.</summary>
    public virtual string? Mark => null;

    /// <summary>Statement after a question that failed; null where none is needed.</summary>
    public virtual string? Return => null;

    /// <summary>A name as an identifier, whatever it contains.</summary>
    /// <param name="name">Name of a table or column.</param>
    public virtual string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Place of a parameter.</summary>
    /// <param name="index">Number of the parameter, from 1.</param>
    public virtual string Parameter(int index) => FormattableString.Invariant($"${index}");

    /// <summary>A value in the text of a question, for engines without parameters; null where they are passed as parameters.</summary>
    /// <param name="value">A number, text, boolean or date.</param>
    public virtual string? Literal(object value) => null;

    /// <summary>Whether a floating-point expression is NaN.</summary>
    /// <param name="expression">The expression.</param>
    public virtual string IsNaN(string expression) => $"{expression} <> {expression}";
}
