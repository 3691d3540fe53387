namespace NotebookKit.Kernel.Documents;

/// <summary>The command lines that cells may hold.</summary>
internal static class CellCommands
{
    /// <summary>Name and meaning of each.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> All { get; } =
    [
        ("#!csharp", "the lines that follow are C#"),
        ("#!fsharp", "the lines that follow are F#"),
        ("#!sql", "the lines that follow are SQL over data frames and files; --name x keeps the result as x"),
        ("#!r", "the lines that follow are R, run by the R that is installed"),
        ("#!share", "copy a variable of another language: --from csharp x --as y"),
        ("#!set", "set a variable: --name y --value @csharp:x"),
        ("#!markdown", "the lines that follow are Markdown text"),
        ("#!html", "the lines that follow are HTML"),
        ("#!javascript", "the lines that follow are JavaScript for the page; #!set and #!share give it values"),
        ("#!pwsh", "the lines that follow are PowerShell, run by the one that is installed"),
        ("#!value", "the lines that follow are a text: --name x keeps it for #!share --from value x"),
        ("#!mermaid", "the lines that follow are a Mermaid diagram"),
        ("#!import", "run a .dib or .ipynb file here"),
        ("#!time", "measure how long the cell takes"),
        ("#!who", "list the variables"),
        ("#!whos", "list the variables with types and values"),
        ("#!lsmagic", "list these commands"),
        ("#!about", "version of this engine"),
        ("#r", "refer to an assembly file or, with nuget:, to a package"),
        ("#load", "run a C# file here; relative paths in it start at its folder"),
        ("#i", "look for packages in a folder or at an address as well"),
    ];

    /// <summary>What .NET Interactive had and this engine has not: the command or language, and what to write instead.</summary>
    public static IReadOnlyDictionary<string, string> Absent { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["#!connect"] =
            "Other kernels and servers cannot be connected. For data use a cell in SQL (#!sql), which reads data frames and CSV, Parquet "
                + "and SQLite files; for a server use its package (#r \"nuget: …\") from C#; for R use #!r.",
        ["#!kql"] = "There are no cells in KQL. Use the package Microsoft.Azure.Kusto.Data from C#, or #!sql for data at hand.",
        ["#!http"] = "There are no HTTP cells. Use await new HttpClient().GetStringAsync(\"…\") in C#.",
        ["#!ask"] = "Use #!set --name x --value @input:question.",
        ["#!python"] = "There are no Python cells. Use #!r, or start the program with System.Diagnostics.Process.",
        ["#!log"] = "There is no log of the engine. Print what you want to see.",
        ["#!explain"] = "The extension lab of .NET Interactive has ended. The cell is run without its explanation.",
        ["#!linqify"] = "The extension lab of .NET Interactive has ended. Use the columns of the data frame by name.",
        ["#!nteract"] = "The extension lab of .NET Interactive has ended. A data frame is shown as a table and opened by the Variables.",
        ["#!sanddance"] = "The extension lab of .NET Interactive has ended. Use the figures of the kit.",
        ["#!lsconnections"] = "Other kernels and servers cannot be connected.",
    };

    /// <summary>
    /// Whether a package is a part of .NET Interactive itself, which works in no other engine and is no longer published whole.
    /// </summary>
    public static bool IsOfInteractive(string package) =>
        package.Equals("Microsoft.DotNet.Interactive", StringComparison.OrdinalIgnoreCase)
            || package.StartsWith("Microsoft.DotNet.Interactive.", StringComparison.OrdinalIgnoreCase);

    /// <summary>What to write instead of such a package.</summary>
    public const string InsteadOfInteractive =
        "Packages of .NET Interactive belong to an engine that has ended. What cells need of it is built in; leave the line out.";
}
