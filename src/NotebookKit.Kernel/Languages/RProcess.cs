using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Processes;

namespace NotebookKit.Kernel.Languages;

/// <summary>An R that runs one request after the other; what it knows lives as long as it does.</summary>
internal sealed partial class RProcess : IDisposable
{
    private const string Mark = "\u0001done\u0001";
    private const int Interrupt = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Process _process;
    private readonly string _folder;
    private readonly Reader _output;
    private readonly Reader _errors;
    private int _requests;

    /// <summary>Starts it.</summary>
    /// <param name="program">Normally <c>Rscript</c>.</param>
    /// <param name="workingDirectory">Folder against which R reads relative paths.</param>
    /// <exception cref="LanguageException">There is no such program.</exception>
    public RProcess(string program, string workingDirectory)
    {
        _folder = Directory.CreateTempSubdirectory("notebookkit-r").FullName;
        string driver = Path.Combine(_folder, "driver.R");
        using (Stream source = typeof(RProcess).Assembly.GetManifestResourceStream("NotebookKit.Kernel.Languages.driver.R")!)
        using (FileStream target = File.Create(driver))
            source.CopyTo(target);
        var start = new ProcessStartInfo(program, ["--no-save", "--no-restore", driver, _folder])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            CreateNoWindow = true, WorkingDirectory = workingDirectory,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8, StandardInputEncoding = new UTF8Encoding(false),
        };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            WorkFolder.Delete(_folder);
            throw new LanguageException("Error",
                $"Cells in R need R, but no command '{program}' was found ({e.Message}). Install R, or add the folder of {program} to PATH "
                    + "and start again.");
        }
        _process.StandardInput.NewLine = "\n";
        _output = new Reader(_process.StandardOutput);
        _errors = new Reader(_process.StandardError);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>A fresh folder for one request.</summary>
    public string NewRequest() => Directory.CreateDirectory(Path.Combine(_folder, FormattableString.Invariant($"{++_requests}"))).FullName;

    /// <summary>Sends a request and waits for its end.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="folder">A folder of <see cref="NewRequest"/>.</param>
    /// <param name="words">What the action needs further.</param>
    /// <param name="onText">Takes what R prints: stream and text.</param>
    /// <param name="interrupt">Interrupts R; an R that does not obey is ended.</param>
    /// <exception cref="LanguageException">R found an error.</exception>
    public void Send(string action, string folder, IEnumerable<string> words, Action<string, string>? onText = null,
        CancellationToken interrupt = default)
    {
        Task output = _output.ExpectMark(text => onText?.Invoke("stdout", text)),
            errors = _errors.ExpectMark(text => onText?.Invoke("stderr", text));
        _process.StandardInput.WriteLine(string.Join('\t', [action, folder, .. words]));
        _process.StandardInput.Flush();
        Task both = Task.WhenAll(output, errors);
        try
        {
            both.Wait(interrupt);
        }
        catch (OperationCanceledException)
        {
            if (!OperatingSystem.IsWindows()) _ = kill(_process.Id, Interrupt);
            if (OperatingSystem.IsWindows() || !Task.WhenAny(both, Task.Delay(Patience, CancellationToken.None)).Result.Equals(both))
            {
                ChildProcess.End(_process);
                _process.WaitForExit(Patience);
            }
            throw;
        }
        string status = Path.Combine(folder, "status");
        if (!File.Exists(status))
            throw new LanguageException("Error in R", "R ended during this cell; its variables are lost. The next R cell starts it anew.");
        string[] lines = File.ReadAllLines(status);
        if (lines[0] == "interrupted") throw new OperationCanceledException();
        if (lines[0] != "error") return;
        string message = string.Join('\n', lines[2..]).Replace(Path.Combine(folder, "cell"), "cell", StringComparison.Ordinal);
        Match parsed = ParseErrorPattern().Match(message);
        string number = parsed.Success ? parsed.Groups["line"].Value : lines[1];
        throw new LanguageException("Error in R", message, int.TryParse(number, CultureInfo.InvariantCulture, out int line) ? line : null);
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(1000)) ChildProcess.End(_process);
            _process.WaitForExit();
        }
        catch (IOException)
        {
            // It ended before.
        }
        _process.Dispose();
        WorkFolder.Delete(_folder);
    }

    [GeneratedRegex(@"^cell:(?<line>\d+):\d+: ")]
    private static partial Regex ParseErrorPattern();

    [UnsupportedOSPlatform("windows")]
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);

    /// <summary>Reads one stream of R and looks for the mark that ends a request.</summary>
    private sealed class Reader
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource _marked = new();
        private Action<string>? _onText;
        private bool _isEnded;

        public Reader(StreamReader stream) => _ = ReadAsync(stream);

        public Task ExpectMark(Action<string> onText)
        {
            lock (_gate)
            {
                _onText = onText;
                _marked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_isEnded) _marked.SetResult();
                return _marked.Task;
            }
        }

        private async Task ReadAsync(StreamReader stream)
        {
            var buffer = new char[8192];
            var ends = new LineEnds();
            string rest = "";
            for (int count; (count = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
            {
                rest += ends.Of(buffer.AsSpan(0, count));
                int end = rest.IndexOf(Mark, StringComparison.Ordinal);
                int shown = end >= 0 ? end : rest.IndexOf(Mark[0], StringComparison.Ordinal) is var start && start >= 0
                    && rest.Length - start < Mark.Length ? start : rest.Length;
                Show(rest[..shown]);
                rest = rest[(end >= 0 ? end + Mark.Length : shown)..];
                if (end >= 0) lock (_gate) _marked.TrySetResult();
            }
            lock (_gate)
            {
                _isEnded = true;
                _marked.TrySetResult();
            }
        }

        private void Show(string text)
        {
            if (text.Length == 0) return;
            try
            {
                _onText?.Invoke(text);
            }
            catch (OperationCanceledException)
            {
                // The cell was interrupted; what R still prints has nowhere to go.
            }
        }
    }
}
