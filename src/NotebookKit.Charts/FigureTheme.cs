namespace NotebookKit.Charts;

/// <summary>The page that a figure is read on.</summary>
public enum FigureTheme
{
    /// <summary>White paper.</summary>
    Light,

    /// <summary>A dark screen.</summary>
    Dark,

    /// <summary>Light, and dark where the page that shows the figure says that it is dark.</summary>
    Automatic,
}
