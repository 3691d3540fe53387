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

    [Theory]
    [InlineData("Math.|", "Max PI", "ToString")]
    [InlineData("System.Collections.|", "Generic ArrayList", "Select")]
    [InlineData("\"a\".|", "Length ToUpper Select", "IsNullOrEmpty")]
    [InlineData("new int[3].|", "Length Where", "Resize")]
    [InlineData("List<string>.|", "", "Add")]
    [InlineData("string? s = null; s?.|", "Length Trim", "Empty")]
    [InlineData("int? n = 1; n.|", "Value HasValue", "MaxValue")]
    [InlineData("int? n = 1; n?.|", "CompareTo", "HasValue")]
    [InlineData("arm = Arm.|", "Tace Tae", "ToString2")]
    [InlineData("var l = new Lesion { |", "Longest Site", "Grow2")]
    [InlineData("var l = new Lesion { Longest = 3, S|", "Site", "Longest")]
    [InlineData("new Lesion().|", "Grow Longest", "Parse")]
    [InlineData("Measure(|", "lesion: baseline: Math", "nothing:")]
    [InlineData("Measure(new Lesion(), b|", "baseline: bool", "lesion:")]
    [InlineData("using System.|", "Text Collections", "String")]
    [InlineData("foreach (var x in ar|", "arm", "Arm2")]
    [InlineData("int Local(int depth) { var inner = 1; return in|", "inner int", "depth")]
    [InlineData("Func<int, int> f = number => num|", "number", "")]
    [InlineData("ret|", "return", "Measure")]
    [InlineData("Lis|", "List", "")]
    [InlineData("@cl|", "@class", "")]
    [InlineData("var a = 1; // Mat|", "", "Math")]
    [InlineData("\"Mat|", "", "Math")]
    [InlineData("\"Mat|\"", "", "Math")]
    [InlineData("$\"{Mat|}\"", "Math", "")]
    [InlineData("$\"Mat|{1}\"", "", "Math")]
    [InlineData("12|", "", "Math")]
    [InlineData("[Obs|]", "Obsolete", "")]
    [InlineData("Math.Abs(1).|\nvar next = 2;", "CompareTo", "MaxValue")]
    [InlineData("arms.Select(a => a.|)", "HasFlag", "Tace")]
    [InlineData("from a in arms where a.|", "CompareTo", "Tace")]
    [InlineData("|", "arms Measure Math Lesion class", "<Main>")]
    [InlineData("typeof(Arm).|", "Name IsEnum", "")]
    public async Task Completions_are_those_that_fit_the_place(string code, string expected, string absent)
    {
        await using var session = new TestSession();
        await session.OkAsync(
            "class Lesion { public int Longest; public string Site { get; set; } public void Grow() { } public static Lesion Parse(string "
                + "s) => new(); } enum Arm { Tae, Tace }");
        await session.OkAsync(
            "int @class = 1; var arm = Arm.Tae; var arms = new[] { arm }; int Measure(Lesion lesion, bool baseline = true) => 1;");
        List<string> texts = [.. await TextsAsync(session.Session.Language, code)];
        Assert.Empty(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(texts));
        Assert.Empty(absent.Split(' ', StringSplitOptions.RemoveEmptyEntries).Intersect(texts));
        if (expected == "") Assert.DoesNotContain("Math", texts);
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

    [Fact]
    public async Task Cells_that_have_not_run_are_known_to_those_below_them()
    {
        await using var session = new TestSession();
        await session.OkAsync("var lesions = new List<int> { 3 };");
        LanguageService language = session.Session.Language;
        string[] above = ["var longest = lesions.Max();\nrecord Patient(string Id);", "var patient = new Patient(\"p1\");"];
        Assert.Empty(language.Diagnose("patient.Id.Length + longest", above));
        CodeProblem wrong = Assert.Single(language.Diagnose("int n = patient;\nlongest.ToString()", above));
        Assert.Equal(("CS0029", true, 8, 15), (wrong.Id, wrong.IsError, wrong.Start, wrong.End));
        Assert.Equal(["CS0103"], language.Diagnose("nothing + longest", above).Select(p => p.Id));
        // They are looked at and forgotten.
        Assert.Equal(["CS0103"], language.Diagnose("longest").Select(p => p.Id));
    }

    [Theory]
    [InlineData("var rows = wrong;")]
    [InlineData("#r \"nuget: Some.Package\"\nusing Some.Package;")]
    [InlineData("#!import other.ipynb")]
    [InlineData("#!sql --name rows\nselect 1")]
    [InlineData("#load \"other.csx\"")]
    [InlineData("var rows = ")]
    public async Task Names_are_not_called_unknown_below_a_cell_that_may_bring_them(string above)
    {
        await using var session = new TestSession();
        await session.OkAsync("int kept = 3;");
        LanguageService language = session.Session.Language;
        Assert.Empty(language.Diagnose("var n = rows2.Count + Helper.Of(kept); Thing t = new(); kept.Twice();", [above]));
        CodeProblem wrong = Assert.Single(language.Diagnose("string text = kept;", [above]));
        Assert.Equal(("CS0029", false), (wrong.Id, wrong.IsError));
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
