namespace Microsoft.DotNet.Interactive.Commands;

/// <summary>Something a session is asked to do.</summary>
/// <param name="TargetKernelName">The language; null for C#.</param>
public abstract record KernelCommand(string? TargetKernelName = null);

/// <summary>Code to be run.</summary>
/// <param name="Code">The code.</param>
/// <param name="TargetKernelName">Its language; null for C#.</param>
public sealed record SubmitCode(string Code, string? TargetKernelName = null) : KernelCommand(TargetKernelName);
