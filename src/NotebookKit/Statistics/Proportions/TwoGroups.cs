
namespace NotebookKit.Statistics.Proportions;

/// <summary>Checks of counts.</summary>
internal static class TwoGroups
{
    public static void Check(long x1, long n1, long x2, long n2)
    {
        Check(x1, n1);
        Check(x2, n2);
    }

    public static void Check(long x, long n)
    {
        if (x < 0 || x > n) throw new ArgumentException($"Count: found {x} of {n}; expected a numerator from 0 to its denominator.");
    }
}
