using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Session;

namespace NotebookKit.Kernel.Tests.Languages;

public sealed class SqlLanguageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notebookkit-sql").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Data_frames_of_the_session_are_tables_as_they_stand()
    {
        await using var session = new TestSession(_folder);
        await session.OkAsync(TestFrames.Reference
            + """var patients = new DataFrame(new StringDataFrameColumn("id", ["a", "b", null]), new DoubleDataFrameColumn("size", new double?[] { 1.5, null, 4 }));""");
        RecordingSink sink = await session.OkAsync("#!sql\nselect count(*) as n, count(size) as sizes, sum(size) as total from patients");
        Assert.Equal("n  sizes  total\n3      2    5.5\n1 row × 3 columns", sink.Result);
        await session.OkAsync("patients.Columns[\"size\"][1] = 10.0;");
        Assert.Contains("15.5", (await session.OkAsync("#!sql\nselect sum(size) from patients")).Result);
    }

    [Fact]
    public async Task A_data_frame_comes_back_from_SQL_as_it_went()
    {
        await using var session = new TestSession(_folder);
        await session.OkAsync(TestFrames.Reference + """
            var df = new DataFrame(
                new DoubleDataFrameColumn("number", new double?[] { 0.1 + 0.2, null, double.PositiveInfinity, -1e-300 }),
                new SingleDataFrameColumn("short number", new float?[] { 0.1f, null, 1, 2 }),
                new Int32DataFrameColumn("whole", new int?[] { 1, null, -3, int.MaxValue }),
                new Int64DataFrameColumn("long", new long?[] { 1, null, -3, long.MinValue }),
                new BooleanDataFrameColumn("flag", new bool?[] { true, null, false, true }),
                new DateTimeDataFrameColumn("day", new DateTime?[] { new(2024, 2, 29), null, new(1899, 12, 31), new(2024, 1, 2, 3, 4, 5) }),
                new StringDataFrameColumn("a \"text\"", new string[] { "a,\"b\"\nc", null, "", "é'; --" }));
            """);
        await session.OkAsync("#!sql --name back\nselect * from df");
        Assert.Equal("28", (await session.OkAsync("""
            Enumerable.Range(0, 7).Sum(c => Enumerable.Range(0, 4).Count(r => object.Equals(df.Columns[c][r], back.Columns[c][r]) && df.Columns[c].Name == back.Columns[c].Name && df.Columns[c].GetType() == back.Columns[c].GetType()))
            """)).Result);
    }

    [Fact]
    public async Task Csv_and_parquet_files_are_read_from_the_notebooks_folder()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "labs.csv"), "id,day,value\na,2024-02-29,1.25\nb,,\n");
        await using var session = new TestSession(_folder);
        await session.OkAsync(TestFrames.Reference + "1");
        await session.OkAsync($"#!sql\ncopy (select * from 'labs.csv') to '{Path.Combine(_folder, "labs.parquet")}' (format parquet)");
        await session.OkAsync("#!sql --name labs\nselect * from 'labs.parquet' order by id");
        Assert.Equal("2024-02-29 1.25 True DateTimeDataFrameColumn", (await session.OkAsync(
            "$\"{labs.Columns[\"day\"][0]:yyyy-MM-dd} {labs.Columns[\"value\"][0]} {labs.Columns[\"day\"][1] is null} "
                + "{labs.Columns[\"day\"].GetType().Name}\"")).Result);
    }

    [Fact]
    public async Task A_result_becomes_a_data_frame_with_the_types_of_its_columns()
    {
        await using var session = new TestSession(_folder);
        await session.OkAsync(TestFrames.Reference + "1");
        await session.OkAsync(
            "#!sql --name r\nselect 1 as a, 2::bigint as b, sum(x) as c, 0.5 as d, true as e, 'x' as f, date '2024-01-02' as g, [1, 2] as "
                + "h, 1e300::double as i, 7 as a from range(3) t(x)");
        Assert.Equal("Int32 Int64 Int64 Double Boolean String DateTime String Double Int32 a_2 [1, 2]", (await session.OkAsync(
            "string.Join(\" \", r.Columns.Select(c => c.DataType.Name)) + \" \" + r.Columns[9].Name + \" \" + r.Columns[7][0]")).Result);
    }

    [Fact]
    public async Task Tables_live_on_and_are_shared_and_win_over_frames_of_their_name()
    {
        await using var session = new TestSession(_folder);
        await session.OkAsync(TestFrames.Reference + "var t = new DataFrame(new Int32DataFrameColumn(\"x\", [1]));");
        Assert.Null((await session.OkAsync("#!sql\ncreate table t as select 2 as x")).Result);
        Assert.Contains("2", (await session.OkAsync("#!sql\nselect x from t")).Result);
        await session.OkAsync("#!share --from sql t --as fromSql");
        Assert.Equal("2", (await session.OkAsync("fromSql.Columns[\"x\"][0]")).Result);
    }

    [Fact]
    public async Task Values_become_variables_and_texts_stay_texts()
    {
        await using var session = new TestSession(_folder);
        await session.OkAsync("var name = \"x'); drop table t; --\"; var limits = new[] { 1.5, 2 };");
        RecordingSink sink = await session.OkAsync(
            "#!sql\n#!share --from csharp name\n#!share --from csharp limits\nselect getvariable('name') as n, "
                + "getvariable('limits')[2] as l");
        Assert.Contains("x'); drop table t; --", sink.Result);
        Assert.Contains("  2\n", sink.Result);
    }

    [Fact]
    public async Task An_error_names_the_line_of_the_cell()
    {
        await using var session = new TestSession(_folder);
        CellError error = (await session.RunAsync("#!sql\nselect 1;\nselect 2\nfrom from x")).Result.Error!;
        Assert.Equal("Error in SQL", error.Name);
        Assert.Contains("LINE 4: from from x", error.Message);
        Assert.Equal(4, error.Line);
    }

    [Fact]
    public async Task An_interrupt_stops_a_query_and_keeps_the_tables()
    {
        await using var session = new TestSession(_folder);
        await session.OkAsync("#!sql\ncreate table kept as select 41 as x");
        using var interrupt = new CancellationTokenSource();
        Task<(CellResult Result, RecordingSink)> cell =
            session.RunAsync(
                "#!sql\nselect count(*) from range(1000000) a, range(1000000) b, range(1000000) c where a.range + b.range = c.range * 7 + "
                    + "1", interrupt.Token);
        await Task.Delay(700);
        Assert.False(cell.IsCompleted);
        await interrupt.CancelAsync();
        Assert.Equal(CellError.Interrupted, (await cell).Result.Error!.Name);
        Assert.Contains("41", (await session.OkAsync("#!sql\nselect x from kept")).Result);
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        await using var session = new TestSession(_folder);
        Assert.Contains("No cell in 'sql' has run", (await session.RunAsync("#!share --from sql t")).Result.Error!.Message);
        await session.OkAsync("#!sql\ncreate table other as select 1 as x");
        Assert.Contains("It has: other", (await session.RunAsync("#!share --from sql t")).Result.Error!.Message);
        Assert.Contains("Microsoft.Data.Analysis", (await session.RunAsync("#!share --from sql other")).Result.Error!.Message);
        Assert.Contains("--name x", (await session.RunAsync("#!sql --as x\nselect 1")).Result.Error!.Message);
        Assert.Contains("Write it as", (await session.RunAsync("#!share x")).Result.Error!.Message);
    }
}
