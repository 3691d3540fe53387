using System.Diagnostics;
using System.Reflection;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Cells;

/// <summary>Describes what ended a cell, without the frames of the engine.</summary>
internal static class ErrorDescription
{
    private const int MaxFrames = 12;

    /// <param name="exception">What ended the cell.</param>
    /// <param name="cell">Its name.</param>
    /// <param name="isInterrupted">Whether the cell was told to stop; code can also cancel itself.</param>
    public static CellError From(Exception exception, string cell, bool isInterrupted)
    {
        while (exception is TargetInvocationException or AggregateException { InnerExceptions.Count: 1 }
            && exception.InnerException is { } inner) exception = inner;
        return exception switch
        {
            DescribedException described => described.Describe(cell),
            OperationCanceledException when isInterrupted =>
                new(CellError.Interrupted, "The cell was interrupted.", cell, null, [$"{cell}: interrupted"]),
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

    /// <summary>The assemblies that C# and F# make of cells.</summary>
    private static bool IsCell(MethodBase method) => method.DeclaringType?.Assembly.GetName().Name is { } name &&
        (name.StartsWith("notebook-", StringComparison.Ordinal) || name.StartsWith("FSI-ASSEMBLY", StringComparison.Ordinal));

    private static bool IsPlumbing(MethodBase method)
    {
        string type = method.DeclaringType?.FullName ?? "";
        return method.DeclaringType?.Assembly.GetName().Name is "NotebookKit.Kernel" or "NotebookKit.Kernel.FSharp" or "FSharp.Core"
            or "FSharp.Compiler.Service" ||
            type.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) ||
            type.StartsWith("System.Runtime.ExceptionServices.", StringComparison.Ordinal) ||
            type.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal) ||
            method.GetCustomAttribute<StackTraceHiddenAttribute>() is not null ||
            method.DeclaringType?.Assembly == typeof(ErrorDescription).Assembly ||
            method.DeclaringType?.Assembly == typeof(object).Assembly && !(method.IsPublic && method.DeclaringType.IsVisible);
    }

    private static bool IsTopLevel(MethodBase method) =>
        method.DeclaringType?.FullName?.StartsWith("<StartupCode$", StringComparison.Ordinal) == true ||
        method.DeclaringType?.Name.StartsWith("<<Initialize>>", StringComparison.Ordinal) == true || method.Name == "<Initialize>";

    private static string Describe(MethodBase method)
    {
        string parameters = string.Join(", ", method.GetParameters().Select(p => p.ParameterType.Name));
        return $"{method.DeclaringType?.FullName}.{method.Name}({parameters})";
    }
}
