using System.Collections.Immutable;
using NotebookKit.Rendering;
using NotebookKit.Statistics.Permutation;
using NotebookKit.Statistics.Proportions;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Responses;

/// <summary>Which rate is compared.</summary>
public enum ResponseEndPoint
{
    /// <summary>CR or PR.</summary>
    ObjectiveResponse,

    /// <summary>CR, PR, SD or Non-CR/Non-PD.</summary>
    DiseaseControl,
}

/// <summary>How response rates are compared.</summary>
public sealed record ResponseComparisonOptions
{
    /// <summary>Caption of the table. The default value is null: the end point and its unit.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// Whether the table has three rows: the rates, their difference (Newcombe) and one test. The test is chosen by a rule that does not
    /// look at the result, and the table says why: patients are permuted where they have several rows, else Fisher's exact test. The
    /// default value is false: every way to compare.
    /// </summary>
    public bool Brief { get; init; }

    /// <summary>Which rate is compared. The default value is objective response.</summary>
    public ResponseEndPoint EndPoint { get; init; }

    /// <summary>
    /// Whether those not evaluable are left out of the tests. The default value is false: they count as having no response. Both rates are
    /// shown either way.
    /// </summary>
    public bool EvaluableOnly { get; init; }

    /// <summary>Footnotes of your own, such as the abbreviations of the groups; printed last. The default value is empty.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Order of the groups; a group not named here is an error. The default value is empty: sorted.</summary>
    public ImmutableArray<string> GroupOrder { get; init; } = [];

    /// <summary>
    /// Column of strata for the Cochran-Mantel-Haenszel test, such as the modality. The default value is null: no such test.
    /// </summary>
    public string? Strata { get; init; }

    /// <summary>Confidence interval of the rates. The default value is Clopper-Pearson, exact.</summary>
    public ProportionMethod Interval { get; init; } = ProportionMethod.ClopperPearson;

    /// <summary>Confidence level of every interval. The default value is 0.95.</summary>
    public double ConfidenceLevel
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConfidenceLevel must be between 0 and 1, such as 0.95.");
    } = 0.95;

    /// <summary>How numbers are printed. The default value is <see cref="JournalStyle.Default"/>.</summary>
    public JournalStyle Style { get; init; } = JournalStyle.Default;

    /// <summary>Told the share, from 0 to 1, that is done of each test that permutes patients. The default value is null.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Stops a long test. The default value is none.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal Patience Patience => new(Progress, CancellationToken);
}
