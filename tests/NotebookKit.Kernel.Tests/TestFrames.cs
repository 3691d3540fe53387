namespace NotebookKit.Kernel.Tests;

internal static class TestFrames
{
    /// <summary>Lines that make data frames known to a session, from the kit.</summary>
    public static string Reference { get; } =
        $"#r \"{Repository.Path("artifacts", "kit", "Microsoft.Data.Analysis.dll")}\"\nusing Microsoft.Data.Analysis;\n";
}
