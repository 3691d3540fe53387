using Xunit;

namespace NotebookKit.TestSupport;

/// <summary>Compares a text with the file committed beside the test.</summary>
/// <remarks>Run the tests with the environment variable UPDATE_SNAPSHOTS=1 to accept what they write, then read the difference.</remarks>
internal static class Snapshot
{
    public static void Match(string actual, params string[] path)
    {
        string file = Repository.Path(["tests", .. path]);
        actual = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }
        Assert.True(File.Exists(file), $"There is no snapshot {file}. Run once with UPDATE_SNAPSHOTS=1 and read what it writes.");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
