using Microsoft.DotNet.Interactive.Commands;
using NotebookKit.Kernel.Cells;

#pragma warning disable IDE1006 // the names are those notebooks use

namespace Microsoft.DotNet.Interactive;

/// <summary>The session, as notebooks of .NET Interactive reach it: they run code by it and show things.</summary>
public sealed class Kernel
{
    private Kernel(string name) => Name = name;

    /// <summary>The session.</summary>
    public static Kernel Root { get; } = new(".NET");

    /// <summary>The C# of the session.</summary>
    public static Kernel Current { get; } = new("csharp");

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Runs code as part of the running cell.</summary>
    /// <param name="command">The code and its language.</param>
    /// <param name="cancellationToken">Not used: an interrupt of the cell stops it.</param>
    public Task<KernelCommandResult> SendAsync(KernelCommand command, CancellationToken cancellationToken = default)
    {
        if (command is not SubmitCode submit)
            throw new NotSupportedException($"{command.GetType().Name} cannot be sent: this engine runs SubmitCode alone.");
        CellContext.Require().RunCode(submit.Code, submit.TargetKernelName ?? "csharp");
        return Task.FromResult(new KernelCommandResult(command));
    }

    /// <summary>Runs C# as part of the running cell.</summary>
    public Task<KernelCommandResult> SubmitCodeAsync(string code) => SendAsync(new SubmitCode(code));

    /// <summary>Shows a value.</summary>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => CellFunctions.display(value, mimeTypes);

    /// <summary>Marks text as HTML that is to be shown as it stands.</summary>
    public static AspNetCore.Html.IHtmlContent HTML(string content) => CellFunctions.HTML(content);

    /// <summary>Runs JavaScript in the page.</summary>
    public static void Javascript(string scriptContent) => CellFunctions.Javascript(scriptContent);

    /// <summary>Adds a style to the page.</summary>
    public static void CSS(string content) => CellFunctions.CSS(content);
}

/// <summary>A command that ran.</summary>
/// <param name="Command">The command.</param>
public sealed record KernelCommandResult(KernelCommand Command)
{
    /// <summary>What happened; outputs are those of the cell.</summary>
    public IReadOnlyList<object> Events => [];
}
