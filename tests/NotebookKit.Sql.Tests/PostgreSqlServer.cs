using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace NotebookKit.Sql.Tests;

/// <summary>A server of PostgreSQL of its own on loopback, of Debian's package, with data that are thrown away.</summary>
public sealed class PostgreSqlServer : IDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin/";

    private readonly string _folder;

    public PostgreSqlServer()
    {
        Assert.True(File.Exists(Programs + "initdb"), "PostgreSQL 15 is missing; tests/run.sh installs it (Debian's postgresql-15).");
        _folder = Folder();
        Run(Programs + "initdb", "-D", _folder, "-A", "trust", "-U", "test", "--locale=C", "-E", "UTF8", "--no-sync");
        for (int attempt = 0; ; attempt++) // another program may take the port between the look and the start
        {
            Port = FreePort();
            File.AppendAllText(Path.Combine(_folder, "postgresql.conf"), FormattableString.Invariant(
                $"listen_addresses='127.0.0.1'\nport={Port}\nunix_socket_directories=''\nfsync=off\n"));
            try
            {
                Run(Programs + "pg_ctl", "-D", _folder, "-l", Path.Combine(_folder, "log"), "-w", "-t", "120", "start");
                break;
            }
            catch (InvalidOperationException) when (attempt < 3) { }
        }
    }

    public int Port { get; }

    public string Connection => FormattableString.Invariant($"Host=127.0.0.1;Port={Port};Username=test;Database=postgres;Timeout=60");

    /// <summary>The process of the server.</summary>
    public int Process => int.Parse(File.ReadLines(Path.Combine(_folder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Execute(params string[] statements)
    {
        using var connection = new NpgsqlConnection(Connection + ";Pooling=false");
        connection.Open();
        foreach (string statement in statements)
        {
            using var command = new NpgsqlCommand(statement, connection);
            command.ExecuteNonQuery();
        }
    }

    /// <summary>A table of the trial's rows, with types of the server's own.</summary>
    public void Load(string table, IEnumerable<string> csv)
    {
        string name = $"\"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        Execute($"CREATE TABLE {name} (id text, patient varchar(9), days integer, event bigint, cause text, entry integer, arm text, "
            + "site text, age double precision, sex text, ecog smallint, viral boolean, weight numeric, response text, treated date, "
            + "\"odd \"\"name\"\"; x\" real)");
        using var connection = new NpgsqlConnection(Connection + ";Pooling=false");
        connection.Open();
        using TextWriter writer = connection.BeginTextImport($"COPY {name} FROM STDIN (FORMAT csv, HEADER)");
        foreach (string line in csv) writer.WriteLine(line);
    }

    /// <summary>Ends the server at once, with whatever it is doing.</summary>
    public void Kill() => Run(Programs + "pg_ctl", "-D", _folder, "-m", "immediate", "-w", "stop");

    public void Dispose()
    {
        if (File.Exists(Path.Combine(_folder, "postmaster.pid"))) Kill();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Below artifacts/ where the server's user may look there, else in the folder for temporary files.</summary>
    private static string Folder()
    {
        string root = Repository.Path("artifacts", "servers");
        Directory.CreateDirectory(root);
        if (Environment.IsPrivilegedProcess && !Succeeds("runuser", "-u", "postgres", "--", "test", "-x", root)) root = Path.GetTempPath();
        string folder = Path.Combine(root, $"postgresql-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess) Start("chown", "postgres", folder);
        return folder;
    }

    private static bool Succeeds(params string[] command)
    {
        try { Start(command[0], command[1..]); }
        catch (InvalidOperationException) { return false; }
        return true;
    }

    /// <summary>Runs a program of the server, which refuses to be root.</summary>
    private static void Run(string program, params string[] arguments)
    {
        if (Environment.IsPrivilegedProcess) Start("runuser", ["-u", "postgres", "--", program, .. arguments]);
        else Start(program, arguments);
    }

    private static void Start(string program, params string[] arguments)
    {
        string output = Path.GetTempFileName();
        try
        {
            // a server that goes on must not hold a pipe of ours
            using Process process = System.Diagnostics.Process.Start(new ProcessStartInfo("/bin/sh",
                ["-c", "out=$1; shift; exec \"$@\" </dev/null >\"$out\" 2>&1", "sh", output, program, .. arguments])
            { WorkingDirectory = "/" })!;
            if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
            {
                process.Kill();
                throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} does not end.");
            }
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {File.ReadAllText(output)}");
        }
        finally { File.Delete(output); }
    }
}
