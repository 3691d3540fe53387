using System.Numerics;
using System.Runtime.InteropServices;

namespace NotebookKit.Numerics;

/// <summary>A range of whole numbers, as of times in days.</summary>
/// <param name="Least">The least.</param>
/// <param name="Count">Number of whole numbers from the least to the greatest.</param>
internal readonly record struct WholeNumbers(double Least, long Count)
{
    /// <summary>Beyond this, times one apart could be near ties.</summary>
    private const double Largest = 1e7;

    /// <summary>The range of values that are all whole and of moderate size; else null.</summary>
    public static WholeNumbers? RangeOf(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) return null;
        double least = values[0], most = values[0];
        int i = 0;
        if (Vector.IsHardwareAccelerated && values.Length >= 4 * Vector<double>.Count)
        {
            ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
            Vector<double> low = vectors[0], high = vectors[0];
            foreach (Vector<double> v in vectors)
            {
                if (!Vector.EqualsAll(Vector.Floor(v), v)) return null;
                low = Vector.Min(low, v);
                high = Vector.Max(high, v);
            }
            for (int lane = 0; lane < Vector<double>.Count; lane++)
                (least, most) = (Math.Min(least, low[lane]), Math.Max(most, high[lane]));
            i = vectors.Length * Vector<double>.Count;
        }
        for (; i < values.Length; i++)
        {
            if (Math.Floor(values[i]) != values[i]) return null;
            (least, most) = (Math.Min(least, values[i]), Math.Max(most, values[i]));
        }
        return least > -Largest && most < Largest ? new WholeNumbers(least, (long)(most - least) + 1) : null;
    }
}
