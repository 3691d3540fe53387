using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Microsoft.Data.Analysis;

namespace NotebookKit.Sql.Engines;

/// <summary>Any engine with an ADO.NET driver and a dialect.</summary>
public class AdoDatabase : Database
{
    private readonly DbConnection _connection;
    private volatile DbCommand? _running;

    /// <summary>Opens the snapshot.</summary>
    /// <param name="connection">The connection, open or closed; closed with the database.</param>
    /// <param name="dialect">How the engine writes.</param>
    /// <param name="name">What results call the database.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="DatabaseException">The database cannot be reached.</exception>
    public AdoDatabase(DbConnection connection, SqlDialect dialect, string name, DatabaseOptions? options = null)
        : base(name, dialect, options)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(dialect);
        _connection = connection;
        try
        {
            if (connection.State != ConnectionState.Open) connection.Open();
            foreach (string statement in dialect.Begin) Execute(statement);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            connection.Dispose();
            throw new DatabaseException($"{name} cannot be opened: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private protected void Execute(string statement)
    {
        using DbCommand command = _connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private protected override DataFrame Answer(string sql, ImmutableArray<object> parameters)
    {
        if (Dialect.Mark is { } mark) Execute(mark);
        try
        {
            using DbCommand command = _connection.CreateCommand();
            command.CommandText = sql;
            command.CommandTimeout = 0; // ours is kept by who waits
            foreach (object value in parameters)
            {
                DbParameter parameter = command.CreateParameter();
                parameter.Value = value;
                command.Parameters.Add(parameter);
            }
            _running = command;
            using DbDataReader reader = command.ExecuteReader();
            return Read(reader);
        }
        catch
        {
            if (Dialect.Return is { } back)
                try { Execute(back); }
                catch (Exception e) when (e is DbException or InvalidOperationException or IOException)
                {
                    // the connection is gone: the first error says why
                }
            throw;
        }
        finally { _running = null; }
    }

    private DataFrame Read(DbDataReader reader)
    {
        ColumnBuilder[] columns =
            [.. Enumerable.Range(0, reader.FieldCount).Select(i => ColumnBuilder.Of(reader.GetName(i), reader.GetFieldType(i)))];
        for (long rows = 0; reader.Read(); rows++)
        {
            if (rows > MaxRows) RequireFew(rows, "the answer");
            for (int i = 0; i < columns.Length; i++) columns[i].Add(reader, i);
        }
        return new DataFrame(columns.Select(c => c.Column));
    }

    private protected override void Cancel()
    {
        try { _running?.Cancel(); }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException)
        {
            // it has ended by itself
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _connection.Dispose();
        GC.SuppressFinalize(this);
    }
}
