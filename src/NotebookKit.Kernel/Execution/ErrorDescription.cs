using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using NotebookKit.Kernel.Languages;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Execution;

/// <summary>Describes what ended a cell, without the frames of the engine.</summary>
internal static class ErrorDescription
{
    private const int MaxFrames = 12;
    private const int MaxDiagnostics = 10;

    /// <param name="exception">What ended the cell.</param>
    /// <param name="cell">Its name.</param>
    /// <param name="isInterrupted">Whether the cell was told to stop; code can also cancel itself.</param>
    public static CellError From(Exception exception, string cell, bool isInterrupted)
    {
        while (exception is TargetInvocationException or AggregateException { InnerExceptions.Count: 1 } && exception.InnerException is { } inner) exception = inner;
        return exception switch
        {
            CompilationException compilation => Compilation(compilation.Diagnostics, cell),
            OperationCanceledException when isInterrupted => new(CellError.Interrupted, "The cell was interrupted.", cell, null, [$"{cell}: interrupted"]),
            LanguageException language => Language(language, cell),
            MagicException magic => new("Error", magic.Message, cell, magic.Line, [$"{cell}, line {magic.Line}: {magic.Message}"]),
            _ => Runtime(exception, cell),
        };
    }

    /// <summary>Describes what ended a thread that a cell started.</summary>
    public static CellError OfThread(Exception exception, string cell)
    {
        CellError error = Runtime(exception, cell);
        return error with { Trace = [.. error.Trace, $"   in work that {cell} started without waiting for it"] };
    }

    /// <summary>Whether code of a cell threw an exception or passed it on.</summary>
    public static bool ComesFromCell(Exception exception) =>
        new StackTrace(exception).GetFrames().Any(f => f.GetMethod() is { } method && IsCell(method));

    private static CellError Language(LanguageException error, string cell)
    {
        string place = error.Line is { } line ? FormattableString.Invariant($"{cell}, line {line}") : cell;
        return new(error.Name, error.Message, cell, error.Line, [$"{place}: {error.Name}: {error.Message}"]);
    }

    private static CellError Compilation(IReadOnlyList<Diagnostic> diagnostics, string cell)
    {
        var lines = diagnostics.Select(d =>
        {
            FileLinePositionSpan at = d.Location.GetLineSpan();
            string place = at.IsValid ? $"{at.Path}, line {at.StartLinePosition.Line + 1}, column {at.StartLinePosition.Character + 1}: " : "";
            return $"{place}error {d.Id}: {d.GetMessage(CultureInfo.InvariantCulture)}";
        }).Distinct().ToList();
        FileLinePositionSpan first = diagnostics[0].Location.GetLineSpan();
        int? line = first.IsValid && first.Path == cell ? first.StartLinePosition.Line + 1 : null;
        if (lines.Count > MaxDiagnostics) lines = [.. lines.Take(MaxDiagnostics), $"… and {lines.Count - MaxDiagnostics} more"];
        return new("Compilation error", $"{diagnostics[0].Id}: {diagnostics[0].GetMessage(CultureInfo.InvariantCulture)}", cell, line, lines);
    }

    private static CellError Runtime(Exception exception, string cell)
    {
        string message = Message(exception);
        var trace = new List<string> { $"{exception.GetType().FullName}: {message}" };
        int? line = null;
        int shown = 0;
        foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is not { } method) continue;
            string? file = Path.GetFileName(frame.GetFileName());
            bool inCell = IsCell(method);
            if (inCell && file == cell) line ??= frame.GetFileLineNumber();
            if (IsPlumbing(method)) continue;
            if (shown++ < MaxFrames) trace.Add("   at " + (inCell ? $"{file}, line {frame.GetFileLineNumber()}" : Describe(method)));
            if (inCell && IsTopLevel(method)) break;
        }
        for (Exception? inner = exception.InnerException; inner is not null; inner = inner.InnerException)
            trace.Add($"   caused by {inner.GetType().FullName}: {Message(inner)}");
        return new(exception.GetType().FullName!, message, cell, line, trace);
    }

    /// <summary>The message; an exception may throw while it makes its own.</summary>
    private static string Message(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return $"(its message could not be read: {e.GetType().Name})";
        }
    }

    private static bool IsCell(MethodBase method) =>
        method.DeclaringType?.Assembly.GetName().Name?.StartsWith("notebook-", StringComparison.Ordinal) == true;

    private static bool IsPlumbing(MethodBase method)
    {
        string type = method.DeclaringType?.FullName ?? "";
        return method.DeclaringType?.Assembly == typeof(ErrorDescription).Assembly ||
            type.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) ||
            type.StartsWith("System.Runtime.ExceptionServices.", StringComparison.Ordinal) ||
            type.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal) ||
            method.GetCustomAttribute<StackTraceHiddenAttribute>() is not null ||
            method.DeclaringType?.Assembly == typeof(object).Assembly && !(method.IsPublic && method.DeclaringType.IsVisible);
    }

    private static bool IsTopLevel(MethodBase method) =>
        method.DeclaringType?.Name.StartsWith("<<Initialize>>", StringComparison.Ordinal) == true || method.Name == "<Initialize>";

    private static string Describe(MethodBase method)
    {
        string parameters = string.Join(", ", method.GetParameters().Select(p => p.ParameterType.Name));
        return $"{method.DeclaringType?.FullName}.{method.Name}({parameters})";
    }
}

/// <summary>A command line of a cell cannot be carried out.</summary>
internal sealed class MagicException(string message, int line) : Exception(message)
{
    public int Line { get; } = line;
}
