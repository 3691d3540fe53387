using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Tests.Plots;

/// <summary>Colours tell groups apart in grey print, for the colour-blind, and on light and dark pages.</summary>
public sealed class PaletteTests
{
    // Machado, Oliveira and Fernandes (2009), severity 1, for linear RGB; the first is normal sight.
    private static readonly double[][] Sights =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    [Theory, InlineData(false), InlineData(true)]
    public void Groups_differ_under_every_kind_of_sight(bool dark)
    {
        PlotColor[] lines = [.. Enumerable.Range(0, 8).Select(i => dark ? Palette.Line(i).Dark : Palette.Line(i))];
        foreach (double[] sight in Sights)
            for (int i = 0; i < lines.Length; i++)
                for (int j = 0; j < i; j++)
                {
                    double distance = Distance(Lab(lines[i], sight), Lab(lines[j], sight));
                    Assert.True(distance >= 20, $"{lines[i].Hex} and {lines[j].Hex} differ by {distance:0.0}");
                }
    }

    [Fact]
    public void The_first_groups_differ_in_grey_and_every_line_stands_out_from_its_page()
    {
        double[] lightness = [.. Enumerable.Range(0, 4).Select(i => Lab(Palette.Line(i), Sights[0]).L).Order()];
        Assert.All(lightness.Zip(lightness.Skip(1)), p => Assert.True(p.Second - p.First >= 10));
        for (int i = 0; i < 8; i++)
        {
            Assert.True(Contrast(Palette.Line(i), Palette.White) >= 3, Palette.Line(i).Hex);
            Assert.True(Contrast(Palette.Line(i).Dark, Palette.White.Dark) >= 3, Palette.Line(i).Dark.Hex);
        }
        Assert.True(Contrast(Palette.Muted, Palette.White) >= 4.5 && Contrast(Palette.Muted.Dark, Palette.White.Dark) >= 4.5);
        Assert.True(Contrast(Palette.Faint, Palette.White) >= 3 && Contrast(Palette.Faint.Dark, Palette.White.Dark) >= 3);
        Assert.True(Contrast(Palette.Ink, Palette.White) >= 7 && Contrast(Palette.Ink.Dark, Palette.White.Dark) >= 7);
    }

    [Fact]
    public void Patterns_differ_in_ink_and_forty_groups_have_a_sign_each()
    {
        double[] ink = [.. Enumerable.Range(0, 5).Select(i => Palette.Dash(i).Ink).Order()];
        Assert.All(ink.Zip(ink.Skip(1)), p => Assert.True(p.Second - p.First >= 0.15, $"{p.First:0.00} and {p.Second:0.00}"));
        Assert.Equal(40, Enumerable.Range(0, 40).Select(i => (Palette.Line(i), Palette.Dash(i))).Distinct().Count());
    }

    private static double Distance((double L, double A, double B) p, (double L, double A, double B) q) =>
        Math.Sqrt((p.L - q.L) * (p.L - q.L) + (p.A - q.A) * (p.A - q.A) + (p.B - q.B) * (p.B - q.B));

    private static double Contrast(PlotColor one, PlotColor other)
    {
        double a = Luminance(one), b = Luminance(other);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(PlotColor color) =>
        0.2126 * Linear(color.Red) + 0.7152 * Linear(color.Green) + 0.0722 * Linear(color.Blue);

    private static double Linear(byte channel) => channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);

    private static (double L, double A, double B) Lab(PlotColor color, double[] sight)
    {
        double[] rgb = [Linear(color.Red), Linear(color.Green), Linear(color.Blue)];
        double[] seen = [.. Enumerable.Range(0, 3)
            .Select(i => Math.Clamp(sight[3 * i] * rgb[0] + sight[3 * i + 1] * rgb[1] + sight[3 * i + 2] * rgb[2], 0, 1))];
        double x = F((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047),
            y = F(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]),
            z = F((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883);
        return (116 * y - 16, 500 * (x - y), 200 * (y - z));

        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16.0 / 116;
    }
}
