using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Running;

namespace NotebookKit.Kernel.Tests.Session;

/// <summary>Long computations of the kit in a cell; what they report is made here, so that no test need wait for one.</summary>
public class ProgressTests
{
    private static readonly string Cell = $"#r \"{Repository.Path("artifacts", "kit", "NotebookKit.dll").Replace('\\', '/')}\"\n" + """
        var work = typeof(NotebookKit.Cohort).Assembly.GetType("NotebookKit.Numerics.LongWork");
        var listener = (Action<string, double>)work.GetProperty("Listener").GetValue(null);
        Console.Write("a");
        listener("Permutations", 0.25);
        listener("Permutations", 0.5);
        "b"
        """;

    [Fact]
    public async Task A_cell_shows_how_far_its_computation_has_come_until_it_ends()
    {
        await using var session = new TestSession();
        RecordingSink sink = await session.OkAsync(Cell);
        Assert.Equal(["Permutations: 25 % done", "Permutations: 50 % done", "Permutations: done"],
            sink.Outputs.OfType<ProgressOutput>().Select(p => p.Text));
        Assert.Equal([false, false, true], sink.Outputs.OfType<ProgressOutput>().Select(p => p.IsOver));
        Assert.Equal(("a", "b"), (sink.StandardOutput, sink.Result));
        Assert.DoesNotContain((await session.OkAsync("2")).Outputs, o => o is ProgressOutput);
    }

    [Fact]
    public async Task A_run_tells_it_and_no_document_keeps_it()
    {
        await using var session = new TestSession();
        var told = new List<CellProgress>();
        var document = Notebook.Of(Cell);
        Assert.Null(await NotebookRunner.RunAsync(document, session.Session, new Told(told)));
        Assert.Equal([null, "Permutations: 25 % done", "Permutations: 50 % done"], told.Select(t => t.Doing));
        Assert.Equal(["stream", "execute_result"], document.Cells[0].Outputs.Select(o => (string?)o!["output_type"]));
    }

    private sealed class Told(List<CellProgress> told) : IProgress<CellProgress>
    {
        public void Report(CellProgress value) => told.Add(value);
    }
}
