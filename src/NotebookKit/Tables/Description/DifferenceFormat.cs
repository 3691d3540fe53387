
namespace NotebookKit.Tables.Description;

/// <summary>
/// How a difference between groups is printed: in the unit of the variable, or in percentage points; a difference of means beside means
/// alone.
/// </summary>
internal sealed record DifferenceFormat(bool IsPercentage, int Decimals, bool IsShown = true)
{
    public static DifferenceFormat Percentages { get; } = new(true, 0);

    public static DifferenceFormat Of(VariableDescription variable) =>
        variable is ContinuousDescription continuous
            ? new DifferenceFormat(false, continuous.Decimals.Base + (continuous.Decimals.Base == 0 ? 1 : 0), continuous.PrintsMean)
            : Percentages;
}
