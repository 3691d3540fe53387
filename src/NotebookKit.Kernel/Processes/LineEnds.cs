namespace NotebookKit.Kernel.Processes;

/// <summary>Turns the line ends of Windows into those of notebooks, as the text of a program comes in pieces.</summary>
internal sealed class LineEnds
{
    private bool _held;

    /// <summary>The next piece; a carriage return at its end waits for the piece after it.</summary>
    public string Of(ReadOnlySpan<char> piece)
    {
        string text = (_held ? "\r" : "") + piece.ToString();
        _held = text.EndsWith('\r');
        return (_held ? text[..^1] : text).Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
