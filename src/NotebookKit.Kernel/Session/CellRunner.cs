using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Languages;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Packages;

namespace NotebookKit.Kernel.Session;

/// <summary>Carries out the parts of a cell in order.</summary>
internal sealed class CellRunner
{
    private readonly SessionLanguages _languages;
    private readonly Magics _magics;

    /// <summary>Kernels that cells asked to connect to; cells for them are left out.</summary>
    private readonly HashSet<string> _absentKernels = new(StringComparer.Ordinal);

    public CellRunner(SessionLanguages languages, SessionPackages packages)
    {
        _languages = languages;
        _magics = new Magics(languages, packages, (code, name, context) => RunParts(code, name, context, isWholeCell: false));
    }

    /// <summary>Runs a cell; the value of its last part is its result.</summary>
    public void Run(string code, CellContext context)
    {
        context.RunCode = (nested, language) => RunParts(language == "csharp" ? nested : $"#!{language}\n{nested}", context.Cell, context,
            isWholeCell: false);
        RunParts(code, context.Cell, context, isWholeCell: true);
        _magics.EndOfCell(context);
    }

    /// <param name="code">The text.</param>
    /// <param name="name">The cell or file it stands in.</param>
    /// <param name="context">The cell that runs.</param>
    /// <param name="isWholeCell">Whether its value is the result of the cell.</param>
    private void RunParts(string code, string name, CellContext context, bool isWholeCell)
    {
        try
        {
            RunEach(code, name, context, isWholeCell);
        }
        catch (PlacedException e)
        {
            e.Place ??= name;
            throw;
        }
    }

    private void RunEach(string code, string name, CellContext context, bool isWholeCell)
    {
        CancellationToken interrupt = context.Interrupt;
        IReadOnlyList<CellPart> parts = CellParser.Parse(code);
        for (int i = 0; i < parts.Count; i++)
        {
            interrupt.ThrowIfCancellationRequested();
            bool isLast = isWholeCell && i == parts.Count - 1;
            if (parts[i] is CodePart) _magics.GetPackages(context, interrupt);
            if (parts[i] is CodePart { Language: "csharp" or "fsharp" } program)
            {
                _magics.AskForBroughtAlong(program, context);
                _magics.GetPackages(context, interrupt);
            }
            switch (parts[i])
            {
                case CodePart part when CellCommands.Absent.TryGetValue("#!" + part.Language, out string? instead):
                    Tell(context, $"line {part.Line - 1}: #!{part.Language}", instead);
                    break;
                case MagicPart magic when CellCommands.Absent.TryGetValue(magic.Name, out string? instead):
                    Tell(context, $"line {magic.Line}: {magic.Name}", instead);
                    if (magic.Name == "#!connect") AddAbsentKernel(magic.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                    break;
                case MagicPart magic when _absentKernels.Contains(magic.Name):
                    Tell(context, $"line {magic.Line}: {magic.Name}", "It is the cell of a kernel that was not connected.");
                    if (i + 1 < parts.Count && parts[i + 1] is CodePart) i++;
                    break;
                case CodePart part when SessionLanguages.IsProgramming(part.Language):
                    if (_languages.Get(part.Language, interrupt).Run(part, name, context, interrupt) is { } result)
                        context.Output.Write(isLast ? new ResultOutput(result) : new DisplayOutput(result));
                    break;
                case CodePart part:
                    context.Output.Write(new DisplayOutput(TextLanguages.Format(part)));
                    break;
                case MagicPart magic:
                    _magics.Run(magic, context, interrupt);
                    break;
            }
        }
        _magics.GetPackages(context, interrupt);
    }

    private void AddAbsentKernel(string[] arguments)
    {
        int option = Array.IndexOf(arguments, "--kernel-name");
        if (option < 0 || option + 1 == arguments.Length) return;
        string name = arguments[option + 1].Trim('"');
        _absentKernels.UnionWith(["#!" + name, "#!sql-" + name, "#!kql-" + name]);
    }

    /// <summary>What other engines had and this one has not does not keep the rest of the notebook from running.</summary>
    private static void Tell(CellContext context, string what, string instead) =>
        context.Output.Write(new StreamOutput("stderr", $"{what} was left out. {instead}\n"));
}
