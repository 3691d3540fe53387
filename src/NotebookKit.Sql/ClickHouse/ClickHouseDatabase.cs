using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Data.Analysis;
using NotebookKit.Sql.Engines;

namespace NotebookKit.Sql.ClickHouse;

/// <summary>
/// A server of ClickHouse, asked over HTTP, alone or with a Distributed table over its shards. It has no snapshot: every answer must hold
/// as many rows as the first, or it is refused.
/// </summary>
public sealed class ClickHouseDatabase : Database
{
    private readonly HttpClient _http;
    private readonly string _session = Path.GetRandomFileName();
    private int _questions;
    private string? _running;

    private ClickHouseDatabase(Uri server, string name, DatabaseOptions? options) : base(name, new ClickHouseDialect(), options) =>
        _http = new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan }; // ours is kept by who waits

    /// <summary>Opens a server.</summary>
    /// <param name="server">Address of its HTTP interface, such as <c>http://127.0.0.1:8123</c>.</param>
    /// <param name="user">
    /// A user of it, best one whose profile has <c>readonly = 1</c> and a <c>max_execution_time</c>; null for the default.
    /// </param>
    /// <param name="password">Password; null for none.</param>
    /// <param name="database">Its database; null for the default.</param>
    /// <param name="options">Limits; null for the defaults. A question that takes too long is killed on the server.</param>
    /// <exception cref="DatabaseException">The server cannot be reached, or refuses the user.</exception>
    public static Database Open(Uri server, string? user = null, string? password = null, string? database = null,
        DatabaseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        var opened = new ClickHouseDatabase(server, $"{database ?? "default"} on {server.Host}:{server.Port}", options);
        if (user is not null) opened._http.DefaultRequestHeaders.Add("X-ClickHouse-User", user);
        if (password is not null) opened._http.DefaultRequestHeaders.Add("X-ClickHouse-Key", password);
        if (database is not null) opened._http.DefaultRequestHeaders.Add("X-ClickHouse-Database", database);
        try { _ = opened.Ask("SELECT 1"); }
        catch (DatabaseException e)
        {
            opened.Dispose();
            throw new DatabaseException($"{opened.Name} cannot be opened: {e.Message}", e);
        }
        return opened;
    }

    private protected override DataFrame Answer(string sql, ImmutableArray<object> parameters)
    {
        _running = FormattableString.Invariant($"notebookkit-{_session}-{++_questions}");
        try
        {
            using HttpResponseMessage response = Post(sql, _running);
            using var reader = new StreamReader(response.Content.ReadAsStream(), Encoding.UTF8);
            if (response.StatusCode != HttpStatusCode.OK) throw new DatabaseException($"{Name}: {Sentence(reader.ReadToEnd())} "
                + "Nothing was counted.");
            return Read(reader);
        }
        finally { _running = null; }
    }

    private HttpResponseMessage Post(string sql, string id) => _http.Send(
        new HttpRequestMessage(HttpMethod.Post, $"?default_format=TabSeparatedWithNamesAndTypes&wait_end_of_query=1&query_id={id}")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(sql)),
        }, HttpCompletionOption.ResponseHeadersRead);

    private DataFrame Read(StreamReader reader)
    {
        string[] names = Fields(reader), types = Fields(reader);
        ColumnBuilder[] columns = [.. names.Zip(types, (name, type) => ColumnBuilder.Of(name, Type(type)))];
        for (long rows = 0; !reader.EndOfStream; rows++)
        {
            if (rows > MaxRows) RequireFew(rows, "the answer");
            string[] fields = Fields(reader);
            if (fields.Length != columns.Length)
                throw new DatabaseException($"{Name}: the answer broke off after {rows} rows. Nothing was counted.");
            for (int i = 0; i < fields.Length; i++) columns[i].Add(fields[i] == "\\N" ? null : Unescaped(fields[i]));
        }
        return new DataFrame(columns.Select(c => c.Column));
    }

    private static string[] Fields(StreamReader reader) => (reader.ReadLine() ?? "").Split('\t');

    private static string Unescaped(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal)) return field;
        var text = new StringBuilder(field.Length);
        for (int i = 0; i < field.Length; i++)
            text.Append(field[i] != '\\' || i + 1 == field.Length ? field[i] : field[++i] switch
            {
                't' => '\t', 'n' => '\n', 'r' => '\r', 'b' => '\b', 'f' => '\f', '0' => '\0', var other => other,
            });
        return text.ToString();
    }

    private static Type Type(string type)
    {
        if (type.StartsWith("Nullable(", StringComparison.Ordinal)) type = type[9..^1];
        return type switch
        {
            "Float64" => typeof(double),
            "Float32" => typeof(float),
            "String" => typeof(string),
            "Date" or "DateTime" => typeof(DateTime),
            _ when type.StartsWith("UInt", StringComparison.Ordinal) || type.StartsWith("Int", StringComparison.Ordinal) => typeof(long),
            _ when type.StartsWith("Decimal", StringComparison.Ordinal) => typeof(double),
            _ when type.StartsWith("DateTime", StringComparison.Ordinal) => typeof(DateTime),
            _ when type.StartsWith("Enum", StringComparison.Ordinal) || type.StartsWith("FixedString", StringComparison.Ordinal)
                || type == "UUID" || type.StartsWith("LowCardinality(String", StringComparison.Ordinal) => typeof(string),
            "Bool" => typeof(bool),
            _ => typeof(object),
        };
    }

    private static string Sentence(string error) => error.Trim().ReplaceLineEndings(" ").TrimEnd('.') + ".";

    /// <summary>Closing the connection would not stop the question: it is killed by its name.</summary>
    private protected override void Cancel()
    {
        if (_running is not { } id) return;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            using HttpResponseMessage response = _http.Send(new HttpRequestMessage(HttpMethod.Post, "?")
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes($"KILL QUERY WHERE query_id = '{id}' ASYNC")),
            }, patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            // a server that does not answer is not asked again before it has
        }
        _http.CancelPendingRequests();
    }

    /// <inheritdoc/>
    public override void Dispose() => _http.Dispose();
}

/// <summary>How ClickHouse writes: no parameters, no snapshot, sub-queries for all shards.</summary>
internal sealed class ClickHouseDialect : SqlDialect
{
    public override string Engine => "ClickHouse";

    public override string In => "GLOBAL IN";

    public override string Quote(string name) => $"`{Escaped(name).Replace("`", "\\`", StringComparison.Ordinal)}`";

    public override string IsNaN(string expression) => $"isNaN({expression})";

    public override string? Literal(object value) => value switch
    {
        string text => $"'{Escaped(text).Replace("'", "\\'", StringComparison.Ordinal)}'",
        bool flag => flag ? "1" : "0",
        DateTime day => day.TimeOfDay == TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"toDate('{day:yyyy-MM-dd}')")
            : string.Create(CultureInfo.InvariantCulture, $"toDateTime('{day:yyyy-MM-dd HH:mm:ss}')"),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal);
}
