using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Running;

/// <summary>The outputs of one cell as a document keeps them: joined text, replaced displays, cleared outputs gone.</summary>
internal sealed class OutputCollector(IReadOnlyList<OutputCollector> allCells) : IOutputSink
{
    private readonly List<CellOutput> _outputs = [];
    private bool _clearBeforeNext;

    public IReadOnlyList<CellOutput> Outputs
    {
        get
        {
            lock (_outputs) return [.. _outputs];
        }
    }

    /// <summary>Told how far a long computation has come; the document does not keep it.</summary>
    public Action<string>? Doing { get; init; }

    public void Write(CellOutput output)
    {
        if (output is ProgressOutput progress)
        {
            if (!progress.IsOver) Doing?.Invoke(progress.Text);
            return;
        }
        if (output is DisplayOutput { IsUpdate: true, DisplayId: { } id } update)
        {
            foreach (OutputCollector cell in allCells) cell.Replace(id, update with { IsUpdate = false });
            return;
        }
        lock (_outputs)
        {
            if (output is ClearOutput clear)
            {
                _clearBeforeNext = clear.Wait;
                if (!clear.Wait) _outputs.Clear();
                return;
            }
            if (_clearBeforeNext) _outputs.Clear();
            _clearBeforeNext = false;
            if (output is StreamOutput text && _outputs.LastOrDefault() is StreamOutput last && last.Name == text.Name)
                _outputs[^1] = last with { Text = last.Text + text.Text };
            else
                _outputs.Add(output);
        }
    }

    private void Replace(string displayId, DisplayOutput replacement)
    {
        lock (_outputs)
            for (int i = 0; i < _outputs.Count; i++)
                if (_outputs[i] is DisplayOutput shown && shown.DisplayId == displayId) _outputs[i] = replacement;
    }
}
