using System.Globalization;
using Microsoft.CodeAnalysis;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.CSharp;

/// <summary>A piece does not compile.</summary>
internal sealed class CompilationException(IReadOnlyList<Diagnostic> diagnostics)
    : DescribedException(diagnostics[0].GetMessage(CultureInfo.InvariantCulture))
{
    private const int MaxDiagnostics = 10;

    public IReadOnlyList<Diagnostic> Errors => diagnostics;

    public override CellError Describe(string cell)
    {
        var lines = diagnostics.Select(d =>
        {
            FileLinePositionSpan at = d.Location.GetLineSpan();
            string where = at.IsValid
                ? $"{at.Path}, line {at.StartLinePosition.Line + 1}, column {at.StartLinePosition.Character + 1}: "
                : "";
            return $"{where}error {Text(d)}";
        }).Distinct().ToList();
        FileLinePositionSpan first = diagnostics[0].Location.GetLineSpan();
        bool isElsewhere = first.IsValid && first.Path != cell;
        int? line = first.IsValid && !isElsewhere ? first.StartLinePosition.Line + 1 : null;
        string place = isElsewhere ? $"{first.Path}, line {first.StartLinePosition.Line + 1}: " : "";
        if (lines.Count > MaxDiagnostics) lines = [.. lines.Take(MaxDiagnostics), $"… and {lines.Count - MaxDiagnostics} more"];
        return new("Compilation error", place + Text(diagnostics[0]), cell, line, lines);
    }

    private static string Text(Diagnostic error)
    {
        string message = $"{error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}";
        return ScriptHints.For(error) is { } hint ? $"{message.TrimEnd('.')}. {hint}" : message;
    }
}
