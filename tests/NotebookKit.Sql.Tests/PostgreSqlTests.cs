using System.Diagnostics;
using NotebookKit.AnalysisSets;
using NotebookKit.Sql.Engines;
using NotebookKit.Sql.PostgreSql;

namespace NotebookKit.Sql.Tests;

/// <summary>Two servers that hold half of the trial each; the first holds all of it too.</summary>
public sealed class TwoServers : IDisposable
{
    public const string Odd = "odd \" name; DROP";

    public TwoServers()
    {
        First.Load(Odd, Trial.Csv());
        First.Load("half", Trial.Csv(i => i < 500));
        Second.Load("half", Trial.Csv(i => i >= 500));
    }

    public PostgreSqlServer First { get; } = new();

    public PostgreSqlServer Second { get; } = new();

    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }
}

/// <summary>Rows on servers of PostgreSQL.</summary>
public sealed class PostgreSqlTests(TwoServers servers) : IClassFixture<TwoServers>
{
    private static AnalysisSet Set(DatabaseTable table, bool clustered = false) =>
        table.AnalysisSet("procedures", key: "id", patient: clustered ? "patient" : null, by: "arm", groups: Trial.Arms);

    [Theory, InlineData(false), InlineData(true)]
    public void Every_analysis_gives_what_it_gives_in_memory(bool clustered)
    {
        using Database database = PostgreSqlDatabase.Open(servers.First.Connection);
        Conformance.Same(Trial.Set(clustered), Set(database.Table(TwoServers.Odd), clustered),
            clustered ? Conformance.Clustered : Conformance.Independent);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Two_servers_give_what_memory_gives(bool clustered)
    {
        using Database first = PostgreSqlDatabase.Open(servers.First.Connection);
        using Database second = PostgreSqlDatabase.Open(servers.Second.Connection);
        AnalysisSet set = new[] { first.Table("half"), second.Table("half", "public") }.AnalysisSet("procedures", key: "id",
            patient: clustered ? "patient" : null, by: "arm", groups: Trial.Arms);
        Conformance.Same(Trial.Set(clustered), set, clustered ? Conformance.Clustered : Conformance.Independent);
        Assert.Contains("Rows: 2 parts, whose counts were added. Part 1: ", set.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_are_derived_as_in_memory()
    {
        using Database database = PostgreSqlDatabase.Open(servers.First.Connection);
        foreach (Func<AnalysisSet, AnalysisSet> derive in (Func<AnalysisSet, AnalysisSet>[])
            [s => s.Where("ecog", "1").WithValues("age", "odd \"name\"; x"), s => s.Where("treated", "2020-03-01", "2020-03-02"),
                s => s.LabelLevels("arm", (Trial.Arms[2], "x'; DROP")),
                s => s.LabelLevels("viral", ("True", "viral")).CompareBy("viral")])
            Assert.Equal(derive(Trial.Set(true)).KaplanMeier("days", "event").ToString(),
                string.Join('\n', derive(Set(database.Table(TwoServers.Odd), true)).KaplanMeier("days", "event").ToString().Split('\n')
                    .Where(l => !l.Contains("Rows: ", StringComparison.Ordinal))));
    }

    [Fact]
    public void What_others_write_meanwhile_is_not_seen_and_nothing_can_be_written()
    {
        servers.First.Load("growing", Trial.Csv());
        using Database database = PostgreSqlDatabase.Open(servers.First.Connection);
        AnalysisSet set = Set(database.Table("growing"));
        servers.First.Execute("UPDATE growing SET event = 1 - event", "INSERT INTO growing SELECT * FROM growing LIMIT 5");
        Conformance.Same(Trial.Set(false), set, Conformance.Independent.Take(3));
        Assert.Contains("read-only transaction", Assert.Throws<DatabaseException>(() => database.Ask("DELETE FROM growing")).Message,
            StringComparison.Ordinal);
        Assert.Equal(Trial.Set(false).Where("arm", Trial.Arms).N, set.Where("arm", Trial.Arms).N); // still the snapshot
    }

    [Fact]
    public void A_server_that_is_killed_half_way_counts_nothing()
    {
        using var server = new PostgreSqlServer();
        server.Load("half", Trial.Csv(i => i >= 500));
        server.Execute("CREATE VIEW slow AS SELECT * FROM half WHERE days < 100 OR pg_sleep(1) IS NOT NULL");
        using Database first = PostgreSqlDatabase.Open(servers.First.Connection), second = PostgreSqlDatabase.Open(server.Connection);
        DatabaseTable[] parts = [first.Table("half"), second.Table("slow")];
        Exception? error = null;
        var asking = new Thread(() => error = Record.Exception(() => parts.AnalysisSet("procedures", key: "id", by: "arm")));
        asking.Start();
        while (second.Questions.Length == 0) Thread.Sleep(10);
        Thread.Sleep(200);
        server.Kill();
        Assert.True(asking.Join(TimeSpan.FromMinutes(2)));
        Assert.Contains($"postgres on 127.0.0.1:{server.Port}: ", Assert.IsType<DatabaseException>(error).Message,
            StringComparison.Ordinal);
        Assert.EndsWith("Nothing was counted.", error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Assert.Throws<DatabaseException>(() => PostgreSqlDatabase.Open(server.Connection)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_falls_silent_is_not_waited_for()
    {
        using var server = new PostgreSqlServer();
        server.Load("half", Trial.Csv(i => i >= 500));
        using Database first = PostgreSqlDatabase.Open(servers.First.Connection);
        Database second = PostgreSqlDatabase.Open(server.Connection, new() { Timeout = TimeSpan.FromSeconds(60) });
        AnalysisSet set = new[] { first.Table("half"), second.Table("half") }.AnalysisSet("procedures", key: "id", by: "arm");
        using Database hasty = PostgreSqlDatabase.Open(server.Connection, new() { Timeout = TimeSpan.FromSeconds(1) });
        int[] processes = [server.Process, .. Children(server.Process)];
        Signal("STOP", processes);
        try
        {
            DatabaseTable[] parts = [first.Table("half"), hasty.Table("half")];
            Assert.Contains("no answer within 1 seconds; the question was cancelled and nothing was counted",
                Assert.Throws<DatabaseException>(() => parts.AnalysisSet("procedures", key: "id")).Message, StringComparison.Ordinal);
        }
        finally { Signal("CONT", processes); }
        Assert.Equal(Trial.Set(false).LogRank("days", "event").ChiSquare,
            set.LogRank("days", "event", new() { GroupOrder = [.. Trial.Arms] }).ChiSquare);
        second.Dispose();
    }

    private static int[] Children(int process)
    {
        using Process list = Process.Start(new ProcessStartInfo("ps", ["-o", "pid=", "--ppid", $"{process}"])
        { RedirectStandardOutput = true })!;
        string text = list.StandardOutput.ReadToEnd();
        list.WaitForExit();
        return [.. text.Split(null as char[], StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }

    private static void Signal(string signal, IEnumerable<int> processes)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", .. processes.Select(p => $"{p}")]);
        kill.WaitForExit();
    }
}
