
namespace NotebookKit.Tables.Description;

/// <summary>How a difference between groups is printed: in the unit of the variable, or in percentage points.</summary>
internal sealed record DifferenceFormat(bool IsPercentage, int Decimals)
{
    public static DifferenceFormat Percentages { get; } = new(true, 0);

    public static DifferenceFormat Of(VariableDescription variable) =>
        variable is ContinuousDescription continuous ? new DifferenceFormat(false, continuous.Decimals.Base + (continuous.Decimals.Base == 0 ? 1 : 0)) : Percentages;
}
