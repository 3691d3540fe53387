using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Tests;

/// <summary>Notebooks for tests.</summary>
internal static class Notebook
{
    public static NotebookDocument Of(params string[] code)
    {
        NotebookDocument document = NotebookDocument.Create();
        foreach (string cell in code) document.Insert(document.Cells.Count, "code", cell);
        return document;
    }

    /// <summary>The notebook as if its cells had run from top to bottom.</summary>
    public static NotebookDocument Ran(this NotebookDocument document, params CellOutput[] outputs)
    {
        for (int i = 0; i < document.Cells.Count; i++) document.Cells[i].SetOutputs(i < outputs.Length ? [outputs[i]] : [], i + 1);
        return document;
    }

    public static CellOutput Text(string text) => new ResultOutput(new MimeBundle().Add(MimeTypes.Plain, text));

    public static NotebookDocument Copy(this NotebookDocument document) => NotebookDocument.Parse(document.ToString());
}
