using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NotebookKit.Kernel.CSharp;

/// <summary>How to mend what is C# in a program but not at the top level of a cell.</summary>
internal static class ScriptHints
{
    /// <summary>A sentence for an error that comes from this difference; null for every other error.</summary>
    public static string? For(Diagnostic error) => error.Id switch
    {
        "CS1002" or "CS0825" when LineOf(error).StartsWith("using var ", StringComparison.Ordinal) =>
            "The variables of a cell live on after it, so 'using var' needs braces around it: { using var x = …; … }.",
        "CS8345" => "The variables of a cell are kept for later cells, which a Span cannot be: put the code into braces { … }.",
        "CS7021" => "Write the types of a cell without a namespace.",
        "CS9283" => "In a cell write an extension method instead: static int Twice(this int n) => 2 * n;",
        _ => null,
    };

    private static string LineOf(Diagnostic error)
    {
        if (error.Location.SourceTree is not { } tree) return "";
        SourceText text = tree.GetText();
        return text.Lines.GetLineFromPosition(error.Location.SourceSpan.Start).ToString().TrimStart();
    }
}
