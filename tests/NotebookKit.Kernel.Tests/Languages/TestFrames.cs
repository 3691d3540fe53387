namespace NotebookKit.Kernel.Tests.Languages;

internal static class TestFrames
{
    /// <summary>Lines that make data frames known to a session, from the tests' own copy of their assembly.</summary>
    public static string Reference { get; } = $"#r \"{Path.Combine(AppContext.BaseDirectory, "Microsoft.Data.Analysis.dll")}\"\nusing Microsoft.Data.Analysis;\n";
}
