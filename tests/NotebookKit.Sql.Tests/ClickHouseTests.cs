using System.Diagnostics;
using NotebookKit.AnalysisSets;
using NotebookKit.Sql.ClickHouse;
using NotebookKit.Sql.Engines;

namespace NotebookKit.Sql.Tests;

/// <summary>Rows on two shards of ClickHouse behind a Distributed table.</summary>
public sealed class ClickHouseTests(ClickHouseServers servers) : IClassFixture<ClickHouseServers>
{
    private static AnalysisSet Set(Database database, bool clustered = false, string table = "trial") =>
        database.AnalysisSet(table, "procedures", key: "id", patient: clustered ? "patient" : null, by: "arm", groups: Trial.Arms);

    [Theory, InlineData(false), InlineData(true)]
    public void Every_analysis_gives_what_it_gives_in_memory(bool clustered)
    {
        using Database database = ClickHouseDatabase.Open(servers.Address, "reader");
        Conformance.Same(Trial.Set(clustered), Set(database, clustered), clustered ? Conformance.Clustered : Conformance.Independent);
        Assert.Contains("(ClickHouse; the number of rows is checked at every question)", Set(database).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_are_derived_as_in_memory()
    {
        using Database database = ClickHouseDatabase.Open(servers.Address, "reader");
        foreach (Func<AnalysisSet, AnalysisSet> derive in (Func<AnalysisSet, AnalysisSet>[])
            [s => s.Where("ecog", "1").WithValues("age", "odd \"name\"; x"), s => s.Where("treated", "2020-03-01", "2020-03-02"),
                s => s.Where("arm", Trial.Arms[2]), s => s.LabelLevels("arm", (Trial.Arms[2], "x'; DROP \\ y")),
                s => s.LabelLevels("ecog", ("0", "none")).CompareBy("ecog")])
            Assert.Equal(derive(Trial.Set(true)).KaplanMeier("days", "event").ToString(),
                string.Join('\n', derive(Set(database, true)).KaplanMeier("days", "event").ToString().Split('\n')
                    .Where(l => !l.Contains("Rows: ", StringComparison.Ordinal))));
    }

    [Fact]
    public void Rows_that_come_between_two_questions_are_noticed()
    {
        servers.Execute(0, "CREATE TABLE growing AS trial_local");
        servers.Execute(0, "INSERT INTO growing SELECT * FROM trial");
        using Database database = ClickHouseDatabase.Open(servers.Address, "reader");
        AnalysisSet set = Set(database, table: "growing");
        servers.Execute(0, "INSERT INTO growing SELECT * FROM trial LIMIT 3");
        Assert.Contains("table `growing` held 1200 rows at the first question and 1203 now; it was changed between the two. Nothing was "
            + "counted.", Assert.Throws<DatabaseException>(() => set.LogRank("days", "event")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_can_be_written_and_what_is_wrong_is_said()
    {
        using Database database = ClickHouseDatabase.Open(servers.Address, "reader");
        Assert.Contains("readonly", Assert.Throws<DatabaseException>(() => database.Ask("INSERT INTO trial_local (id) VALUES ('x')"))
            .Message, StringComparison.Ordinal);
        Assert.Contains("Table default.nowhere doesn't exist", Assert.Throws<DatabaseException>(
            () => database.AnalysisSet("nowhere", "rows")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Assert.Throws<DatabaseException>(
            () => ClickHouseDatabase.Open(servers.Address, "nobody")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Assert.Throws<DatabaseException>(() => ClickHouseDatabase.Open(
            new Uri($"http://127.0.0.1:{PostgreSqlServer.FreePort()}/"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_that_is_interrupted_is_killed_on_the_server()
    {
        using Database database = ClickHouseDatabase.Open(servers.Address, "reader");
        Exception? error = null;
        var asking = new Thread(() => error = Record.Exception(() => database.Ask("SELECT COUNT(*) FROM system.numbers")));
        asking.Start();
        while (!Running()) Thread.Sleep(10);
        asking.Interrupt();
        Assert.True(asking.Join(TimeSpan.FromMinutes(2)));
        Assert.IsType<ThreadInterruptedException>(error);
        for (var waited = Stopwatch.StartNew(); Running(); Thread.Sleep(10))
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), "The server goes on counting.");
        Assert.Equal(Trial.Rows, Set(database).N);

        bool Running() => servers.Execute(0, "SELECT count() FROM system.processes WHERE query LIKE '%system.numbers'").Trim() != "0";
    }

    [Fact]
    public void A_shard_that_falls_silent_is_not_waited_for_and_one_that_is_killed_counts_nothing()
    {
        using var own = new ClickHouseServers();
        using Database patient = ClickHouseDatabase.Open(own.Address, "reader");
        using Database hasty = ClickHouseDatabase.Open(own.Address, "reader", options: new() { Timeout = TimeSpan.FromSeconds(5) });
        AnalysisSet set = Set(patient);
        Signal("STOP", own.Processes[1]);
        try
        {
            Assert.Contains("no answer within 5 seconds; the question was cancelled and nothing was counted",
                Assert.Throws<DatabaseException>(() => Set(hasty)).Message, StringComparison.Ordinal);
        }
        finally { Signal("CONT", own.Processes[1]); }
        Signal("KILL", own.Processes[1]);
        string message = Assert.Throws<DatabaseException>(() => set.KaplanMeier("days", "event")).Message;
        Assert.StartsWith($"default on 127.0.0.1:{own.Address.Port}: ", message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was counted.", message, StringComparison.Ordinal);
    }

    private static void Signal(string signal, int process)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        kill.WaitForExit();
    }
}
