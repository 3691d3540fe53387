using System.Numerics;

namespace NotebookKit.Survival.Regression;

/// <summary>One distinct event time of one stratum. Rows are indices of the sorted design.</summary>
/// <param name="Stratum">Code of the stratum.</param>
/// <param name="Time">The event time.</param>
/// <param name="FirstDeath">First row with this time: the deaths lie in [FirstDeath, EndDeath), and all rows of the stratum from FirstDeath on have not left before.</param>
/// <param name="EndDeath">End of the deaths.</param>
internal readonly record struct EventTime(int Stratum, double Time, int FirstDeath, int EndDeath)
{
    public int Deaths => EndDeath - FirstDeath;
}

/// <summary>
/// The rows sorted by stratum and time (deaths before censorings), covariates centred within strata and scaled to unit
/// standard deviation, row-major and padded to whole vectors. Centring within strata leaves the partial likelihood
/// unchanged and keeps the information well conditioned for any unit of measurement.
/// </summary>
internal sealed class CoxDesign
{
    public CoxDesign(CoxData data)
    {
        Data = data;
        Rows = data.Rows;
        Columns = data.Covariates.Length;
        Stride = Math.Max(1, (Columns + Vector<double>.Count - 1) / Vector<double>.Count) * Vector<double>.Count;
        Order = TimeOrder.Sort(data, out int[] stratumStart);
        StratumStart = stratumStart;
        IsDeath = Gather(data.IsEvent.Span, Order);
        Time = Gather(data.Time.Span, Order);
        Weight = data.Weights.IsEmpty ? Filled(Rows, 1) : Gather(data.Weights.Span, Order);
        Offset = data.Offset.IsEmpty ? new double[Rows] : Gather(data.Offset.Span, Order);
        Events = FindEvents(out int[] firstEvent);
        FirstEvent = firstEvent;
        StopSlot = new int[Rows];
        EntrySlot = new int[Rows];
        Entry = data.Entry.IsEmpty ? [] : Gather(data.Entry.Span, Order);
        EntryOrder = data.Entry.IsEmpty ? [] : SortByEntry();
        AssignSlots();
        Scale = new double[Columns];
        Center = new double[StrataCount * Columns];
        X = GC.AllocateUninitializedArray<double>(checked(Rows * Stride));
        FillColumns();
    }

    public CoxData Data { get; }
    public int Rows { get; }
    public int Columns { get; }
    public int Stride { get; }
    public int StrataCount => StratumStart.Length - 1;

    /// <summary>Original row of each sorted row.</summary>
    public int[] Order { get; }

    /// <summary>First sorted row of each stratum, with the number of rows at the end.</summary>
    public int[] StratumStart { get; }

    public bool[] IsDeath { get; }
    public double[] Time { get; }
    public double[] Entry { get; }
    public double[] Weight { get; }
    public double[] Offset { get; }

    /// <summary>Distinct event times by stratum, ascending.</summary>
    public EventTime[] Events { get; }

    /// <summary>First event of each stratum, with the number of events at the end.</summary>
    public int[] FirstEvent { get; }

    /// <summary>Sorted rows by stratum and entry time ascending; empty without entry times.</summary>
    public int[] EntryOrder { get; }

    /// <summary>Slot of a row in a cumulative array of events: each stratum begins with a slot of value 0, then one per event.</summary>
    public int[] StopSlot { get; }

    /// <summary>Slot of the entry of each row in the same cumulative array.</summary>
    public int[] EntrySlot { get; }

    public int Slots => Events.Length + StrataCount;

    /// <summary>Standard deviation of each column (0 for a column that is constant within every stratum).</summary>
    public double[] Scale { get; }

    /// <summary>Mean of each column in each stratum, stratum-major.</summary>
    public double[] Center { get; }

    /// <summary>Covariates, row-major with <see cref="Stride"/>.</summary>
    public double[] X { get; }

    /// <summary>Slot of an event in the cumulative arrays.</summary>
    public int SlotOf(int eventIndex) => eventIndex + Events[eventIndex].Stratum + 1;

    public ReadOnlySpan<double> Row(int row) => X.AsSpan(row * Stride, Stride);

    private EventTime[] FindEvents(out int[] firstEvent)
    {
        var events = new List<EventTime>();
        firstEvent = new int[StrataCount + 1];
        for (int s = 0; s < StrataCount; s++)
        {
            for (int i = StratumStart[s]; i < StratumStart[s + 1];)
            {
                if (!IsDeath[i]) { i++; continue; }
                int end = i + 1;
                while (end < StratumStart[s + 1] && IsDeath[end] && Time[end] == Time[i]) end++;
                events.Add(new EventTime(s, Time[i], i, end));
                i = end;
            }
            firstEvent[s + 1] = events.Count;
        }
        return [.. events];
    }

    private int[] SortByEntry()
    {
        double[] keys = (double[])Entry.Clone();
        int[] rows = new int[Rows];
        for (int i = 0; i < Rows; i++) rows[i] = i;
        for (int s = 0; s < StrataCount; s++)
            Array.Sort(keys, rows, StratumStart[s], StratumStart[s + 1] - StratumStart[s]);
        return rows;
    }

    private void AssignSlots()
    {
        for (int s = 0; s < StrataCount; s++)
        {
            int firstSlot = FirstEvent[s] + s, k = FirstEvent[s];
            for (int i = StratumStart[s]; i < StratumStart[s + 1]; i++)
            {
                while (k < FirstEvent[s + 1] && Events[k].Time <= Time[i]) k++;
                StopSlot[i] = firstSlot + k - FirstEvent[s];
                EntrySlot[i] = firstSlot;
            }
            k = FirstEvent[s];
            for (int q = StratumStart[s]; q < StratumStart[s + 1] && EntryOrder.Length > 0; q++)
            {
                int i = EntryOrder[q];
                while (k < FirstEvent[s + 1] && Events[k].Time <= Entry[i]) k++;
                EntrySlot[i] = firstSlot + k - FirstEvent[s];
            }
        }
    }

    /// <summary>First rows in the order of the data, block by block, then whole rows into place: far fewer cache misses than gathering columns.</summary>
    private void FillColumns()
    {
        if (Columns == 0)
        {
            Array.Clear(X);
            return;
        }
        Parallel.For(0, Columns, new ParallelOptions { MaxDegreeOfParallelism = Rows > RowChunks.Size ? -1 : 1 }, j => CenterAndScale(j));
        double[] unsorted = GC.AllocateUninitializedArray<double>(X.Length);
        RowChunks.ForEach(Rows, (_, start, end) =>
        {
            for (int from = start; from < end; from += 64)
            {
                int count = Math.Min(64, end - from);
                Span<double> block = unsorted.AsSpan(from * Stride, count * Stride);
                if (Stride > Columns) block.Clear();
                for (int j = 0; j < Columns; j++) FillBlock(block, from, count, j);
            }
        });
        RowChunks.ForEach(Rows, (_, start, end) =>
        {
            int[] order = Order;
            double[] sorted = X;
            int stride = Stride;
            for (int i = start; i < end; i++) unsorted.AsSpan(order[i] * stride, stride).CopyTo(sorted.AsSpan(i * stride, stride));
        });
    }

    private void FillBlock(Span<double> block, int from, int count, int column)
    {
        ReadOnlySpan<double> values = Data.Covariates[column].Values.Span.Slice(from, count);
        double factor = Scale[column] > 0 ? 1 / Scale[column] : 0, center = Center[column];
        int stride = Stride;
        if (StrataCount == 1)
        {
            for (int i = 0; i < values.Length; i++) block[i * stride + column] = (values[i] - center) * factor;
            return;
        }
        ReadOnlySpan<int> strata = Data.Strata.Span.Slice(from, count);
        for (int i = 0; i < values.Length; i++) block[i * stride + column] = (values[i] - Center[strata[i] * Columns + column]) * factor;
    }

    private void CenterAndScale(int j)
    {
        ReadOnlySpan<double> values = Data.Covariates[j].Values.Span;
        ReadOnlySpan<int> strata = Data.Strata.Span;
        double[] center = new double[StrataCount];
        int[] count = new int[StrataCount];
        double first = values[0], squares = 0, largest = 0;
        if (StrataCount == 1)
        {
            foreach (double v in values) center[0] += v - first;
            count[0] = values.Length;
        }
        else
            for (int i = 0; i < values.Length; i++)
            {
                center[strata[i]] += values[i] - first;
                count[strata[i]]++;
            }
        for (int s = 0; s < center.Length; s++) Center[s * Columns + j] = center[s] = first + (count[s] > 0 ? center[s] / count[s] : 0);
        for (int i = 0; i < values.Length; i++)
        {
            double x = values[i] - (center.Length == 1 ? center[0] : center[strata[i]]);
            squares += x * x;
            largest = Math.Max(largest, Math.Abs(values[i]));
        }
        double deviation = Math.Sqrt(squares / Rows);
        Scale[j] = deviation > largest * 1e-14 ? deviation : 0;
    }

    private static T[] Gather<T>(ReadOnlySpan<T> values, int[] order)
    {
        var gathered = new T[order.Length];
        for (int i = 0; i < order.Length; i++) gathered[i] = values[order[i]];
        return gathered;
    }

    private static double[] Filled(int count, double value)
    {
        double[] filled = new double[count];
        Array.Fill(filled, value);
        return filled;
    }
}
