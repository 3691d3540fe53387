namespace NotebookKit.TestSupport;

/// <summary>Whether tests that try random cases are to try very many: <c>tests/run.sh long</c>.</summary>
internal static class LongRun
{
    public static bool IsAsked => Environment.GetEnvironmentVariable("NOTEBOOKKIT_LONG_TESTS") == "1";
}
