using System.CommandLine;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Reports;

namespace NotebookKit.Cli;

/// <summary><c>notebookkit convert</c>: notebooks in other forms.</summary>
internal static class ConvertCommand
{
    private static readonly string[] Forms = ["ipynb", "dib", "html", "cs"];

    public static Command Create()
    {
        var input = new Argument<FileInfo>("notebook") { Description = "An .ipynb or .dib file." };
        var form = new Option<string>(
            "--to") { Description = "ipynb, dib, html (as it stands, not run) or cs (a program for 'dotnet run').", Required = true };
        form.AcceptOnlyFromAmong(Forms);
        var output = new Option<FileInfo?>("--output", "-o") { Description = "File to write; by default beside the notebook." };
        var command = new Command("convert", "Writes a notebook in another form.") { input, form, output };
        command.SetAction(
            parsed => CommandErrors.Report(
                () => Convert(parsed.GetRequiredValue(input).FullName, parsed.GetRequiredValue(form), parsed.GetValue(output)?.FullName)));
        return command;
    }

    private static int Convert(string input, string form, string? output)
    {
        NotebookDocument document = NotebookFiles.Load(input);
        string target = output ?? Path.ChangeExtension(input, form);
        if (NotebookFiles.AreSame(target, input))
            throw new InvalidDataException($"'{input}' is already {form}; give another file with --output.");
        switch (form)
        {
            case "ipynb":
                document.Save(target, input);
                break;
            case "dib":
                AtomicFile.Write(target, DibFile.Write(document), input);
                break;
            case "html":
                AtomicFile.Write(target, HtmlReport.Of(document, Path.GetFileName(input), Path.GetDirectoryName(input)!).Html, input);
                break;
            default:
                WriteProgram(document, input, target);
                break;
        }
        Console.WriteLine(target);
        return ReportRun.Succeeded;
    }

    private static void WriteProgram(NotebookDocument document, string input, string target)
    {
        string folder = Path.GetDirectoryName(input)!;
        CSharpApp app = CSharpApp.Of(document, Path.GetFileNameWithoutExtension(target));
        AtomicFile.Write(target, app.Code, input);
        List<string> others = [.. document.CodeCells.Select(c => c.Language).Where(l => l is "fsharp" or "sql" or "r").Distinct()];
        if (others.Count > 0)
            Console.Error.WriteLine(
                $"Cells in {string.Join(", ", others)} are comments in the program; C# that uses their values does not compile.");
        if (app.References is null) return;
        // Paths in a notebook start at the notebook, those of the build file at the program.
        string moved = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(target))!, folder);
        string references = moved == "."
            ? app.References
            : app.References.Replace("$(MSBuildThisFileDirectory)", $"$(MSBuildThisFileDirectory){moved}/", StringComparison.Ordinal);
        AtomicFile.Write(Path.ChangeExtension(target, ".references.targets"), references, input);
    }
}
