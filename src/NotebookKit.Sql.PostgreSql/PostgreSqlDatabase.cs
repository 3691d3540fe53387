using System.Collections.Immutable;
using Npgsql;
using NotebookKit.Sql.Engines;

namespace NotebookKit.Sql.PostgreSql;

/// <summary>A server of PostgreSQL.</summary>
public static class PostgreSqlDatabase
{
    /// <summary>Opens one snapshot, read-only: what others write meanwhile is not seen, and nothing can be written.</summary>
    /// <param name="connectionString">
    /// Such as <c>Host=127.0.0.1;Database=registry;Username=reader;Password=…</c>. Give the role SELECT alone: a read-only snapshot does
    /// not keep functions from being called.
    /// </param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <returns>The database; it holds one connection until it is disposed.</returns>
    /// <exception cref="DatabaseException">The server cannot be reached, or refuses the role.</exception>
    public static Database Open(string connectionString, DatabaseOptions? options = null)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        string name = FormattableString.Invariant($"{builder.Database ?? builder.Username} on {builder.Host}:{builder.Port}");
        return new AdoDatabase(new NpgsqlConnection(builder.ConnectionString), new PostgreSqlDialect(), name, options);
    }
}

/// <summary>How PostgreSQL writes.</summary>
internal sealed class PostgreSqlDialect : SqlDialect
{
    public override string Engine => "PostgreSQL";

    public override string Snapshot => "read-only, one snapshot";

    public override ImmutableArray<string> Begin => ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"];

    // a question that fails would end the transaction, and with it the snapshot
    public override string Mark => "SAVEPOINT question";

    public override string Return => "ROLLBACK TO SAVEPOINT question";

    public override string IsNaN(string expression) => $"{expression} = 'NaN'";
}
