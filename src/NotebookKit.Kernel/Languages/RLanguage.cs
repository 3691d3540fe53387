using System.Text;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Processes;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Languages;

/// <summary>R, by the <c>Rscript</c> that is installed: for checking results against it.</summary>
internal sealed class RLanguage(string workingDirectory, string? program = null) : ILanguage
{
    private RProcess? _process;

    public IReadOnlyList<string> Names
    {
        get
        {
            string folder = Process.NewRequest();
            Process.Send("names", folder, []);
            return File.ReadAllLines(Path.Combine(folder, "names"));
        }
    }

    private RProcess Process
    {
        get
        {
            if (_process is { HasExited: true })
            {
                _process.Dispose();
                _process = null;
            }
            return _process ??= new RProcess(program ?? ProgramFinder.Rscript, workingDirectory);
        }
    }

    public MimeBundle? Run(CodePart part, string cell, CellContext context, CancellationToken interrupt)
    {
        string folder = Process.NewRequest();
        // The lines before keep the numbers of lines right.
        File.WriteAllText(Path.Combine(folder, "cell"), new string('\n', part.Line - 1) + part.Code + "\n");
        try
        {
            Process.Send("run", folder, [], (stream, text) => context.Output.WriteText(stream, text), interrupt);
        }
        catch (OperationCanceledException) when (_process is { HasExited: true })
        {
            context.Output.Write(new StreamOutput("stderr",
                "R did not stop at the interrupt and was ended; its variables are lost. The next R cell starts it anew.\n"));
            throw;
        }
        finally
        {
            foreach (string file in Directory.GetFiles(folder, "figure*.svg").Order(StringComparer.Ordinal))
                context.Output.Write(new DisplayOutput(Figure(File.ReadAllBytes(file))));
            WorkFolder.Delete(folder);
        }
        return null;
    }

    public bool TryGet(string name, out object? value)
    {
        value = null;
        if (!Names.Contains(name)) return false;
        string folder = Process.NewRequest();
        Process.Send("give", folder, [name]);
        string[] kinds = File.ReadAllLines(Path.Combine(folder, "kinds"));
        SharedFrame frame = FrameCsv.Read(File.ReadAllText(Path.Combine(folder, "value.csv"), Encoding.UTF8), kinds[1..]);
        value = kinds[0] switch
        {
            "frame" => frame,
            "value" => frame.Columns[0].Value(0),
            _ => Vector(frame.Columns[0], frame.Rows),
        };
        return true;
    }

    public void Set(string name, object? value)
    {
        string folder = Process.NewRequest();
        if (value is SharedFrame frame)
        {
            string missing = FrameCsv.Write(frame, Path.Combine(folder, "value.csv"));
            Process.Send("take", folder, [name, string.Join(',', frame.Columns.Select(c => FrameCsv.KindOf(c, frame.Rows))), missing]);
            return;
        }
        File.WriteAllText(Path.Combine(folder, "cell"), $"`{name}` <- {RLiteral.Of(value)}\n");
        Process.Send("run", folder, []);
    }

    public void Dispose() => _process?.Dispose();

    private static Array Vector(SharedColumn column, long rows)
    {
        bool hasMissing = false;
        for (long row = 0; row < rows && !hasMissing; row++) hasMissing = column.Value(row) is null;
        Type type = hasMissing && column.Type.IsValueType ? typeof(Nullable<>).MakeGenericType(column.Type) : column.Type;
        Array values = Array.CreateInstance(type, rows);
        for (long row = 0; row < rows; row++) values.SetValue(column.Value(row), row);
        return values;
    }

    // An image shows everywhere; an inline drawing does not.
    private static MimeBundle Figure(byte[] svg) => new MimeBundle()
        .Add(MimeTypes.Html, $"<img alt=\"Figure drawn by R\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(svg)}\">")
        .Add(MimeTypes.Plain, "[figure drawn by R]");
}
