using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Session;

namespace NotebookKit.Kernel.Running;

/// <summary>Runs the cells of a document from top to bottom and puts their outputs into it.</summary>
public static class NotebookRunner
{
    /// <summary>Tag of cells that may fail.</summary>
    public const string RaisesTag = "raises-exception";

    /// <summary>Runs a document in a fresh session. A failing cell ends the run; the cells after it lose their old outputs.</summary>
    /// <param name="document">The document; its outputs are replaced.</param>
    /// <param name="kernel">A session in which nothing ran yet.</param>
    /// <param name="progress">Told before each code cell, and how far long computations have come.</param>
    /// <param name="cellTimeout">Longest time for one cell; null for no limit.</param>
    /// <param name="cancellation">Interrupts the running cell and ends the run.</param>
    /// <param name="allowErrors">Whether the run goes on after a cell that fails, as it always does after one tagged
    /// <c>raises-exception</c>.</param>
    /// <returns>The error that ended the run, or null.</returns>
    public static async Task<CellError?> RunAsync(
        NotebookDocument document, IKernel kernel, IProgress<CellProgress>? progress = null, TimeSpan? cellTimeout = null,
        CancellationToken cancellation = default, bool allowErrors = false)
    {
        List<NotebookCell> cells = [.. document.Cells.Where(c => c.IsCode)];
        var collectors = new List<OutputCollector>();
        CellError? error = null;
        try
        {
            foreach (NotebookCell cell in document.Cells)
            {
                if (error is not null) break;
                if (cell.IsMarkdown) error = await Placeholders.FillAsync(cell, kernel, $"text after cell {collectors.Count}", cancellation)
                    .ConfigureAwait(false);
                if (!cell.IsCode) continue;
                int i = collectors.Count;
                progress?.Report(new(i + 1, cells.Count));
                var collector = new OutputCollector(collectors)
                {
                    Doing = doing => progress?.Report(new(i + 1, cells.Count) { Doing = doing }),
                };
                collectors.Add(collector);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                if (cellTimeout is { } time) limit.CancelAfter(time);
                CellResult result = await kernel.ExecuteAsync(Code(cells[i]), $"cell {i + 1}", collector, limit.Token)
                    .ConfigureAwait(false);
                // A kernel that ended cannot go on, and an interrupt is meant for the whole run.
                bool isAllowed = (allowErrors || cells[i].Tags.Contains(RaisesTag))
                    && result.Error?.Name is not (CellError.Interrupted or CellError.KernelEnded);
                error = isAllowed ? null : result.Error;
            }
        }
        finally
        {
            for (int i = 0; i < cells.Count; i++)
            {
                bool ran = i < collectors.Count;
                cells[i].SetOutputs(ran ? collectors[i].Outputs : [], ran ? i + 1 : null);
            }
        }
        return error;
    }

    private static string Code(NotebookCell cell) => cell.Language == "csharp" ? cell.Source : $"#!{cell.Language}\n{cell.Source}";
}

/// <summary>Which code cell a run has come to.</summary>
/// <param name="Cell">Its number among the code cells, counted from 1.</param>
/// <param name="Count">How many code cells there are.</param>
public sealed record CellProgress(int Cell, int Count)
{
    /// <summary>How far a long computation of the cell has come, in words; null when the cell starts.</summary>
    public string? Doing { get; init; }
}
