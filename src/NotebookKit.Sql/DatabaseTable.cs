using NotebookKit.Sql.Engines;

namespace NotebookKit.Sql;

/// <summary>A table or view of a database.</summary>
/// <param name="Database">Where it lies.</param>
/// <param name="Name">Its name, whatever it contains; never part of a command but quoted.</param>
/// <param name="Schema">Name of its schema; null for the one the engine looks in.</param>
public sealed record DatabaseTable(Database Database, string Name, string? Schema = null)
{
    internal string Quoted =>
        (Schema is null ? "" : Database.Dialect.Quote(Schema) + ".") + Database.Dialect.Quote(Name);
}
