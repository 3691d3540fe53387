using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Tests.Documents;

public class ConversionTests
{
    [Fact]
    public void A_dib_file_is_read_with_its_languages_and_commands()
    {
        NotebookDocument document = DibFile.Parse(
            "#!meta\n\n{\"kernelInfo\":{}}\n\n#!markdown\n\n# Title\n\n#!csharp\n\n#!time\nvar a = 1;\n\na\n\n#!html\n\n<b>x</b>\n");
        Assert.Equal(["# Title", "#!time\nvar a = 1;\n\na", "<b>x</b>"], document.Cells.Select(c => c.Source));
        Assert.Equal([true, false, false], document.Cells.Select(c => c.IsMarkdown));
        Assert.Equal("html", document.Cells[2].Language);
    }

    [Fact]
    public void A_notebook_survives_the_way_through_a_dib_file()
    {
        NotebookDocument document = NotebookDocument.Create();
        document.Insert(0, "markdown", "# Title\n\ntext");
        document.Insert(1, "code", "var a = 1;\n\na");
        document.Insert(2, "code", "select 1", "sql");
        Assert.Equal(document.ToString(), DibFile.Parse(DibFile.Write(document)).ToString());
        Assert.Equal(document.ToString(), DibFile.Parse(DibFile.Write(document).ReplaceLineEndings("\r\n")).ToString());
    }

    [Fact]
    public void A_program_has_references_first_usings_next_and_types_last()
    {
        NotebookDocument document = Notebook.Of("#r \"../kit/A.dll\"\n#r \"nuget: Some.Package, 1.2.3\"\nusing System.Globalization;",
            "record Lesion(int Size);\nvar one = new Lesion(3);", "one.Size");
        document.Insert(0, "markdown", "# Title");
        CSharpApp app = CSharpApp.Of(document, "app");
        string[] order = ["#:package Some.Package@1.2.3", "#:property CustomAfterMicrosoftCommonTargets=", "using System.Globalization;",
            "// # Title", "var one = new Lesion(3);", "display(one.Size);", "record Lesion(int Size);"];
        int[] positions = [.. order.Select(line => app.Code.IndexOf(line, StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, positions);
        Assert.Equal(positions.Order(), positions);
        Assert.Contains("$(MSBuildThisFileDirectory)../kit/A.dll", app.References);
    }

    [Fact]
    public void Cells_in_other_languages_are_comments_and_files_that_cells_run_are_refused()
    {
        Assert.Contains("// #!sql --name x\n// select 1\n", CSharpApp.Of(Notebook.Of("#!sql --name x\nselect 1"), "app").Code);
        Assert.Contains("cell 2 runs the file \"a.csx\"",
            Assert.Throws<InvalidDataException>(() => CSharpApp.Of(Notebook.Of("1", "#load \"a.csx\""), "app")).Message);
        Assert.Contains("cell 1 runs the file a.dib",
            Assert.Throws<InvalidDataException>(() => CSharpApp.Of(Notebook.Of("#!import a.dib"), "app")).Message);
    }

    [Fact]
    public void A_name_declared_twice_cannot_be_a_program() => Assert.Contains(
        "cell 2 declares 'a' again, which cell 1 declared",
        Assert.Throws<InvalidDataException>(() => CSharpApp.Of(Notebook.Of("var a = 1;", "var a = 2;"), "app")).Message);
}
