using NotebookKit.Kernel.Editing;

namespace NotebookKit.Kernel.Tests.Editing;

public class LanguageServiceTests
{
    [Fact]
    public async Task Completions_know_earlier_cells_and_the_cell_functions()
    {
        await using var session = new TestSession();
        await session.OkAsync("using System.Numerics;\nvar patients = new List<string>(); class Lesion { public int Longest; }");
        await session.OkAsync("var lesion = new Lesion();");
        LanguageService language = session.Session.Language;
        Assert.Contains("patients", await TextsAsync(language, "pat|"));
        Assert.Contains("Longest", await TextsAsync(language, "var a = 1;\nlesion.Lon|"));
        Assert.Contains("BigInteger", await TextsAsync(language, "BigInt|"));
        Assert.Contains("display", await TextsAsync(language, "disp|"));
        Assert.Contains("Select", await TextsAsync(language, "patients.Sel|"));
        Assert.DoesNotContain("patients", await TextsAsync(language, "lesion.pat|"));
    }

    [Fact]
    public async Task A_completion_replaces_what_was_typed()
    {
        await using var session = new TestSession();
        CompletionList list = await session.Session.Language.CompleteAsync("#!time\nConsole.WriteL", 21);
        Assert.Equal((15, 21), (list.Start, list.End));
        Assert.Equal(["WriteLine"], list.Items.Select(i => i.Text));
    }

    [Fact]
    public async Task Commands_complete()
    {
        await using var session = new TestSession();
        Assert.Equal(["#!time"], await TextsAsync(session.Session.Language, "#!ti|"));
    }

    [Fact]
    public async Task A_name_is_described_with_its_documentation()
    {
        await using var session = new TestSession();
        await session.OkAsync("int Twice(int n) => 2 * n;");
        LanguageService language = session.Session.Language;
        Assert.Contains("int Twice(int n)", await language.DescribeAsync("Twice", 5));
        Assert.Contains("Writes", await language.DescribeAsync("Console.WriteLine(\"a\")", 12));
        Assert.Null(await language.DescribeAsync("no_such_thing", 5));
    }

    [Fact]
    public async Task Signatures_tell_overloads_and_the_parameter_being_written()
    {
        await using var session = new TestSession();
        await session.OkAsync("double Area(double width, double height) => width * height;");
        LanguageService language = session.Session.Language;
        SignatureList area = (await language.SignaturesAsync("Area(1, ", 8))!;
        Assert.Equal("double Area(double width, double height)", Assert.Single(area.Items).Label);
        Assert.Equal(1, area.ActiveParameter);
        Assert.True((await language.SignaturesAsync("Math.Max(", 9))!.Items.Length > 5);
        Assert.Null(await language.SignaturesAsync("1 + 2", 3));
    }

    [Fact]
    public async Task Errors_are_found_without_running()
    {
        await using var session = new TestSession();
        CodeProblem problem = Assert.Single(session.Session.Language.Diagnose("#!time\nnonsense()"), p => p.IsError);
        Assert.Equal(("CS0103", 7, 15), (problem.Id, problem.Start, problem.End));
    }

    [Theory]
    [InlineData("1 + 1", Completeness.Complete)]
    [InlineData("int f(int x) {", Completeness.Incomplete)]
    [InlineData("class 9x {}", Completeness.Invalid)]
    [InlineData("#!markdown\n# this is (no code", Completeness.Complete)]
    public void Completeness_is_told(string code, Completeness expected) => Assert.Equal(expected, LanguageService.CheckComplete(code));

    private static async Task<IEnumerable<string>> TextsAsync(LanguageService language, string codeWithCursor)
    {
        int position = codeWithCursor.IndexOf('|');
        return (await language.CompleteAsync(codeWithCursor.Remove(position, 1), position)).Items.Select(i => i.Text);
    }
}
