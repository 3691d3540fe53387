using NotebookKit.Response;
using NotebookKit.Response.Comparisons;
using NotebookKit.Response.EndPoints;

namespace NotebookKit.Charts.Tests;

/// <summary>An end point under other choices, as rows and as a specification curve.</summary>
public sealed class SpecificationTests
{
    private static readonly Cohort Example = Cohort.Load(Repository.Path("data-templates", "example"));

    [Fact]
    public void One_row_per_choice_with_medians_events_and_P()
    {
        EndPointSensitivity found = Example.EndPointSensitivity(ResponseScope.Local, "who_grade");
        Figure figure = found.ToFigure(new() { Width = 720 });
        string svg = figure.ToSvg();
        foreach (EndPointChoice choice in found.Choices) Assert.Contains(choice.Instead.Length == 0 ? "As chosen" : choice.Option, svg);
        Assert.Contains("One option changed at a time; dashed: as chosen.", svg);
        Assert.Contains("months", figure.Text);
        Save("specification-rows", figure);
    }

    [Fact]
    public void A_hundred_and_sixty_combinations_are_a_curve_above_the_matrix_of_choices()
    {
        EndPointSensitivity found = Example.EndPointSensitivity(ResponseScope.Local, "who_grade", together: true);
        Assert.Equal(160, found.Choices.Length); // 2⁵ from events, 2⁵ × 2 criteria × 2 sizes from measurements
        Assert.Equal((EndPointSensitivity.AsChosen, 0), (found.Choices[0].Option, found.Choices[0].Moved));
        EndPointSensitivity one = Example.EndPointSensitivity(ResponseScope.Local, "who_grade");
        Assert.Equal(one.Choices[0].P, found.Choices[0].P);
        Assert.Equal(one.Choices.Single(c => c.Option == "Death" && c.Instead == "Censor").P,
            found.Choices.Single(c => Only(c, ("Death", "Censor"))).P);
        Assert.All(found.Choices, c => Assert.Equal(c.Settings.Length, c.Settings.Select(s => s.Option).Distinct().Count()));
        Figure figure = found.ToFigure(new() { Width = 720 });
        string svg = figure.ToSvg();
        Assert.Contains("160 combinations of choices", svg);
        Assert.Contains("Death: Censor", svg);
        Assert.Contains("P below 0.05", svg);
        Save("specification-curve", figure);
        Save("specification-curve-narrow", found.ToFigure(new() { Width = 420 }));

        bool Only(EndPointChoice choice, (string, string) changed) =>
            choice.Settings.Except(found.Choices[0].Settings).SequenceEqual([changed]);
    }

    [Fact]
    public void Choices_made_otherwise_come_first_and_one_group_needs_no_P()
    {
        EndPointSensitivity found = Example.EndPointSensitivity(ResponseScope.Overall, options: new() { Death = DeathRule.Competing },
            together: true);
        Assert.Equal(240, found.Choices.Length); // three rules for death
        Assert.Contains(("Death", "Competing"), found.Choices[0].Settings);
        Assert.DoesNotContain("P below", found.ToFigure().ToSvg());
        Assert.Contains("under every combination of choices", found.ToString());
    }

    private static void Save(string name, Figure figure)
    {
        if (Environment.GetEnvironmentVariable("FIGURES") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(folder, name + ".svg"), figure.ToSvg());
    }
}
