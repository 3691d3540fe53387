using System.Text.RegularExpressions;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Checks;

/// <summary>Something of a notebook that this engine lacks.</summary>
/// <param name="Cell">Number of the code cell, counted from 1.</param>
/// <param name="Line">Its line, counted from 1.</param>
/// <param name="Message">What it is, and what to write instead.</param>
public sealed record MigrationFinding(int Cell, int Line, string Message);

/// <summary>Reads what notebooks of .NET Interactive use that this engine lacks. Nothing is run.</summary>
public static partial class Migration
{
    /// <summary>Names that only .NET Interactive has, and what to write instead.</summary>
    private static readonly (string Pattern, string Instead)[] Names =
    [
        (@"\bKernelEvents\b|\bKernelCommandEnvelope\b|\.KernelEvents\b",
            "Events of the engine cannot be observed. Outputs are those of the cell."),
        (@"\bCompositeKernel\b|\bConnectKernelCommand\b|\bProxyKernel\b|\bKernelExtensionLoader\b|\bIKernelExtension\b",
            "The engine cannot be extended by kernels. Put what the extension does into a file and run it with #load."),
        (@"\bInteractiveWindow\b|\bKernelInfo\b|\bChildKernels\b|\bFindKernelByName\b|\bTryGetVariable\b",
            "Other kernels cannot be reached as objects. Share values with #!share --from csharp x."),
        (@"\bGetInputAsync\b|\bGetPasswordAsync\b", "Ask with input(\"…\") or password(\"…\")."),
    ];

    private static readonly (string Package, string Instead)[] Packages =
    [
        ("Plotly.NET.Interactive", "Use Plotly.NET itself: figures are shown without an extension."),
        ("Microsoft.Data.Analysis.Interactive", "Use Microsoft.Data.Analysis itself: data frames are shown without an extension."),
        ("Microsoft.ML.Interactive", "Use the packages themselves; their extension belongs to an engine that has ended."),
    ];

    /// <summary>What the cells use that is not here, from top to bottom; empty when all is.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="folder">Folder from which its relative paths start.</param>
    public static IReadOnlyList<MigrationFinding> Check(NotebookDocument document, string folder)
    {
        var findings = new List<MigrationFinding>();
        int number = 0;
        foreach (NotebookCell cell in document.CodeCells)
        {
            number++;
            string language = cell.Language;
            if (!CellParser.Languages.ContainsKey(language))
                Add(1, CellCommands.Absent.TryGetValue("#!" + language, out string? known)
                    ? known
                    : $"There are no cells in '{language}'. Languages are {string.Join(", ", CellParser.Languages.Values.Distinct())}.");
            else if (CellCommands.Absent.TryGetValue("#!" + language, out string? instead)) Add(1, instead);
            foreach (CellPart part in CellParser.Parse(cell.Source, CellParser.Languages.GetValueOrDefault(language, language)))
                if (part is MagicPart magic) Magic(magic);
                else if (part is CodePart { Language: "csharp" or "fsharp" } code) Code(code);
                else if (part is CodePart other && other.Line > 1
                    && CellCommands.Absent.TryGetValue("#!" + other.Language, out string? rest)) Add(other.Line - 1, rest);

            void Magic(MagicPart magic)
            {
                if (CellCommands.Absent.TryGetValue(magic.Name, out string? instead))
                    Add(magic.Line, $"{magic.Name} is not here. {instead}");
                else if (!CellCommands.All.Any(c => c.Name == magic.Name))
                Add(magic.Line, $"{magic.Name} is not here. Known are {string.Join(", ", CellCommands.All.Select(c => c.Name))}.");
                string argument = magic.Arguments.Trim().Trim('"').Trim();
                if (magic.Name == "#r" && argument.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
                {
                    string package = argument["nuget:".Length..].Split(',')[0].Trim();
                    if (CellCommands.IsOfInteractive(package)) Add(magic.Line, $"{package}: {CellCommands.InsteadOfInteractive}");
                    foreach ((string name, string other) in Packages)
                        if (package.Equals(name, StringComparison.OrdinalIgnoreCase)) Add(magic.Line, $"{package}: {other}");
                }
                else if (magic.Name is "#r" or "#load" or "#!import"
                    && (argument.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || magic.Name != "#r") &&
                    !File.Exists(Path.GetFullPath(argument.Replace('\\', Path.DirectorySeparatorChar), folder)) && !IsFramework(argument))
                {
                    Add(magic.Line, $"The file '{argument}' is not there; relative paths start at the notebook's folder.");
                }
            }

            void Code(CodePart code)
            {
                string[] lines = code.Code.Split('\n');
                for (int i = 0; i < lines.Length; i++)
                    foreach ((string pattern, string instead) in Names)
                        if (Regex.Match(Comment().Replace(lines[i], ""), pattern) is { Success: true } found)
                            Add(code.Line + i, $"{found.Value.TrimStart('.')} is not here. {instead}");
            }

            void Add(int line, string message) => findings.Add(new(number, Math.Max(line, 1), message));
        }
        return findings;
    }

    private static bool IsFramework(string file) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, Path.GetFileName(file)));

    [GeneratedRegex(@"//.*$")]
    private static partial Regex Comment();
}
