using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.CSharp;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Languages;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Packages;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Session;

/// <summary>Carries out the command lines of cells.</summary>
/// <param name="languages">The languages of the session.</param>
/// <param name="packages">Its packages.</param>
/// <param name="runFile">Runs the text of a file: its code, its name, the cell it is run by.</param>
internal sealed partial class Magics(SessionLanguages languages, SessionPackages packages, Action<string, string, CellContext> runFile)
{
    private Stopwatch? _clock;
    private int _importDepth;
    private int _packageLine;
    private string? _loadedFolder;

    /// <summary>Where relative paths start: at the notebook, in a loaded file at that file.</summary>
    private string Folder => _loadedFolder ?? languages.WorkingDirectory;

    public void Run(MagicPart magic, CellContext context, CancellationToken interrupt)
    {
        switch (magic.Name)
        {
            case "#!time":
                _clock = Stopwatch.StartNew();
                break;
            case "#!who":
                Show(context, new MimeBundle().Add(MimeTypes.Plain, string.Join("\n", languages.Engine.Variables.All.Select(v => v.Name))));
                break;
            case "#!whos":
                Show(context, languages.Engine.Variables.Table());
                break;
            case "#!about":
                Show(context,
                    new MimeBundle()
                        .Add(MimeTypes.Plain,
                            $"NotebookKit {typeof(Magics).Assembly.GetName().Version!.ToString(3)}: C# 14 on .NET {Environment.Version}, "
                                + $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}"));
                break;
            case "#!lsmagic":
                Show(context,
                    new MimeBundle().Add(MimeTypes.Plain, string.Join("\n", CellCommands.All.Select(k => $"{k.Name,-14}{k.Meaning}"))));
                break;
            case "#!share":
                Sharing.Share(magic, languages, interrupt);
                break;
            case "#!set":
                Sharing.Set(magic, languages, context, interrupt);
                break;
            case "#!import":
                Import(magic, context, interrupt);
                break;
            case "#load":
                Load(magic, context, interrupt);
                break;
            case "#r":
                Reference(magic, context);
                break;
            case "#i":
                AtLine(magic, () => packages.AddSource(Unquote(magic.Arguments), Folder));
                break;
            default:
                string names = string.Join(", ", CellCommands.All.Select(k => k.Name));
                throw new MagicException($"Unknown command '{magic.Name}'. Known are {names}.", magic.Line);
        }
    }

    /// <summary>Asks for packages that notebooks use without a reference, because .NET Interactive brought them along.</summary>
    public void AskForBroughtAlong(CodePart part, CellContext context)
    {
        foreach (string package in BroughtAlong().Matches(part.Code).Select(m => m.Groups["package"].Value).Distinct())
        {
            if (languages.Engine.References.AddedFiles.Any(f => Path.GetFileNameWithoutExtension(f) == package)) continue;
            context.Output.Write(new StreamOutput("stderr",
                $"The package {package} is loaded, as .NET Interactive did of itself. Write #r \"nuget: {package}\".\n"));
            packages.Request(PackageRequest.Scheme + package);
            _packageLine = part.Line;
        }
    }

    [GeneratedRegex(@"^\s*(using|open)\s+(?<package>XPlot\.Plotly|Newtonsoft\.Json)\b|(?<![\w.""])(?<package>Newtonsoft\.Json)\.Json",
        RegexOptions.Multiline)]
    private static partial Regex BroughtAlong();

    /// <summary>Gets the packages that were asked for since the last time, all at once, and runs their extensions.</summary>
    public void GetPackages(CellContext context, CancellationToken interrupt)
    {
        if (!packages.HasPending) return;
        try
        {
            IReadOnlyList<PackageFiles> added = packages.Restore(interrupt);
            List<ResolvedPackage> requested = [.. added.Select(p => p.Package).Where(p => p.IsRequested)];
            if (requested.Count > 0)
                Show(context,
                    new MimeBundle()
                        .Add(MimeTypes.Plain, "Packages: " + string.Join("; ", requested.Select(p => $"{p.Name}, {p.Version}"))));
            foreach (PackageFiles package in added) RunExtension(package, context, interrupt);
        }
        catch (PackageException e)
        {
            throw new MagicException(e.Message, _packageLine);
        }
    }

    /// <summary>Shows the time a cell took, when it asked for it.</summary>
    public void EndOfCell(CellContext context)
    {
        if (_clock is not { } clock) return;
        _clock = null;
        Show(context,
            new MimeBundle()
                .Add(MimeTypes.Plain, string.Create(CultureInfo.InvariantCulture, $"Wall time: {clock.Elapsed.TotalMilliseconds:F1} ms")));
    }

    private static void Show(CellContext context, MimeBundle bundle) => context.Output.Write(new DisplayOutput(bundle));

    private void Reference(MagicPart magic, CellContext context)
    {
        string name = Unquote(magic.Arguments);
        if (PackageRequest.IsPackage(name))
        {
            name = name.Replace(XPlotFormatter.ForInteractive, XPlotFormatter.Package, StringComparison.OrdinalIgnoreCase);
            if (CellCommands.IsOfInteractive(name[PackageRequest.Scheme.Length..].Split(',')[0].Trim()))
            {
                context.Output.Write(
                    new StreamOutput("stderr", $"line {magic.Line}: {name} was left out. {CellCommands.InsteadOfInteractive}\n"));
                return;
            }
            AtLine(magic, () => packages.Request(name));
            _packageLine = magic.Line;
            return;
        }
        string path = Resolve(name);
        if (File.Exists(path)) languages.Engine.References.Add(path);
        else if (!SessionLoadContext.IsHosts(Path.GetFileNameWithoutExtension(name)) && !SessionLoadContext.IsHosts(name))
            throw new MagicException(
                $"The assembly '{name}' was not found: there is no file '{path}'. Build it first, or correct the path; relative paths "
                    + $"start at '{Folder}'.", magic.Line);
    }

    private void Import(MagicPart magic, CellContext context, CancellationToken interrupt)
    {
        Nested(magic, path =>
        {
            foreach ((int number, string code) in ScriptFile.ReadCells(path))
                runFile(code, $"{Path.GetFileName(path)}, cell {number}", context);
        });
    }

    /// <summary>Runs a C# file as a piece of its own before the code that loads it.</summary>
    private void Load(MagicPart magic, CellContext context, CancellationToken interrupt) => Nested(magic, path =>
    {
        string? outer = _loadedFolder;
        _loadedFolder = Path.GetDirectoryName(path);
        try
        {
            runFile(File.ReadAllText(path), Path.GetFileName(path), context);
        }
        finally
        {
            _loadedFolder = outer;
        }
    });

    private void Nested(MagicPart magic, Action<string> run)
    {
        string path = Resolve(Unquote(magic.Arguments));
        if (!File.Exists(path))
            throw new MagicException($"The file '{path}' was not found; relative paths start at '{Folder}'.", magic.Line);
        if (_importDepth >= 16) throw new MagicException($"Files load each other in a circle: '{path}'.", magic.Line);
        _importDepth++;
        try
        {
            run(path);
        }
        finally
        {
            _importDepth--;
        }
    }

    private void RunExtension(PackageFiles package, CellContext context, CancellationToken interrupt)
    {
        if (package.Extension is not { } file) return;
        string cell = $"extension of {package.Package.Name}";
        try
        {
            foreach ((_, string code) in ScriptFile.ReadCells(file)) runFile(code, cell, context);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The package itself can be used all the same.
            context.Output.Write(
                new StreamOutput("stderr",
                    $"The {cell} failed. {string.Join("\n", ErrorDescription.From(e, cell, isInterrupted: false).Trace)}\n"));
        }
    }

    private static void AtLine(MagicPart magic, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is PackageException or FormatException)
        {
            throw new MagicException(e.Message, magic.Line);
        }
    }

    /// <summary>
    /// The full path. Notebooks written on Windows separate folders by backslashes, which elsewhere are letters of a name.
    /// </summary>
    private string Resolve(string path)
    {
        string full = Path.GetFullPath(path, Folder);
        return Path.DirectorySeparatorChar == '/' && path.Contains('\\', StringComparison.Ordinal) && !File.Exists(full)
            ? Path.GetFullPath(path.Replace('\\', '/'), Folder)
            : full;
    }

    private static string Unquote(string text) => text.Trim().Trim('"').Trim();
}
