namespace NotebookKit.Kernel.Outputs;

/// <summary>Where the outputs of a cell go, in the order they happened.</summary>
public interface IOutputSink
{
    /// <summary>Takes one output. Called by one thread at a time.</summary>
    void Write(CellOutput output);

    /// <summary>Asks the user for a line of text.</summary>
    /// <param name="prompt">The question.</param>
    /// <param name="isPassword">Whether the answer must not be shown.</param>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    string Read(string prompt, bool isPassword) => throw new InvalidOperationException(
        "The cell asks for input, but nobody is there to answer. Run the notebook in an editor, or give the value as a parameter.");
}
