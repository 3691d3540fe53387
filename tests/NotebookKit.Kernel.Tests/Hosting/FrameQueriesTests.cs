using System.Text.Json.Nodes;
using CsCheck;
using NotebookKit.Kernel.Hosting;

namespace NotebookKit.Kernel.Tests.Hosting;

/// <summary>What the viewer of data frames asks, as the protocol carries it.</summary>
public sealed class FrameQueriesTests(FrameQueriesTests.OneSession one) : IClassFixture<FrameQueriesTests.OneSession>
{
    private readonly TestSession _session = one.Session;
    private readonly FrameQueries _frames = new();

    [Fact]
    public async Task A_page_has_texts_that_depend_on_no_culture_and_null_where_a_value_is_missing()
    {
        JsonObject open = await OpenAsync(
            "new DoubleDataFrameColumn(\"months\", new double?[] { 3.25, null, 1e-7 })",
            "new StringDataFrameColumn(\"arm\", new[] { \"TACE\", \"\", null })",
            "new DateTimeDataFrameColumn(\"day\", new DateTime?[] { new(2012, 6, 19), new(2012, 6, 29, 13, 5, 0), null })",
            "new BooleanDataFrameColumn(\"alive\", new bool?[] { true, null, false })");
        Assert.Equal(3, (int)open["rows"]!);
        Assert.Equal("""[{"name":"months","type":"double","missing":1,"number":true},{"name":"arm","type":"string","missing":1,"number":false},{"name":"day","type":"DateTime","missing":1,"number":true},{"name":"alive","type":"bool","missing":1,"number":false}]""",
            open["columns"]!.ToJsonString());
        Assert.Equal("""{"rows":[0,1,2],"cells":[["3.25","TACE","2012-06-19","true"],[null,"","2012-06-29 13:05:00",null],["1E-07",null,null,"false"]]}""",
            Page(View()).ToJsonString());
        Assert.Equal("""{"rows":[1],"cells":[["","2012-06-29 13:05:00"]]}""",
            Page(View(), 1, 1, ("firstColumn", 1), ("columnCount", 2)).ToJsonString());
        Assert.Equal("""{"rows":[],"cells":[]}""", Page(View(), 99, 5).ToJsonString());
    }

    [Theory]
    [InlineData("n", "=", "3", "0 3")]
    [InlineData("n", "≠", "3", "1 4")] // a missing value is neither equal nor unequal
    [InlineData("n", "<", "3", "1")]
    [InlineData("n", "≤", "3", "0 1 3")]
    [InlineData("n", ">", "2.5", "0 3 4")]
    [InlineData("n", "≥", "1e1", "4")]
    [InlineData("n", "missing", "", "2")]
    [InlineData("n", "present", "", "0 1 3 4")]
    [InlineData("n", "contains", "1", "1 4")]
    [InlineData("arm", "=", "TAE", "1")]
    [InlineData("arm", "contains", "tac", "0 3")]
    [InlineData("arm", ">", "TACE", "1 4")]
    [InlineData("arm", "missing", "", "2")]
    [InlineData("day", "≥", "2020-01-02", "1 2")]
    [InlineData("day", "=", "2020-01-01", "0")]
    [InlineData("big", "=", "9007199254740993", "1")] // not told from its neighbour as a double
    [InlineData("flag", "=", "true", "0 2")]
    public async Task Rows_are_chosen_by_conditions(string column, string op, string value, string expected)
    {
        await OpenAsync(Columns);
        Assert.Equal(expected, Rows(View(filter: [Condition(column, op, value)])));
    }

    [Theory]
    [InlineData("n", "many", "'many' does not fit the column 'n': a number such as 3.5 is expected.")]
    [InlineData("day", "soon", "'soon' does not fit the column 'day': a date such as 2024-06-30 is expected.")]
    [InlineData("flag", "2", "'2' does not fit the column 'flag': true or false is expected.")]
    [InlineData("big", "x", "'x' does not fit the column 'big': a number such as 3.5 is expected.")]
    public async Task A_condition_that_does_not_fit_its_column_says_what_is_expected(string column, string value, string message)
    {
        await OpenAsync(Columns);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => View(filter: [Condition(column, "=", value)])).Message);
    }

    [Theory]
    [InlineData("n", false, "1 0 3 4 2")]
    [InlineData("n", true, "4 0 3 1 2")]
    [InlineData("arm", false, "0 3 1 4 2")]
    [InlineData("day", true, "2 1 0 3 4")]
    [InlineData("big", false, "0 1 2 3 4")]
    public async Task Rows_are_ordered_with_equal_ones_as_they_were_and_missing_ones_last(string column, bool descending, string expected)
    {
        await OpenAsync(Columns);
        Assert.Equal(expected, Rows(View(sort: [Order(column, descending)])));
    }

    [Fact]
    public async Task The_first_order_counts_most_and_the_next_within_it()
    {
        await OpenAsync(Columns);
        Assert.Equal("4 0 3 1 2", Rows(View(sort: [Order("n", true), Order("arm", false)])));
        Assert.Equal("2 0 1 4 3", Rows(View(sort: [Order("flag", true), Order("day", true)])));
    }

    [Fact]
    public async Task Every_order_is_that_of_a_stable_sort()
    {
        await OpenAsync("new DoubleDataFrameColumn(\"x\", values)");
        await Gen.OneOf(Gen.Double[-2, 2].Select(d => (double?)Math.Round(d)), Gen.Const((double?)null)).Array[0, 30]
            .Select(Gen.Bool).SampleAsync(async (values, descending) =>
        {
            string text = string.Join(", ", values.Select(v => v?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"));
            await OpenAsync($"new DoubleDataFrameColumn(\"x\", new double?[] {{ {text} }})");
            IEnumerable<int> known = Enumerable.Range(0, values.Length).Where(i => values[i] is not null);
            IEnumerable<int> ordered = descending ? known.OrderByDescending(i => values[i]) : known.OrderBy(i => values[i]);
            Assert.Equal(string.Join(' ', ordered.Concat(Enumerable.Range(0, values.Length).Where(i => values[i] is null))),
                Rows(View(sort: [Order("x", descending)])));
        }, iter: 20, threads: 1);
    }

    [Fact]
    public async Task A_summary_counts_what_the_view_shows()
    {
        await OpenAsync(Columns);
        Assert.Equal("""{"n":4,"missing":1,"distinct":3,"quartiles":["1","2.5","3","4.75","10"],"mean":"4.25","bins":[3,0,1],"common":[]}""",
            Summary(View(), "n"));
        Assert.Equal("""{"n":4,"missing":1,"distinct":3,"quartiles":null,"mean":null,"bins":[],"common":[{"value":"TACE","count":2},{"value":"TAE","count":1},{"value":"TARE","count":1}]}""",
            Summary(View(), "arm"));
        Assert.Equal("""{"n":2,"missing":0,"distinct":1,"quartiles":["3","3","3","3","3"],"mean":"3","bins":[2],"common":[]}""",
            Summary(View(filter: [Condition("n", "=", "3")]), "n"));
        Assert.StartsWith("{\"n\":3,\"missing\":2,\"distinct\":3,\"quartiles\":[\"2020-01-01\",", Summary(View(), "day"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_view_a_closed_frame_and_a_variable_that_holds_no_frame_are_refused_in_words()
    {
        await OpenAsync(Columns);
        int older = View();
        View();
        Assert.Equal("The view was replaced by another.", Assert.Throws<InvalidOperationException>(() => Page(older)).Message);
        Ask("frame.close");
        Assert.Equal("The data frame is not open any more.", Assert.Throws<InvalidOperationException>(() => View()).Message);
        await _session.OkAsync("int df2 = 3;");
        Assert.Equal("There is no data frame 'df2' any more.",
            Assert.Throws<ArgumentException>(() => Ask("frame.open", ("variable", "df2"))).Message);
        Assert.Throws<ArgumentException>(() => Ask("frame.open"));
    }

    [Fact]
    public async Task An_export_is_the_view_as_CSV_where_empty_texts_differ_from_missing_ones()
    {
        await OpenAsync("new StringDataFrameColumn(\"a, b\", new[] { \"x\", null, \"\", \"say \\\"hi\\\"\" })",
            "new DoubleDataFrameColumn(\"n\", new double?[] { 1.5, 2, null, 4 })");
        string file = Path.GetTempFileName();
        Assert.Equal(4, (int)Ask("frame.export", ("view", View(sort: [Order("n", true)])), ("path", file))["rows"]!);
        Assert.Equal("\"a, b\",n\n\"say \"\"hi\"\"\",4\n,2\nx,1.5\n\"\",\n",
            await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        File.Delete(file);
    }

    [Fact]
    public async Task A_million_rows_are_opened_ordered_chosen_and_paged()
    {
        await OpenAsync("new Int32DataFrameColumn(\"i\", Enumerable.Range(0, 1_000_000).Select(i => (int)(i * 7919L % 1_000_003)))",
            "new StringDataFrameColumn(\"s\", Enumerable.Range(0, 1_000_000).Select(i => \"p\" + i % 1000))");
        int view = View(sort: [Order("i", false)]);
        JsonObject last = Page(view, 999_998, 200);
        int[] order = [.. Enumerable.Range(0, 1_000_000).OrderBy(i => (int)(i * 7919L % 1_000_003))];
        Assert.Equal($"[{order[^2]},{order[^1]}]", last["rows"]!.ToJsonString());
        view = View(sort: [Order("s", true)], filter: [Condition("s", "contains", "p99")]);
        Assert.Equal("p999 p999", string.Join(' ', Page(view, 0, 2)["cells"]!.AsArray().Select(c => (string)c![1]!)));
        Assert.Contains("\"n\":11000,", Summary(view, "i"), StringComparison.Ordinal);
    }

    private static readonly string[] Columns =
    [
        "new Int32DataFrameColumn(\"n\", new int?[] { 3, 1, null, 3, 10 })",
        "new StringDataFrameColumn(\"arm\", new[] { \"TACE\", \"TAE\", null, \"TACE\", \"TARE\" })",
        "new DateTimeDataFrameColumn(\"day\", new DateTime?[] { new(2020, 1, 1), new(2020, 1, 2), new(2020, 1, 3), null, null })",
        "new Int64DataFrameColumn(\"big\", new long?[] { 9007199254740992, 9007199254740993, 9007199254740994, null, null })",
        "new BooleanDataFrameColumn(\"flag\", new bool?[] { true, false, true, null, false })",
    ];

    public sealed class OneSession : IAsyncDisposable
    {
        internal TestSession Session { get; } = new();

        public ValueTask DisposeAsync() => Session.DisposeAsync();
    }

    private int _frame;
    private string[] _names = [];

    private async Task<JsonObject> OpenAsync(params string[] columns)
    {
        await _session.OkAsync(TestFrames.Reference + $"double[] values = [];\nvar df = new DataFrame({string.Join(",\n", columns)});");
        JsonObject open = Ask("frame.open", ("variable", "df"));
        _frame = (int)open["frame"]!;
        _names = [.. open["columns"]!.AsArray().Select(c => (string)c!["name"]!)];
        return open;
    }

    private JsonObject Condition(string column, string op, string value) =>
        new() { ["column"] = Array.IndexOf(_names, column), ["op"] = op, ["value"] = value };

    private JsonObject Order(string column, bool descending) =>
        new() { ["column"] = Array.IndexOf(_names, column), ["descending"] = descending };

    private int View(JsonObject[]? sort = null, JsonObject[]? filter = null) =>
        (int)Ask("frame.view", ("sort", new JsonArray([.. sort ?? []])), ("filter", new JsonArray([.. filter ?? []])))["view"]!;

    private JsonObject Page(int view, int start = 0, int count = 200, params (string, JsonNode?)[] more) =>
        Ask("frame.page", [("view", view), ("start", start), ("count", count), .. more]);

    private string Rows(int view) => string.Join(' ', Page(view)["rows"]!.AsArray().Select(r => (int)r!));

    private string Summary(int view, string column) =>
        Ask("frame.summary", ("view", view), ("column", Array.IndexOf(_names, column))).ToJsonString();

    private JsonObject Ask(string method, params (string Name, JsonNode? Value)[] parameters)
    {
        var json = new JsonObject { ["frame"] = _frame };
        foreach ((string name, JsonNode? value) in parameters) json[name] = value;
        return _frames.Answer(_session.Session.Engine, method, json);
    }
}
