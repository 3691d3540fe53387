using System.Diagnostics;
using System.Globalization;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Formatting;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Execution;

/// <summary>Carries out the command lines of cells.</summary>
internal sealed class Magics(NotebookSession session)
{
    private static readonly (string Name, string Meaning)[] s_known =
    [
        ("#!csharp", "the lines that follow are C#"),
        ("#!markdown", "the lines that follow are Markdown text"),
        ("#!html", "the lines that follow are HTML"),
        ("#!javascript", "the lines that follow are JavaScript for the page"),
        ("#!mermaid", "the lines that follow are a Mermaid diagram"),
        ("#!import", "run a .dib or .ipynb file here"),
        ("#!time", "measure how long the cell takes"),
        ("#!who", "list the variables"),
        ("#!whos", "list the variables with types and values"),
        ("#!lsmagic", "list these commands"),
        ("#r", "refer to an assembly file"),
    ];

    /// <summary>Names of the commands that start with <c>#!</c>.</summary>
    public static IEnumerable<string> Names => s_known.Select(k => k.Name).Where(n => n.StartsWith("#!", StringComparison.Ordinal));

    private Stopwatch? _clock;
    private int _importDepth;

    public void Run(MagicPart magic, CellContext context, CancellationToken interrupt)
    {
        switch (magic.Name)
        {
            case "#!time":
                _clock = Stopwatch.StartNew();
                break;
            case "#!who":
                Show(context, new MimeBundle().Add(MimeTypes.Plain, string.Join("\n", SessionVariables.Of(session.Engine).Select(v => v.Name))));
                break;
            case "#!whos":
                Show(context, SessionVariables.Table(session.Engine));
                break;
            case "#!lsmagic":
                Show(context, new MimeBundle().Add(MimeTypes.Plain, string.Join("\n", s_known.Select(k => $"{k.Name,-14}{k.Meaning}"))));
                break;
            case "#!import":
                Import(magic, context, interrupt);
                break;
            case "#r":
                Reference(magic);
                break;
            default:
                string names = string.Join(", ", s_known.Select(k => k.Name));
                throw new MagicException($"Unknown command '{magic.Name}'. Known are {names}.", magic.Line);
        }
    }

    /// <summary>Shows the time a cell took, when it asked for it.</summary>
    public void EndOfCell(CellContext context)
    {
        if (_clock is not { } clock) return;
        _clock = null;
        Show(context, new MimeBundle().Add(MimeTypes.Plain, string.Create(CultureInfo.InvariantCulture, $"Wall time: {clock.Elapsed.TotalMilliseconds:F1} ms")));
    }

    private static void Show(CellContext context, MimeBundle bundle) => context.Output.Write(new DisplayOutput(bundle));

    private void Reference(MagicPart magic)
    {
        string name = Unquote(magic.Arguments);
        string path = Resolve(name);
        if (File.Exists(path)) session.Engine.References.Add(path);
        else if (!SessionLoadContext.IsHosts(Path.GetFileNameWithoutExtension(name)) && !SessionLoadContext.IsHosts(name))
            throw new MagicException($"The assembly '{name}' was not found: there is no file '{path}'. Build it first, or correct the path; relative paths start at the notebook's folder.", magic.Line);
    }

    private void Import(MagicPart magic, CellContext context, CancellationToken interrupt)
    {
        string path = Resolve(Unquote(magic.Arguments));
        if (!File.Exists(path)) throw new MagicException($"The file '{path}' was not found; relative paths start at the notebook's folder.", magic.Line);
        if (_importDepth >= 16) throw new MagicException($"Files import each other in a circle: '{path}'.", magic.Line);
        _importDepth++;
        try
        {
            string file = Path.GetFileName(path);
            foreach ((int number, string code) in ScriptFile.ReadCells(path))
                session.RunParts(code, $"{file}, cell {number}", context, interrupt, isWholeCell: false);
        }
        finally
        {
            _importDepth--;
        }
    }

    private string Resolve(string path) => Path.GetFullPath(path, session.WorkingDirectory);

    private static string Unquote(string text) => text.Trim().Trim('"').Trim();
}
