using System.Diagnostics;
using NotebookKit.Kernel.Documents;

/// <summary>Runs inside a process that a test starts and kills: it saves two notebooks over each other for ever.</summary>
internal static class StartupHook
{
    public const string Target = "NOTEBOOKKIT_TEST_SAVE";

    /// <summary>Two notebooks of different length, so that a mixture of them would be seen.</summary>
    public static NotebookDocument Document(int cells)
    {
        NotebookDocument document = NotebookDocument.Create();
        for (int i = 0; i < cells; i++) document.Insert(i, "code", $"var v{i} = \"{new string('x', 500)}\";");
        return document;
    }

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Target) is not { } path) return;
        NotebookDocument[] documents = [Document(50), Document(80)];
        documents[0].Save(path);
        Console.WriteLine("saving");
        Console.Out.Flush();
        for (int i = 0; ; i++) documents[i % 2].Save(path);
    }
}

namespace NotebookKit.Notebooks.Tests
{
    public sealed class KilledSaveTests : IDisposable
    {
        private static readonly int Kills = LongRun.IsAsked ? 500 : 60;

        private readonly string _folder = Directory.CreateTempSubdirectory("notebookkit").FullName;

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        [Fact]
        public async Task A_notebook_is_whole_whenever_the_process_is_killed_while_it_saves()
        {
            string path = Path.Combine(_folder, "n.ipynb");
            StartupHook.Document(50).Save(path);
            string[] whole = [StartupHook.Document(50).ToString(), StartupHook.Document(80).ToString()];
            var random = new Random(1);
            int newer = 0;
            for (int kill = 0; kill < Kills; kill++)
            {
                int wait = random.Next(12);
                using Process process = Process.Start(
                    new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory,
                        OperatingSystem.IsWindows() ? "notebookkit.exe" : "notebookkit"), ["--version"])
                {
                    RedirectStandardOutput = true,
                    Environment = { ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location, [StartupHook.Target] = path,
                        ["DOTNET_TieredPGO"] = "0" },
                })!;
                Assert.Equal("saving", await process.StandardOutput.ReadLineAsync());
                await Task.Delay(wait);
                process.Kill();
                await process.WaitForExitAsync();
                string found = await File.ReadAllTextAsync(path);
                Assert.True(whole.Contains(found), $"kill {kill + 1} after {wait} ms left {found.Length} characters");
                if (found == whole[1]) newer++;
            }
            // Some were killed half-way; the next save in the folder clears up after all of them and leaves what is not theirs.
            foreach (string name in new[] { "n", "other" })
                await File.WriteAllTextAsync(Path.Combine(_folder, $".{name}.ipynb.999999999.notebookkit-tmp"), "half");
            string[] others = [$"{path}.999999999.tmp", Path.Combine(_folder, ".n.ipynb.notes.notebookkit-tmp"),
                Path.Combine(_folder, FormattableString.Invariant($".n.ipynb.{Environment.ProcessId}x.notebookkit-tmp"))];
            foreach (string other in others) await File.WriteAllTextAsync(other, "mine");
            StartupHook.Document(50).Save(path);
            Assert.Equal(others.Append(path).Order(), Directory.GetFiles(_folder).Order());
            // The kills must have hit processes that saved.
            Assert.InRange(newer, Kills / 25, Kills - Kills / 25);
        }
    }
}
