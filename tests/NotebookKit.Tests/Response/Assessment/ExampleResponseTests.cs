using NotebookKit.Cohorts;
using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.EndPoints;

namespace NotebookKit.Tests.Response.Assessment;

/// <summary>The example cohort: what it records and what its measurements show are one.</summary>
public sealed class ExampleResponseTests
{
    private static readonly Cohort Example = Cohort.Load(Repository.Path("data-templates", "example"));

    [Fact]
    public void Recorded_and_derived_progression_agree() =>
        Assert.Empty(Example.ProgressionEndPoints().Findings.Where(f => f.Rule.StartsWith("R2", StringComparison.Ordinal))
            .Select(f => f.ToString()));

    [Fact]
    public void Both_sources_give_the_same_progressions()
    {
        ProgressionEndPoints recorded = Example.ProgressionEndPoints(),
            derived = Example.ProgressionEndPoints(new EndPointOptions { Source = EndPointSource.Measurements });
        Assert.Equal(43, recorded.Units.Length);
        Assert.All(recorded.Units.Zip(derived.Units), p => Assert.All(Enum.GetValues<ResponseScope>(), s =>
            Assert.True(p.First[s].Status == p.Second[s].Status
                && (p.First[s].Status == EndPointStatus.Censored || p.First[s].Days == p.Second[s].Days),
                $"{p.First.Unit.Id} {s}: {p.First[s]} {p.Second[s]}")));
        Assert.All(recorded.Units, u => Assert.True(u.IsNested));
    }

    [Fact]
    public void One_month_response_of_the_abstract()
    {
        ResponseAssessment a = Example.AssessResponse();
        int responders = a.Units.Count(u => a.At(1).Response(u, ResponseScope.Local) is ResponseCategory.CR or ResponseCategory.PR);
        Assert.Equal(22, responders); // 18 of 30 NET and 4 of 13 NEC
    }
}
