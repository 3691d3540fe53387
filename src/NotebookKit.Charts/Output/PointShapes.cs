using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Output;

/// <summary>The corners of point shapes, with the proportions of plotly.js.</summary>
internal static class PointShapes
{
    /// <summary>Corners around a pixel; <paramref name="radius"/> is half of what plotly.js calls the size.</summary>
    public static IEnumerable<(double X, double Y)> Corners(PointShape shape, double x, double y, double radius)
    {
        double wide = 2 / Math.Sqrt(3) * radius, half = radius / 2, diamond = 1.3 * radius;
        return shape switch
        {
            PointShape.Square => [(x - radius, y - radius), (x + radius, y - radius), (x + radius, y + radius), (x - radius, y + radius)],
            PointShape.Diamond => [(x, y - diamond), (x + diamond, y), (x, y + diamond), (x - diamond, y)],
            PointShape.TriangleUp => [(x, y - radius), (x + wide, y + half), (x - wide, y + half)],
            PointShape.TriangleDown => [(x, y + radius), (x - wide, y - half), (x + wide, y - half)],
            PointShape.TriangleRight => [(x + radius, y), (x - half, y + wide), (x - half, y - wide)],
            PointShape.TriangleLeft => [(x - radius, y), (x + half, y - wide), (x + half, y + wide)],
            PointShape.Star => Enumerable.Range(0, 10).Select(i =>
            {
                double r = 1.4 * (i % 2 == 0 ? radius : 0.42 * radius), angle = Math.PI * (i / 5.0 - 0.5);
                return (x + r * Math.Cos(angle), y + r * Math.Sin(angle));
            }),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
        };
    }

    public static string PlotlySymbol(PointShape shape, bool hollow) => shape switch
    {
        PointShape.Tick => "line-ns-open",
        PointShape.Cross => "x-thin-open",
        PointShape.Star => "star",
        PointShape.Square => "square",
        PointShape.Diamond => "diamond",
        PointShape.TriangleUp => "triangle-up",
        PointShape.TriangleDown => "triangle-down",
        PointShape.TriangleLeft => "triangle-left",
        PointShape.TriangleRight => "triangle-right",
        _ => "circle",
    } + (hollow && shape is not (PointShape.Tick or PointShape.Cross) ? "-open" : "");
}
