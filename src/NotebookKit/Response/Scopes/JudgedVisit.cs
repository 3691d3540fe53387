using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Scopes;

/// <summary>
/// One visit as it was judged in one scope: numbers alone, so that the collector of memory passes millions of them by. What is printed and
/// read from outside, <see cref="TimePointResponse"/>, is made of it when it is asked for.
/// </summary>
internal readonly record struct JudgedVisit
{
    /// <summary>Index of the visit.</summary>
    public required int Visit { get; init; }

    /// <summary>Number of targets with a size.</summary>
    public required int Evaluated { get; init; }

    /// <summary>Sum of the targets with a size.</summary>
    public required ShortDecimal Sum { get; init; }

    /// <summary>Smallest complete sum before.</summary>
    public required ShortDecimal Nadir { get; init; }

    /// <summary>Sum of the longest diameters of the new lesions.</summary>
    public required ShortDecimal NewLesionSum { get; init; }

    /// <summary>Number of new lesions that count.</summary>
    public required int NewLesions { get; init; }

    /// <summary>Number of those that are still there.</summary>
    public required int NewLesionsPresent { get; init; }

    /// <summary>Number of notes on this visit and the ones before.</summary>
    public required int NotesEnd { get; init; }

    /// <summary>Numbers of the rules of the criterion that decided: targets, non-targets, time point.</summary>
    public required (byte Target, byte NonTarget, byte Overall) Rules { get; init; }

    /// <summary>Whether new lesions were not looked for.</summary>
    public required bool NotSearched { get; init; }

    /// <summary>Whether a non-target lesion in progression is larger than on the scan before.</summary>
    public required bool NonTargetIncreased { get; init; }
}

/// <summary>Takes the judged visits of one scope after the other into long arrays, each scope a part of one.</summary>
internal sealed class JudgedVisits
{
    private const int LongestBlock = 1 << 14;

    private JudgedVisit[] _block = [];
    private int _start, _used;

    /// <summary>Begins a scope.</summary>
    /// <param name="most">Most visits it can have.</param>
    public void Open(int most)
    {
        if (_block.Length - _used < most) (_block, _used) = (new JudgedVisit[Math.Max(most, Math.Min(4 * _block.Length, LongestBlock))], 0);
        _start = _used;
    }

    /// <summary>Adds a visit.</summary>
    public void Add(in JudgedVisit visit) => _block[_used++] = visit;

    /// <summary>The visits of the scope.</summary>
    public ArraySegment<JudgedVisit> Close() => new(_block, _start, _used - _start);
}
