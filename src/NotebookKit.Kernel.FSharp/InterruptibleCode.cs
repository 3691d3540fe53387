using System.Collections;
using System.Reflection;
using FSharp.Compiler.CodeAnalysis;
using FSharp.Compiler.Syntax;
using FSharp.Compiler.Text;
using Microsoft.FSharp.Control;
using Microsoft.FSharp.Core;
using Range = FSharp.Compiler.Text.Range;

namespace NotebookKit.Kernel.FSharp;

/// <summary>Lets the loops and the recursive functions of an F# cell look whether they are to stop.</summary>
/// <remarks>
/// Text is added within lines only, so that lines keep their numbers; where what follows on a line goes on below it, its columns would
/// move apart and nothing is added.
/// </remarks>
internal sealed class InterruptibleCode
{
    /// <summary>What the added text calls.</summary>
    public const string Prelude = """
        let inline notebookKitGoesOn () = NotebookKit.Kernel.Threads.Interruption.Check(); true
        let inline (|NotebookKitChecked|) value = NotebookKit.Kernel.Threads.Interruption.Check(); value

        """;

    private readonly List<(int Line, int Column, string Text)> _added = [];

    private InterruptibleCode()
    {
    }

    /// <summary>The same code with checks; as it is when it cannot be read.</summary>
    public static (string Code, InterruptibleCode Checks) AddTo(string code, FSharpChecker checker, CancellationToken interrupt)
    {
        var checks = new InterruptibleCode();
        if (!code.Contains("while", StringComparison.Ordinal) && !code.Contains("for", StringComparison.Ordinal)
            && !code.Contains("rec", StringComparison.Ordinal))
            return (code, checks);
        FSharpParsingOptions options = checker.GetParsingOptionsFromCommandLineArgs(
            Microsoft.FSharp.Collections.ListModule.OfSeq(["cell.fsx"]), true, FSharpOption<bool>.Some(true)).Item1;
        FSharpParseFileResults parsed = FSharpAsync.RunSynchronously(
            checker.ParseFile("cell.fsx", SourceText.ofString(code), options, FSharpOption<bool>.Some(false), null), null,
            FSharpOption<CancellationToken>.Some(interrupt));
        if (parsed.ParseHadErrors) return (code, checks);
        checks.Walk(parsed.ParseTree);
        string[] lines = code.Split('\n');
        // The last of a line first, so that those before keep their columns.
        foreach ((int line, int column, string text) in checks._added.OrderByDescending(a => a.Column))
            lines[line - 1] = lines[line - 1].Insert(column, text);
        return (string.Join('\n', lines), checks);
    }

    /// <summary>A column of the code with checks, in the code as it was written.</summary>
    public int Column(int line, int column)
    {
        foreach ((_, int at, string text) in _added.Where(a => a.Line == line).OrderBy(a => a.Column))
        {
            if (at >= column) break;
            column = Math.Max(at, column - text.Length);
        }
        return column;
    }

    // The tree has some two hundred kinds of nodes; only three of them matter here.
    private void Walk(object? node)
    {
        switch (node)
        {
            case null or string or SynExpr.Quote or SynPat or SynType:
                return;
            case SynExpr.While loop:
                Wrap(loop.whileExpr.Range, "(notebookKitGoesOn () && (", "))", loop.doExpr.Range);
                break;
            case SynExpr.ForEach each:
                Wrap(each.pat.Range, "(NotebookKitChecked (", "))", each.bodyExpr.Range);
                break;
            case SynBinding { trivia.LeadingKeyword: { IsLetRec: true } or { IsAnd: true }, isInline: false,
                headPat: SynPat.LongIdent { argPats: SynArgPats.Pats { pats.IsEmpty: false } arguments } } binding:
                Wrap(arguments.pats.Head.Range, "(NotebookKitChecked (", "))", binding.expr.Range);
                break;
        }
        if (node is IEnumerable several)
        {
            foreach (object? one in several) Walk(one);
            return;
        }
        Type type = node.GetType();
        if (type.Namespace?.StartsWith("FSharp.Compiler.Syntax", StringComparison.Ordinal) != true
            && type.FullName?.StartsWith("System.Tuple", StringComparison.Ordinal) != true
            && type.FullName?.StartsWith("Microsoft.FSharp.Core.FSharpOption", StringComparison.Ordinal) != true)
            return;
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.GetIndexParameters().Length == 0 && !property.PropertyType.IsPrimitive && property.PropertyType != typeof(Range))
                Walk(property.GetValue(node));
    }

    /// <summary>Adds text around a part of a line, if the columns of what follows are free to move.</summary>
    private void Wrap(Range part, string before, string after, Range body)
    {
        if (part.StartLine != part.EndLine || (body.StartLine == part.EndLine && body.EndLine != part.EndLine)) return;
        _added.Add((part.StartLine, part.StartColumn, before));
        _added.Add((part.EndLine, part.EndColumn, after));
    }
}
