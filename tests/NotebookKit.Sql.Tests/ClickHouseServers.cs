using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NotebookKit.Sql.Tests;

/// <summary>Two shards of ClickHouse of Debian's package on loopback, with data that are thrown away.</summary>
public sealed class ClickHouseServers : IDisposable
{
    private const string Program = "/usr/sbin/clickhouse-server";

    private readonly string _folder = Repository.Path("artifacts", "servers", $"clickhouse-{Path.GetRandomFileName()}");
    private readonly int[] _http = [PostgreSqlServer.FreePort(), PostgreSqlServer.FreePort()];
    private readonly int[] _tcp = [PostgreSqlServer.FreePort(), PostgreSqlServer.FreePort()];
    private readonly Process[] _processes;
    private readonly HttpClient _client = new();

    public ClickHouseServers()
    {
        Assert.True(File.Exists(Program), "ClickHouse is missing; tests/run.sh installs it (Debian's clickhouse-server).");
        _processes = [Start(0), Start(1)];
        for (int s = 0; s < 2; s++)
        {
            WaitFor(s);
            Execute(s, "CREATE TABLE trial_local (id String, patient String, days Nullable(Int32), event UInt8, cause String, "
                + "entry Int32, arm Nullable(String), site String, age Nullable(Float64), sex String, ecog UInt8, viral String, "
                + "weight Float64, response Nullable(String), treated Date, `odd \"name\"; x` Float32) ENGINE = MergeTree() ORDER BY id");
            Execute(s, "CREATE TABLE trial AS trial_local ENGINE = Distributed(two, default, trial_local, rand())");
            Load(s, "trial_local", Trial.Csv(i => i / 2 % 2 == s)); // the rows of a patient lie on one shard
        }
    }

    public Uri Address => new(FormattableString.Invariant($"http://127.0.0.1:{_http[0]}/"));

    /// <summary>Processes of the two shards.</summary>
    public int[] Processes => [.. _processes.Select(p => p.Id)];

    public string Execute(int server, string sql) => Post(server, sql, null);

    public void Load(int server, string table, IEnumerable<string> csv)
    {
        string[] lines = [.. csv];
        Post(server, null, FormattableString.Invariant($"INSERT INTO {table} ({lines[0].Replace("odd \"name\"; x", "`odd \"name\"; x`",
            StringComparison.Ordinal)}) FORMAT CSV\n") + string.Join('\n', lines.Skip(1).Select(Cells)) + "\n");
    }

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true); // the data are thrown away
            process.WaitForExit();
            process.Dispose();
        }
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>An empty cell is NULL where the column has NULLs, and an empty text elsewhere; both are missing.</summary>
    private static string Cells(string line) => line.Replace(",,", ",\\N,", StringComparison.Ordinal).Replace(",,", ",\\N,",
        StringComparison.Ordinal);

    private string Post(int server, string? sql, string? body)
    {
        using HttpResponseMessage response = _client.PostAsync(FormattableString.Invariant($"http://127.0.0.1:{_http[server]}/"),
            new StringContent(sql ?? body!)).GetAwaiter().GetResult();
        string text = response.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException(text);
    }

    private void WaitFor(int server)
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(50))
            try
            {
                Execute(server, "SELECT 1");
                return;
            }
            catch (HttpRequestException) when (waited.Elapsed < TimeSpan.FromMinutes(3) && !_processes[server].HasExited) { }
    }

    private Process Start(int server)
    {
        string folder = Path.Combine(_folder, server.ToString(CultureInfo.InvariantCulture));
        foreach (string part in new[] { "data", "tmp", "files", "schemas" }) Directory.CreateDirectory(Path.Combine(folder, part));
        string shards = string.Concat(_tcp.Select(p => FormattableString.Invariant(
            $"<shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host><port>{p}</port></replica></shard>")));
        File.WriteAllText(Path.Combine(folder, "config.xml"), FormattableString.Invariant(
            $"""
            <yandex><logger><level>error</level><log>{folder}/log</log><errorlog>{folder}/errors</errorlog></logger>
            <http_port>{_http[server]}</http_port><tcp_port>{_tcp[server]}</tcp_port><listen_host>127.0.0.1</listen_host>
            <path>{folder}/data/</path><tmp_path>{folder}/tmp/</tmp_path><user_files_path>{folder}/files/</user_files_path>
            <format_schema_path>{folder}/schemas/</format_schema_path><users_config>users.xml</users_config>
            <default_profile>default</default_profile><default_database>default</default_database>
            <mark_cache_size>100000000</mark_cache_size><timezone>UTC</timezone>
            <remote_servers><two>{shards}</two></remote_servers></yandex>
            """));
        File.WriteAllText(Path.Combine(folder, "users.xml"),
            """
            <yandex><profiles><default><max_memory_usage>1000000000</max_memory_usage><max_threads>1</max_threads></default>
            <reader><readonly>1</readonly><max_threads>1</max_threads></reader></profiles>
            <users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default>
            <reader><password></password><networks><ip>127.0.0.1</ip></networks><profile>reader</profile><quota>default</quota></reader></users>
            <quotas><default></default></quotas></yandex>
            """);
        return Process.Start(new ProcessStartInfo("/bin/sh",
            ["-c", $"exec {Program} --config-file=config.xml </dev/null >out 2>&1"]) { WorkingDirectory = folder })!;
    }
}
