using System.Text;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Cells;

/// <summary>Joins small writes into larger ones and keeps text and displays in order.</summary>
internal sealed class OutputPipe : IDisposable
{
    private const int BatchCharacters = 64 * 1024;
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly IOutputSink _sink;
    private readonly long _limit;
    private readonly StringBuilder _pending = new();
    private readonly Timer _timer;
    private string _stream = "stdout";
    private long _written;
    private long _leftOut;
    private bool _timerSet;

    private readonly CancellationToken _interrupt;

    public OutputPipe(IOutputSink sink, long limit, CancellationToken interrupt)
    {
        _sink = sink;
        _limit = limit;
        _interrupt = interrupt;
        _timer = new Timer(_ => Flush());
    }

    public void WriteText(string stream, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        // Printing is where most loops can be stopped gently.
        _interrupt.ThrowIfCancellationRequested();
        lock (_gate)
        {
            long room = _limit - _written;
            if (text.Length > room)
            {
                _leftOut += text.Length - Math.Max(room, 0);
                if (room <= 0) return;
                text = text[..(int)room];
            }
            _written += text.Length;
            if (stream != _stream) FlushLocked();
            _stream = stream;
            _pending.Append(text);
            if (_pending.Length >= BatchCharacters) FlushLocked();
            else if (!_timerSet) _timerSet = _timer.Change(BatchTime, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Takes an output of the cell's code.</summary>
    public void Show(CellOutput output)
    {
        _interrupt.ThrowIfCancellationRequested();
        Write(output);
    }

    /// <summary>Takes an output, also one that tells of the interrupt itself.</summary>
    public void Write(CellOutput output)
    {
        lock (_gate)
        {
            FlushLocked();
            _sink.Write(output);
        }
    }

    public string Read(string prompt, bool isPassword)
    {
        Flush();
        return _sink.Read(prompt, isPassword);
    }

    public void Flush()
    {
        lock (_gate) FlushLocked();
    }

    /// <summary>Says how much text was left out, once.</summary>
    public void ReportLeftOut()
    {
        lock (_gate)
        {
            FlushLocked();
            if (_leftOut == 0) return;
            _sink.Write(new StreamOutput("stderr", FormattableString.Invariant(
                $"\n[{_leftOut:N0} more characters were printed and left out: a cell keeps the first {_limit:N0}.]\n")));
            _leftOut = 0;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void FlushLocked()
    {
        _timerSet = false;
        if (_pending.Length == 0) return;
        string text = _pending.ToString();
        _pending.Clear();
        _sink.Write(new StreamOutput(_stream, text));
    }
}
