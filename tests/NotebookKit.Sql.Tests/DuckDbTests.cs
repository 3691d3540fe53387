using DuckDB.NET.Data;
using NotebookKit.AnalysisSets;
using NotebookKit.Sql.DuckDb;
using NotebookKit.Sql.Engines;

namespace NotebookKit.Sql.Tests;

/// <summary>Rows in files and in a database of DuckDB.</summary>
public sealed class DuckDbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notebookkit-duckdb-").FullName;

    public DuckDbTests() => File.WriteAllLines(At("trial.csv"), Trial.Csv());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private void Run(string database, params string[] statements)
    {
        using var connection = new DuckDBConnection($"DataSource={database}");
        connection.Open();
        foreach (string statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    private static AnalysisSet Set(DatabaseTable table, bool clustered) =>
        table.AnalysisSet("procedures", key: "id", patient: clustered ? "patient" : null, by: "arm", groups: Trial.Arms);

    [Theory]
    [InlineData("csv", false), InlineData("csv", true), InlineData("parquet", false), InlineData("parquet", true)]
    [InlineData("table", false), InlineData("table", true)]
    public void Every_analysis_gives_what_it_gives_in_memory(string kind, bool clustered)
    {
        if (kind == "parquet") Run(":memory:", $"COPY (SELECT * FROM '{At("trial.csv")}') TO '{At("trial.parquet")}'");
        if (kind == "table") Run(At("a.duckdb"), $"CREATE TABLE \"odd \"\" name; DROP\" AS SELECT * FROM '{At("trial.csv")}'");
        using Database database = kind == "table" ? DuckDbDatabase.Open(At("a.duckdb")) : DuckDbDatabase.OpenFiles(At($"trial.{kind}"));
        AnalysisSet set = Set(database.Table(kind == "table" ? "odd \" name; DROP" : "trial"), clustered);
        Conformance.Same(Trial.Set(clustered), set, clustered ? Conformance.Clustered : Conformance.Independent);
    }

    [Fact]
    public void Sets_are_derived_and_described_as_in_memory()
    {
        using Database database = DuckDbDatabase.OpenFiles(At("trial.csv"));
        AnalysisSet memory = Trial.Set(clustered: true), files = Set(database.Table("trial"), clustered: true);
        foreach (Func<AnalysisSet, AnalysisSet> derive in (Func<AnalysisSet, AnalysisSet>[])
            [s => s, s => s.Where("arm", Trial.Arms[2]), s => s.Where("ecog", "1", "2"), s => s.WithValues("age", "arm"),
                s => s.WithValues("age").Where("treated", "2020-03-01", "2020-03-02", "2020-03-05", "2020-03-04"),
                s => s.OneRowPer("patient", "odd \"name\"; x", "patients"),
                s => s.LabelLevels("arm", ("TAE", "bland"), (Trial.Arms[2], "O'H")),
                s => s.LabelLevels("ecog", ("0", "none")).CompareBy("ecog"), s => s.Where("viral", "True").CompareBy("site")])
        {
            AnalysisSet expected, found;
            try { expected = derive(memory); }
            catch (ArgumentException)
            {
                Assert.Throws<ArgumentException>(() => derive(files)); // such as two rows of a patient that are equally early
                continue;
            }
            found = derive(files);
            string[] lines = found.ToString().Split('\n');
            Assert.Equal(expected.ToString().TrimEnd().Split('\n'), lines.Where(l => !l.Contains("Rows: ", StringComparison.Ordinal)
                && l.Length > 0));
            Assert.Equal(expected.KaplanMeier("days", "event").Curves.Select(c => c.Survival[^1]),
                found.KaplanMeier("days", "event").Curves.Select(c => c.Survival[^1]));
        }
    }

    [Fact]
    public void Curves_of_independent_rows_bring_counts_alone()
    {
        using Database database = DuckDbDatabase.OpenFiles(At("trial.csv"));
        AnalysisSet set = Set(database.Table("trial"), clustered: false);
        int before = database.Questions.Length;
        set.KaplanMeier("days", "event");
        set.LogRank("days", "event");
        set.NelsonAalen("days", "event");
        DatabaseQuestion asked = Assert.Single(database.Questions[before..]);
        Assert.Equal("SELECT days, event, arm, COUNT(*) FROM trial q GROUP BY days, event, arm",
            asked.Sql.Replace("\"", "", StringComparison.Ordinal));
        Assert.Contains("Rows: table \"trial\" of trial.csv (DuckDB; files, unchanged since they were opened); counted there",
            set.LogRank("days", "event").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_repeats_and_a_column_that_is_not_there_are_refused()
    {
        using Database database = DuckDbDatabase.OpenFiles(At("trial.csv"));
        Assert.Contains("1200 rows have 600 different values: 'p0000' in 2 rows; ", Assert.Throws<ArgumentException>(
            () => database.AnalysisSet("trial", "procedures", key: "patient")).Message, StringComparison.Ordinal);
        Assert.Contains("The rows are not patients: 1200 rows hold 600 (column 'patient')", Assert.Throws<ArgumentException>(
            () => database.AnalysisSet("trial", "patients", key: "id", patient: "patient")).Message, StringComparison.Ordinal);
        Assert.Contains("There is no column 'arms'; the nearest name is 'arm'", Assert.Throws<ArgumentException>(
            () => database.AnalysisSet("trial", "procedures", by: "arms")).Message, StringComparison.Ordinal);
        Assert.Contains("Table with name nowhere does not exist", Assert.Throws<DatabaseException>(
            () => database.AnalysisSet("nowhere", "procedures")).Message, StringComparison.Ordinal);
        Assert.Contains("expected one of: TACE", Assert.Throws<ArgumentException>(
            () => database.AnalysisSet("trial", "procedures", by: "arm", groups: ["TACE"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_changes_between_two_questions_is_refused()
    {
        using Database database = DuckDbDatabase.OpenFiles(At("trial.csv"));
        AnalysisSet set = Set(database.Table("trial"), clustered: false);
        File.AppendAllLines(At("trial.csv"), [Trial.Csv().Last().Replace("r1199", "r1200", StringComparison.Ordinal)]);
        Assert.Contains("trial.csv: the file trial.csv has changed since it was opened. Nothing was counted",
            Assert.Throws<DatabaseException>(() => set.KaplanMeier("days", "event")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_the_wrong_type_is_named()
    {
        Run(At("a.duckdb"), "CREATE TABLE t AS SELECT 1 AS id, 'soon' AS months, 1 AS event, [1, 2] AS scans");
        using Database database = DuckDbDatabase.Open(At("a.duckdb"));
        AnalysisSet set = database.AnalysisSet("t", "patients", key: "id");
        Assert.Contains("Column 'months' holds text; expected numbers", Assert.Throws<ArgumentException>(
            () => set.KaplanMeier("months", "event")).Message, StringComparison.Ordinal);
        Assert.Contains("Column 'scans' is of type", Assert.Throws<DatabaseException>(
            () => set.Describe(r => r.Categorical("scans"))).Message, StringComparison.Ordinal);
        Assert.Equal(1, set.N); // the database can be asked again
        Assert.Throws<DatabaseException>(() => DuckDbDatabase.Open(At("trial.csv")));
    }

    [Fact]
    public void A_question_that_takes_too_long_or_is_interrupted_is_cancelled_and_counts_nothing()
    {
        Run(At("a.duckdb"), "CREATE VIEW slow AS SELECT a.range AS id, 1 AS event FROM range(1000000) a, range(1000000) b "
            + "WHERE a.range + b.range > 5", "CREATE TABLE t AS SELECT 1 AS id, 3 AS days, 1 AS event");
        using (Database hasty = DuckDbDatabase.Open(At("a.duckdb"), new() { Timeout = TimeSpan.FromSeconds(0.3) }))
        {
            Assert.Contains("no answer within 0.3 seconds; the question was cancelled and nothing was counted",
                Assert.Throws<DatabaseException>(() => hasty.AnalysisSet("slow", "rows")).Message, StringComparison.Ordinal);
        }
        using Database database = DuckDbDatabase.Open(At("a.duckdb"));
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(() => database.AnalysisSet("slow", "rows")));
        thread.Start();
        while (thread.ThreadState != ThreadState.WaitSleepJoin || database.Questions.Length == 0) Thread.Sleep(5);
        thread.Interrupt();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));
        Assert.IsType<ThreadInterruptedException>(error);
        Assert.Equal(1, database.AnalysisSet("t", "rows", key: "id").N);
    }

    [Fact]
    public void More_rows_than_allowed_are_not_fetched()
    {
        using Database database = DuckDbDatabase.OpenFiles(new DatabaseOptions { MaxRows = 1_100 }, At("trial.csv"));
        AnalysisSet set = Set(database.Table("trial"), clustered: false);
        Assert.Equal(Trial.Set(false).LogRank("days", "event").ChiSquare, set.LogRank("days", "event").ChiSquare);
        Assert.Contains("fetching 3 columns of table \"trial\" would bring 1,200 rows into memory; at most 1,100 are allowed",
            Assert.Throws<InvalidOperationException>(() => set.Cox("Surv(days, event) ~ age")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_and_engines_are_added()
    {
        File.WriteAllLines(At("first.csv"), Trial.Csv(i => i < 400));
        Run(":memory:", $"COPY (SELECT * FROM '{At("trial.csv")}' WHERE id >= 'r0400' AND id < 'r0900') TO '{At("second.parquet")}'");
        Run(At("c.duckdb"), $"CREATE TABLE third AS SELECT * FROM '{At("trial.csv")}' WHERE id >= 'r0900'");
        using Database files = DuckDbDatabase.OpenFiles(At("first.csv"), At("second.parquet")), file = DuckDbDatabase.Open(At("c.duckdb"));
        DatabaseTable[] shards = [files.Table("first"), files.Table("second"), file.Table("third")];
        Conformance.Same(Trial.Set(false), shards.AnalysisSet("procedures", key: "id", by: "arm", groups: Trial.Arms),
            Conformance.Independent);
        Conformance.Same(Trial.Set(true), shards.AnalysisSet("procedures", "id", "patient", "arm", Trial.Arms), Conformance.Clustered);
        Assert.Contains("Column 'id' is the key of the procedures, but the parts hold 1200 different values and not 1600: some stand in "
            + "two parts.", Assert.Throws<ArgumentException>(() => shards.Append(files.Table("first")).AnalysisSet("procedures", key: "id"))
            .Message, StringComparison.Ordinal);
    }
}
