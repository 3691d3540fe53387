
namespace NotebookKit.Kernel.Cells;

/// <summary>A value on display, which can be replaced.</summary>
public sealed class DisplayedValue
{
    private readonly string _id;
    private readonly string[] _mimeTypes;

    private DisplayedValue(string id, string[] mimeTypes)
    {
        _id = id;
        _mimeTypes = mimeTypes;
    }

    /// <summary>Replaces what is shown.</summary>
    public void Update(object? value) => CellContext.Require().Display(value, _id, isUpdate: true, _mimeTypes);

    internal static DisplayedValue Show(object? value, string[] mimeTypes)
    {
        CellContext cell = CellContext.Require();
        var shown = new DisplayedValue(cell.NextDisplayId(), mimeTypes);
        cell.Display(value, shown._id, isUpdate: false, mimeTypes);
        return shown;
    }
}
