using NotebookKit.Cohorts.Reading;

namespace NotebookKit.Cohorts.Rules;

/// <summary>A check of the text of all files; says what it finds and changes nothing.</summary>
internal interface ICohortRule
{
    IEnumerable<Finding> Check(RawCohort cohort);
}

/// <summary>All checks that run after the files have been read, in order.</summary>
internal static class CohortRules
{
    private static readonly ICohortRule[] All = [new FieldRule(), new KeyRule(), new LinkRule(), new NestedProgressionRule()];

    public static IEnumerable<Finding> Check(RawCohort cohort) => All.SelectMany(rule => rule.Check(cohort));
}
