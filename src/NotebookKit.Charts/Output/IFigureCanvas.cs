using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Output;

/// <summary>A line to be drawn.</summary>
internal readonly record struct Stroke(PlotColor Color, double Width, PlotDash? Dash = null);

/// <summary>What a drawing is put on: an SVG, or the page of a print file.</summary>
internal interface IFigureCanvas
{
    void Begin(string name);

    void End();

    void Line(double x1, double y1, double x2, double y2, Stroke stroke, string name = "");

    /// <summary>Strokes that do not touch.</summary>
    void Segments(IEnumerable<(double X1, double Y1, double X2, double Y2)> segments, Stroke stroke);

    /// <summary>An open or closed path through pixels.</summary>
    void Path(IEnumerable<(double X, double Y)> points, bool closed, PlotColor? fill, double opacity, Stroke? stroke);

    void Box(PlotBox box, PlotColor fill, Stroke stroke);

    void Circle(double x, double y, double radius, PlotColor fill, double opacity, Stroke? stroke);

    /// <summary>A text whose line has its middle at <see cref="PlacedText.Y"/>.</summary>
    void Text(PlacedText text, string name = "");
}
