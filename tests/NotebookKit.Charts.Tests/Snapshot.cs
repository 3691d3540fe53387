using System.Runtime.CompilerServices;

namespace NotebookKit.Charts.Tests;

/// <summary>Compares a drawing with the committed one beside the test, byte for byte.</summary>
internal static class Snapshot
{
    public static void Matches(string actual, string name, [CallerFilePath] string test = "")
    {
        string folder = Repository.Path("tests", "NotebookKit.Charts.Tests",
            Path.GetFileName(Path.GetDirectoryName(test)!) is var room && room == "NotebookKit.Charts.Tests" ? "" : room);
        string verified = Path.Combine(folder, name + ".verified.svg"),
            received = Repository.Path("artifacts", "test-received", name + ".received.svg");
        if (File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == actual) return;
        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(received, actual);
        Assert.Fail($"The drawing differs from {verified}. Look at {received}; if it is right, copy it over the verified one.");
    }
}
