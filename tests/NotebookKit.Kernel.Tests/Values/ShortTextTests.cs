using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Tests.Values;

public sealed class ShortTextTests
{
    [Fact]
    public async Task A_list_of_variables_is_made_without_running_code_of_the_user()
    {
        await using var session = new TestSession();
        await session.OkAsync(TestFrames.Reference + """
            class Slow { public override string ToString() { while (true) { } } public int Count { get { while (true) { } } } public int Kept { get; } = 7; }
            record Fit(double Estimate, int N, List<int> Rows);
            IEnumerable<int> Endless() { while (true) yield return 1; }
            var a_number = 3; double? b_nothing = null; var c_text = "first\nsecond";
            var d_frame = new DataFrame(new DoubleDataFrameColumn("x", 1200), new DoubleDataFrameColumn("y", 1200));
            var e_list = Enumerable.Range(0, 1_000_000).ToList(); var f_few = new[] { "a", "b" };
            var g_slow = new Slow(); var h_endless = Endless(); var i_fit = new Fit(0.5, 26, [1]);
            var j_pair = (Name: "p1", Age: 70); var k_dictionary = new Dictionary<string, int> { ["a"] = 1 };
            var l_slows = new List<Slow> { new() }; Func<int, int> m_function = x => x; var n_day = new DateTime(2024, 6, 30);
            var o_anonymous = new { Arm = "TAE", N = 3 }; var p_long = new string('x', 3_000_000);
            """);
        string[] lines = [.. session.Session.Engine.Variables.All
            .Select(v => $"{v.Name} {ShortText.TypeName(v.Type)} {Line(v.Value)}".TrimEnd())];
        Assert.Equal(
        [
            "a_number int 3", "b_nothing double? null", "c_text string first second", "d_frame DataFrame 1,200 rows × 2 columns",
            "e_list List<int> 1,000,000 items: 0, 1, 2, 3, 4, 5, …", "f_few string[] 2 items: a, b", "g_slow Slow Kept = 7",
            "h_endless IEnumerable<int>", "i_fit Fit Estimate = 0.5, N = 26", "j_pair (string, int) (p1, 70)",
            "k_dictionary Dictionary<string, int> 1 item", "l_slows List<Slow> 1 item", "m_function Func<int, int>",
            "n_day DateTime 2024-06-30",
            "o_anonymous anonymous type Arm = TAE, N = 3", "p_long string 202",
        ], lines);

        static string Line(object? value) => ShortText.Of(value) is { Length: > 100 } text ? $"{text.Length}" : ShortText.Of(value);
    }
}
