using System.Text.Json.Nodes;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Checks;

/// <summary>Takes out of a notebook what does not belong under version control.</summary>
public static class Cleaning
{
    private static readonly string[] CellKeys = ["vscode", "execution", "ExecuteTime", "collapsed", "scrolled", "pycharm", "papermill",
        "trusted"];
    private static readonly string[] NotebookKeys = ["vscode", "widgets", "papermill", "signature", "toc", "varInspector"];

    /// <summary>Cleans a notebook in place.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="keepOutputs">Whether outputs, their numbers and the record of where they came from stay.</param>
    public static void Clean(NotebookDocument document, bool keepOutputs)
    {
        foreach (string key in NotebookKeys) document.Metadata.Remove(key);
        if (!keepOutputs) Provenance.Remove(document);
        foreach (NotebookCell cell in document.Cells)
        {
            if (cell.Json["metadata"] is JsonObject metadata)
            {
                string language = cell.Language;
                foreach (string key in CellKeys) metadata.Remove(key);
                if (cell.IsCode && cell.Language != language) NotebookCell.NameLanguage(metadata, language);
            }
            if (cell.IsCode && !keepOutputs) cell.SetOutputs([], null);
        }
    }
}
