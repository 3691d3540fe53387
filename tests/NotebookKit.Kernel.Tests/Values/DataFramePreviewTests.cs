using System.Net;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Tests.Values;

public sealed class DataFramePreviewTests
{
    [Fact]
    public async Task Numbers_have_few_decimals_the_same_in_a_column_and_dates_no_midnight()
    {
        await using var session = new TestSession();
        RecordingSink sink = await session.OkAsync(TestFrames.Reference + """
            new DataFrame(
                new DoubleDataFrameColumn("months", new double?[] { 3.285420944558522, 21.25, null }),
                new DoubleDataFrameColumn("p", [0.25, 0.0000123, double.NaN]),
                new DoubleDataFrameColumn("n", [13, 1069, -2]),
                new DoubleDataFrameColumn("tall", [1e300, 0.5, 1]),
                new DateTimeDataFrameColumn("day", [new DateTime(2012, 6, 19), new DateTime(2012, 6, 29), new DateTime(2013, 3, 15)]))
            """);
        Assert.Equal("""
            months         p     n    tall  day
              3.29    0.2500    13  1E+300  2012-06-19
             21.25  1.23E-05  1069     0.5  2012-06-29
                 –       NaN    -2     1.0  2013-03-15
            3 rows × 5 columns
            """.ReplaceLineEndings("\n"), sink.Result);
        string html = sink.Outputs.OfType<ResultOutput>().Single().Data.Text(MimeTypes.Html)!;
        Assert.Contains("<th scope=\"col\" style=\"text-align:right\">months</th>", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }
}
