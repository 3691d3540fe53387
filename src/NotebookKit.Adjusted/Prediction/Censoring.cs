namespace NotebookKit.Adjusted.Prediction;

/// <summary>Kaplan-Meier curves that prediction measures share: of events, and of censoring with events first at equal times.</summary>
internal static class Censoring
{
    /// <summary>A step function: value from each time on, 1 before the first.</summary>
    internal sealed record Step(double[] Time, double[] Value)
    {
        public double At(double t) => Find(t, inclusive: true);

        public double Before(double t) => Find(t, inclusive: false);

        private double Find(double t, bool inclusive)
        {
            int k = Array.BinarySearch(Time, t);
            k = k >= 0 ? (inclusive ? k : k - 1) : ~k - 1;
            return k < 0 ? 1 : Value[k];
        }
    }

    public static Step Survival(double[] time, bool[] isEvent) => Curve(time, isEvent, censoring: false);

    /// <summary>G: the risk set of a censoring leaves out the events at the same time, as prodlim.</summary>
    public static Step Of(double[] time, bool[] isEvent) => Curve(time, isEvent, censoring: true);

    private static Step Curve(double[] time, bool[] isEvent, bool censoring)
    {
        int[] order = [.. Enumerable.Range(0, time.Length).OrderBy(i => time[i])];
        var times = new List<double>();
        var values = new List<double>();
        double s = 1;
        for (int k = 0; k < order.Length;)
        {
            int first = k, events = 0;
            double now = time[order[k]];
            for (; k < order.Length && time[order[k]] == now; k++) if (isEvent[order[k]]) events++;
            int atRisk = order.Length - first, censored = k - first - events;
            s *= censoring ? censored == 0 ? 1 : 1 - (double)censored / (atRisk - events) : 1 - (double)events / atRisk;
            times.Add(now);
            values.Add(s);
        }
        return new Step([.. times], [.. values]);
    }
}
