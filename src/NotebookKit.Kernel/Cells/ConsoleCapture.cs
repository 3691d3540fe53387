using System.Text;

namespace NotebookKit.Kernel.Cells;

/// <summary>Sends what a cell prints to that cell's outputs; what anybody else prints goes where it went before.</summary>
internal static class ConsoleCapture
{
    private static readonly Lock Gate = new();
    private static bool _installed;

    public static void Install()
    {
        lock (Gate)
        {
            if (_installed) return;
            _installed = true;
            Console.SetOut(new Writer("stdout", Console.Out));
            Console.SetError(new Writer("stderr", Console.Error));
            Console.SetIn(new Reader());
        }
    }

    private sealed class Writer(string stream, TextWriter outside) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override IFormatProvider FormatProvider => System.Globalization.CultureInfo.InvariantCulture;

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (CellContext.Current is { } cell) cell.Output.WriteText(stream, buffer);
            else outside.Write(buffer);
        }

        public override void WriteLine() => Write("\n");

        public override void WriteLine(string? value) => Write(value + "\n");

        public override void Flush() => outside.Flush();
    }

    private sealed class Reader : TextReader
    {
        private string _rest = "";

        public override int Read() => Take(1) is [char c] ? c : -1;

        public override int Peek() => Fill() ? _rest[0] : -1;

        public override string? ReadLine()
        {
            if (!Fill()) return null;
            int end = _rest.IndexOf('\n', StringComparison.Ordinal);
            string line = _rest[..end];
            _rest = _rest[(end + 1)..];
            return line;
        }

        private string Take(int count)
        {
            if (!Fill()) return "";
            string taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }

        private bool Fill()
        {
            if (_rest.Length == 0 && CellContext.Current is { } cell) _rest = cell.Output.Read("", false) + "\n";
            return _rest.Length > 0;
        }
    }
}
