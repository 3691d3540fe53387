using System.Numerics.Tensors;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.RiskSets;

/// <summary>One distinct event time of one stratum. Rows are indices of the sorted design.</summary>
/// <param name="Stratum">Code of the stratum.</param>
/// <param name="Time">The event time.</param>
/// <param name="FirstDeath">First row with this time: the deaths lie in [FirstDeath, EndDeath), and all rows of the stratum from FirstDeath
/// on have not left before.</param>
/// <param name="EndDeath">End of the deaths.</param>
internal readonly record struct EventTime(int Stratum, double Time, int FirstDeath, int EndDeath)
{
    public int Deaths => EndDeath - FirstDeath;
}

/// <summary>
/// The rows sorted by stratum and time (deaths before censorings), covariates centred within strata and scaled to unit
/// standard deviation, each column by itself. Centring within strata leaves the partial likelihood unchanged and keeps
/// the information well conditioned for any unit of measurement.
/// </summary>
internal sealed class CoxDesign
{
    public CoxDesign(SurvivalData data)
    {
        Data = data;
        Order = TimeOrder.Sort(data, out int[] stratumStart, out double[] time);
        (StratumStart, Time) = (stratumStart, time);
        IsDeath = Gather(data.IsEvent.Span, Order);
        Weight = data.Weights.IsEmpty ? Filled(Rows, 1) : Gather(data.Weights.Span, Order);
        Offset = data.Offset.IsEmpty ? [] : Gather(data.Offset.Span, Order);
        StopSlot = new int[Rows];
        FirstEvent = new int[StrataCount + 1];
        Events = FindEvents();
        Entry = data.Entry.IsEmpty ? [] : Gather(data.Entry.Span, Order);
        EntryOrder = data.Entry.IsEmpty ? [] : SortByEntry();
        EntrySlot = data.Entry.IsEmpty ? [] : EntrySlots();
        Scale = new double[Columns];
        Center = new double[StrataCount * Columns];
        X = new double[Columns][];
        Parallel.For(0, Columns, new ParallelOptions { MaxDegreeOfParallelism = Rows > RowChunks.Size ? -1 : 1 }, FillColumn);
    }

    public SurvivalData Data { get; }
    public int Rows => Data.Rows;
    public int Columns => Data.Covariates.Length;
    public int StrataCount => StratumStart.Length - 1;

    /// <summary>Original row of each sorted row.</summary>
    public int[] Order { get; }

    /// <summary>First sorted row of each stratum, with the number of rows at the end.</summary>
    public int[] StratumStart { get; }

    public bool[] IsDeath { get; }
    public double[] Time { get; }
    public double[] Entry { get; }
    public double[] Weight { get; }

    /// <summary>Known part of the log hazard ratio; empty without.</summary>
    public double[] Offset { get; }

    /// <summary>Distinct event times by stratum, ascending.</summary>
    public EventTime[] Events { get; }

    /// <summary>First event of each stratum, with the number of events at the end.</summary>
    public int[] FirstEvent { get; }

    /// <summary>Sorted rows by stratum and entry time ascending; empty without entry times.</summary>
    public int[] EntryOrder { get; }

    /// <summary>Slot of a row in a cumulative array of events: each stratum begins with a slot of value 0, then one per event.</summary>
    public int[] StopSlot { get; }

    /// <summary>Slot of the entry of each row in the same cumulative array; empty without entry times.</summary>
    public int[] EntrySlot { get; }

    public int Slots => Events.Length + StrataCount;

    /// <summary>Standard deviation of each column (0 for a column that is constant within every stratum).</summary>
    public double[] Scale { get; }

    /// <summary>What a scaled coefficient is divided by: the scale, or 1 for a constant column.</summary>
    public double Unit(int column) => Scale[column] > 0 ? Scale[column] : 1;

    /// <summary>Mean of each column in each stratum, stratum-major.</summary>
    public double[] Center { get; }

    /// <summary>Covariates, one array of sorted rows for each.</summary>
    public double[][] X { get; }

    /// <summary>Slot of an event in the cumulative arrays.</summary>
    public int SlotOf(int eventIndex) => eventIndex + Events[eventIndex].Stratum + 1;

    /// <summary>The events, with <see cref="FirstEvent"/> and <see cref="StopSlot"/>.</summary>
    private EventTime[] FindEvents()
    {
        var events = new EventTime[IsDeath.AsSpan().Count(true)];
        int k = 0;
        for (int s = 0; s < StrataCount; s++)
        {
            for (int i = StratumStart[s]; i < StratumStart[s + 1];)
            {
                int first = i++;
                if (IsDeath[first])
                {
                    while (i < StratumStart[s + 1] && IsDeath[i] && Time[i] == Time[first]) i++;
                    events[k++] = new EventTime(s, Time[first], first, i);
                }
                StopSlot.AsSpan(first, i - first).Fill(k + s);
            }
            FirstEvent[s + 1] = k;
        }
        Array.Resize(ref events, k);
        return events;
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

    private int[] EntrySlots()
    {
        int[] slots = new int[Rows];
        for (int s = 0; s < StrataCount; s++)
            for (int q = StratumStart[s], k = FirstEvent[s]; q < StratumStart[s + 1]; q++)
            {
                int i = EntryOrder[q];
                while (k < FirstEvent[s + 1] && Events[k].Time <= Entry[i]) k++;
                slots[i] = k + s;
            }
        return slots;
    }

    private void FillColumn(int j)
    {
        ReadOnlySpan<double> values = Data.Covariates[j].Values.Span;
        double[] x = X[j] = GC.AllocateUninitializedArray<double>(Rows);
        double squares = 0, largest = 0;
        for (int s = 0; s < StrataCount; s++)
        {
            Span<double> rows = x.AsSpan(StratumStart[s]..StratumStart[s + 1]);
            if (rows.IsEmpty) continue;
            ReadOnlySpan<int> order = Order.AsSpan(StratumStart[s], rows.Length);
            double first = values[order[0]], sum = 0; // taken off first, so that a constant column becomes exactly 0
            for (int i = 0; i < rows.Length; i++) sum += rows[i] = values[order[i]] - first;
            double mean = sum / rows.Length;
            TensorPrimitives.Subtract(rows, mean, rows);
            squares += TensorPrimitives.SumOfSquares<double>(rows);
            Center[s * Columns + j] = first + mean;
            largest = Math.Max(largest, Math.Abs(first));
        }
        double deviation = Math.Sqrt(squares / Rows);
        Scale[j] = deviation > largest * 1e-14 ? deviation : 0;
        TensorPrimitives.Multiply(x, Scale[j] > 0 ? 1 / Scale[j] : 0, x);
    }

    private static T[] Gather<T>(ReadOnlySpan<T> values, int[] order)
    {
        T[] gathered = GC.AllocateUninitializedArray<T>(order.Length);
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
