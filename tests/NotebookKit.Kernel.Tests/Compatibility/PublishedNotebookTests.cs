using System.Text.Json.Nodes;
using NotebookKit.Kernel.Checks;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Running;
using NotebookKit.Kernel.Session;

namespace NotebookKit.Kernel.Tests.Compatibility;

/// <summary>What published notebooks of .NET Interactive use.</summary>
public sealed class PublishedNotebookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notebookkit").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("dotnet-interactive.csharp", "csharp")]
    [InlineData("polyglot-notebook.fsharp", "fsharp")]
    [InlineData("polyglot-notebook", "csharp")]
    [InlineData("csharp", "csharp")]
    [InlineData("dotnet-interactive.pwsh", "pwsh")]
    [InlineData("dotnet-interactive.magic-commands", "magic-commands")]
    public void Languages_as_editors_of_all_years_wrote_them_are_known(string written, string language) =>
        Assert.Equal(language, Document(new JsonObject { ["vscode"] = new JsonObject { ["languageId"] = written } }, "").Cells[0].Language);

    [Theory]
    [InlineData(".net-fsharp", "F#", "fsharp")]
    [InlineData(".net-csharp", "C#", "csharp")]
    [InlineData("python3", "python", "csharp")]
    public void Cells_that_name_no_language_have_that_of_the_notebook(string kernel, string name, string language)
    {
        var json = new JsonObject
        {
            ["cells"] = new JsonArray(new JsonObject { ["cell_type"] = "code", ["source"] = "1" }),
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = kernel, ["language"] = name } },
        };
        Assert.Equal(language, NotebookDocument.Parse(json.ToJsonString()).Cells[0].Language);
    }

    [Theory]
    [InlineData("using Microsoft.DotNet.Interactive;\nKernelInvocationContext.Current.Display(\"hi\", \"text/plain\");",
        "text/plain", "hi")]
    [InlineData("using Microsoft.DotNet.Interactive;\nvar t = KernelInvocationContext.Current.CancellationToken; t.IsCancellationRequested",
        "text/plain", "False")]
    [InlineData("using Microsoft.DotNet.Interactive;\nusing Microsoft.DotNet.Interactive.Commands;\nawait Kernel.Root.SendAsync(new "
        + "SubmitCode(\"var inner = 1 + 1;\\ndisplay(inner);\", \"csharp\"));", "text/plain", "2")]
    [InlineData("Javascript(\"f(1)\");", "text/html", "<script type=\"text/javascript\">f(1)</script>")]
    [InlineData("CSS(\"p { color: red }\");", "text/html", "<style>p { color: red }</style>")]
    [InlineData("(LaTeXString)@\"\\begin{align} e=mc^2 \\end{align}\"", "text/latex", "\\begin{align} e=mc^2 \\end{align}")]
    [InlineData("(MathString)@\"x^2\"", "text/latex", "$$x^2$$")]
    [InlineData("new[] { new { A = 1, B = \"<b>\" } }.DisplayTable();", "text/plain", "A\tB\n1\t<b>")]
    [InlineData("display(span(img[src: \"a.png\"], a[href: \"b\"](\"text\"), b(\"<bold>\")));", "text/html",
        "<span><img src=\"a.png\"></img><a href=\"b\">text</a><b>&lt;bold&gt;</b></span>")]
    [InlineData("Formatter<List<int>>.Register((list, writer) => writer.Write($\"n={list.Count}\"), mimeType: \"text/html\");\n"
        + "new List<int> { 1 }", "text/html", "n=1")]
    [InlineData("record P(string Id); Formatter<P>.Register(p => p.Id, \"text/html\"); new P(\"p1\")", "text/html", "p1")]
    [InlineData("#!explain\nvar a = 5;\na", "text/plain", "5")]
    [InlineData("#!fsharp\nopen Html\ndiv [ _class \"note\" ] [ h4 [] [ str \"a < b\" ]; b [] [ str \"x\" ]; br [] ]", "text/html",
        "<div class=\"note\"><h4>a &lt; b</h4><b>x</b><br></div>")]
    [InlineData("#!about", "text/plain", "NotebookKit ")]
    [InlineData("#!set --name text --value @file:data.txt\ntext", "text/plain", "hello")]
    [InlineData("#!value --name note\nsome text", null, null)]
    [InlineData("#!set --name n --value 42\n#!javascript\n#!share --from csharp n\nconsole.log(n);", "text/html",
        "<script type=\"text/javascript\">var n = 42;\nconsole.log(n);</script>")]
    [InlineData("#!set --name s --value \"</script>\"\n#!javascript\n#!set --name s --value @csharp:s\nf(s);", "text/html",
        "<script type=\"text/javascript\">var s = \"\\u003C/script\\u003E\";\nf(s);</script>")]
    public async Task A_name_or_command_works(string code, string? mimeType, string? expected)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "data.txt"), "hello");
        await using var session = new TestSession(_folder);
        RecordingSink sink = await session.OkAsync(code);
        if (mimeType is null) return;
        IEnumerable<MimeBundle> shown = sink.Outputs.Select(
            o => o switch { DisplayOutput d => d.Data, ResultOutput r => r.Data, _ => null }).OfType<MimeBundle>();
        Assert.Contains(shown,
            b => b.Text(mimeType) is { } text
                && (text == expected || code == "#!about" && text.StartsWith(expected!, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_text_kept_by_value_is_shared()
    {
        await using var session = new TestSession(_folder);
        await session.OkAsync("#!value --name note\nsome\ntext");
        Assert.Equal("some\ntext", (await session.OkAsync("#!share --from value note\nnote")).Result);
    }

    [Theory]
    [InlineData("#!connect mssql --kernel-name db \"Server=.;\"\n6 * 7", "#!connect was left out. ")]
    [InlineData("#!connect sqlite --kernel-name db \"Data Source=:memory:\"\n#!sql\n\n#!sql-db\nselect wrong\n#!csharp\n6 * 7",
        "#!sql-db was left out. ")]
    [InlineData("#!connect jupyter --kernel-name py --kernel-spec python3\n#!py\nprint(1)\n#!csharp\n6 * 7", "#!py was left out. ")]
    [InlineData("#!connect jupyter --kernel-name py --kernel-spec python3\n6 * 7", "#!connect was left out. ")]
    [InlineData("#r \"nuget: Microsoft.DotNet.Interactive.ExtensionLab, *-*\"\n6 * 7",
        "Microsoft.DotNet.Interactive.ExtensionLab, *-* was left out. ")]
    [InlineData("#!kql\nprint 1\n#!csharp\n6 * 7", "#!kql was left out. ")]
    [InlineData("#!http\nGET https://example.org\n#!csharp\n6 * 7", "#!http was left out. ")]
    public async Task What_is_not_here_says_what_to_write_and_lets_the_rest_run(string code, string expected)
    {
        await using var session = new TestSession(_folder);
        RecordingSink sink = await session.OkAsync(code);
        Assert.Contains(expected, sink.StandardError);
        Assert.Equal("42", sink.Result);
    }

    [Fact]
    public async Task A_variable_that_is_not_there_is_an_error_also_where_a_tag_has_its_name()
    {
        await using var session = new TestSession(_folder);
        (CellResult result, _) = await session.RunAsync("p + 1");
        Assert.Contains("CS0103", result.Error!.Message);
        (result, _) = await session.RunAsync("var table = 1; tabel + span2 + h1(nothing)");
        Assert.Contains("'tabel'", result.Error!.Message);
    }

    [Fact]
    public async Task A_PowerShell_cell_without_PowerShell_is_left_out_with_a_word()
    {
        await using var session = new TestSession(_folder);
        RecordingSink sink = await session.OkAsync("#!pwsh\nWrite-Output (6 * 7)");
        Assert.True(sink.StandardOutput.Contains("42", StringComparison.Ordinal)
            || sink.StandardError.Contains("no command 'pwsh' was found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backslashes_of_Windows_separate_folders_everywhere()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "sub", "h.csx"), "var hv = 3;");
        await using var session = new TestSession(_folder);
        Assert.Equal("3", (await session.OkAsync("#load \".\\sub\\h.csx\"\nhv")).Result);
    }

    [Fact]
    public async Task A_cell_that_may_raise_does_not_end_the_run_and_no_cell_does_when_errors_are_allowed()
    {
        NotebookDocument document = NotebookDocument.Create();
        document.Insert(0, "code", "throw new Exception(\"on purpose\");", tags: NotebookRunner.RaisesTag);
        document.Insert(1, "code", "1 + 1");
        document.Insert(2, "code", "throw new Exception(\"again\");");
        document.Insert(3, "code", "2 + 2");
        await using var session = new NotebookSession();
        Assert.Equal("again", (await NotebookRunner.RunAsync(document, session))!.Message);
        Assert.Single(document.Cells[1].Outputs);
        Assert.Empty(document.Cells[3].Outputs);
        await using var other = new NotebookSession();
        Assert.Null(await NotebookRunner.RunAsync(document, other, allowErrors: true));
        Assert.Equal("error", (string?)document.Cells[2].Outputs[0]!["output_type"]);
        Assert.Single(document.Cells[3].Outputs);
    }

    [Theory]
    [InlineData("#!connect mssql --kernel-name db \"Server=.;\"", 1, "#!connect is not here. ")]
    [InlineData("1\n#!kql\nprint 1", 2, "There are no cells in KQL. ")]
    [InlineData("#r \"nuget: Plotly.NET.Interactive, 5.0.0\"", 1, "Use Plotly.NET itself")]
    [InlineData("#r \"nuget: Microsoft.DotNet.Interactive.ExtensionLab, *-*\"", 1, "leave the line out")]
    [InlineData("var x = 1;\nvar k = new CompositeKernel();", 2, "CompositeKernel is not here. ")]
    [InlineData("#load \"absent.csx\"", 1, "'absent.csx' is not there")]
    [InlineData("#!nonsense", 1, "#!nonsense is not here. ")]
    public void Checking_says_what_is_not_here_and_what_to_write_without_running_it(string code, int line, string expected)
    {
        MigrationFinding finding = Assert.Single(Migration.Check(Notebook.Of("1", code), _folder));
        Assert.Equal((2, line), (finding.Cell, finding.Line));
        Assert.Contains(expected, finding.Message);
    }

    [Theory]
    [InlineData("#!time\n#!whos\n#r \"nuget: MathNet.Numerics, 5.0.0\"\n// CompositeKernel\nvar x = 1;")]
    [InlineData("#!value --name x\ntext")]
    public void Checking_finds_nothing_in_what_is_here(string code) => Assert.Empty(Migration.Check(Notebook.Of(code), _folder));

    private static NotebookDocument Document(JsonObject metadata, string source) => NotebookDocument.Parse(new JsonObject
    {
        ["cells"] = new JsonArray(new JsonObject { ["cell_type"] = "code", ["metadata"] = metadata, ["source"] = source }),
    }.ToJsonString());
}
