using NotebookKit.Cohorts;
using NotebookKit.Response;
using NotebookKit.Response.Comparisons;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Tests.Response.Comparisons;

/// <summary>Two criteria side by side, and end points under other choices.</summary>
public sealed class CriterionComparisonTests
{
    private static readonly Cohort Example = Cohort.Load(Repository.Path("data-templates", "example"));

    // Whole and viable diameters of four lesions at one month: mRECIST PR, PR, SD, PD; RECIST SD, PR, SD, SD.
    [Fact]
    public void Four_treatments_by_hand()
    {
        var rows = new TumourRows();
        (decimal Whole, decimal Viable)[] after = [(48, 20), (30, 20), (50, 45), (50, 60)];
        for (int i = 0; i < after.Length; i++)
        {
            TumourRows one = new TestPatient($"P{i}").Lesion($"T{i}").Procedure($"A{i}", 0, $"T{i}")
                .Scan(-1, ($"T{i}", LesionMeasurement.Of(50, 50)))
                .Scan(30, ($"T{i}", LesionMeasurement.Of(after[i].Whole, after[i].Viable))).Rows();
            rows = new TumourRows
            {
                Patients = [.. rows.Patients, .. one.Patients], Procedures = [.. rows.Procedures, .. one.Procedures],
                Lesions = [.. rows.Lesions, .. one.Lesions],
                TreatedLesions = [.. rows.TreatedLesions, .. one.TreatedLesions], Scans = [.. rows.Scans, .. one.Scans],
                Measurements = [.. rows.Measurements, .. one.Measurements],
            };
        }
        CriterionComparison found = CriterionComparison.Of(TumourData.Create(rows), ResponseCriterion.MRecist2010,
            ResponseCriterion.Recist11, ResponseScope.Local, new(), best: false);
        Assert.Equal([(PR, SD), (PR, PR), (SD, SD), (PD, SD)], found.Units.Select(u => (u.First, u.Second)));
        Assert.Equal(2, found.Same);
        // observed 1/2; by chance 2/4 × 1/4 + 1/4 × 3/4 = 5/16; kappa = (8/16 − 5/16) / (11/16)
        Assert.Equal(3.0 / 11, found.Kappa.Kappa.Value!.Value, 12);
        string text = found.ToString();
        Assert.Contains("the same response in 2 (50%)", text);
        Assert.Contains("Different: A0 PR → SD, A3 PD → SD.", text);
        Assert.Equal(2, found.ToDataFrame()["differs"].Cast<int>().Sum());
    }

    [Fact]
    public void The_example_compares_in_one_call()
    {
        CriterionComparison found = Example.CompareCriteria(ResponseCriterion.MRecist2010, ResponseCriterion.Recist11, ResponseScope.Local);
        Assert.Equal(43, found.Units.Length);
        Assert.Equal(22, found.Units.Count(u => u.First is CR or PR));
        Assert.Equal(43, found.Same + found.Units.Count(u => u.First != u.Second));
    }

    [Fact]
    public void Every_choice_of_an_end_point_is_a_row_with_medians_and_P()
    {
        EndPointSensitivity found = Example.EndPointSensitivity(ResponseScope.Local, "who_grade");
        Assert.Equal(("As chosen", 0), (found.Choices[0].Option, found.Choices[0].Moved));
        Assert.Equal(["G3", "NEC"], found.Choices[0].Groups.Select(g => g.Name));
        Assert.NotNull(found.Choices[0].P);
        Assert.Equal(0, found.Choices.Single(c => c.Option == "Source").Moved); // the example's events are what its measurements show
        EndPointChoice death = found.Choices.Single(c => c.Option == "Death" && c.Instead == "Censor");
        Assert.True(death.Moved > 0);
        Assert.True(death.Groups.Sum(g => g.Events) < found.Choices[0].Groups.Sum(g => g.Events));
        Assert.Equal(found.Choices.Length, found.ToTable().Rows.Length);
        Assert.Equal(2 * found.Choices.Length, (int)found.ToDataFrame().Rows.Count);
        Assert.Null(Example.EndPointSensitivity(ResponseScope.Overall).Choices[0].P);
    }
}
