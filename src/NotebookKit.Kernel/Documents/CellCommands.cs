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
        ("#!javascript", "the lines that follow are JavaScript for the page"),
        ("#!mermaid", "the lines that follow are a Mermaid diagram"),
        ("#!import", "run a .dib or .ipynb file here"),
        ("#!time", "measure how long the cell takes"),
        ("#!who", "list the variables"),
        ("#!whos", "list the variables with types and values"),
        ("#!lsmagic", "list these commands"),
        ("#r", "refer to an assembly file or, with nuget:, to a package"),
        ("#load", "run a C# file here; relative paths in it start at its folder"),
        ("#i", "look for packages in a folder or at an address as well"),
    ];
}
