using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using static NotebookKit.Charts.Tests.Drawings;

namespace NotebookKit.Charts.Tests;

/// <summary>What a set says once stands in every figure of its results.</summary>
public sealed class AnalysisSetFigureTests
{
    private static readonly AnalysisSet Procedures = new DataFrame(
        new StringDataFrameColumn("procedure_id", ["1", "2", "3", "4", "5", "6"]),
        new StringDataFrameColumn("tumor", ["NEC", "NET", "NEC", "NET", "NEC", "NET"]),
        new DoubleDataFrameColumn("months", [1, 2, 3, 4, 5, 6]), new Int32DataFrameColumn("event", [1, 1, 0, 1, 1, 1]),
        new DoubleDataFrameColumn("size", [5, 8, 3, 4, 7, 6]))
        .AnalysisSet("procedures", key: "procedure_id", by: "tumor", groups: ["NET", "NEC"])
        .Label(("size", "Largest tumour, cm"), ("months", "Follow-up, months")).Abbreviate(("NEC", "neuroendocrine carcinoma"))
        .Footnote("Invented data.");

    private static string ColourOf(Figure figure, string group)
    {
        foreach (System.Text.Json.JsonElement trace in PlotlyOf(figure).GetProperty("data").EnumerateArray())
            if (trace.TryGetProperty("name", out var name) && name.GetString()!.Contains(group, StringComparison.Ordinal))
                return trace.TryGetProperty("line", out var line) && line.TryGetProperty("color", out var color)
                    ? color.GetString()!
                    : trace.GetProperty("marker").GetProperty("color").GetString()!;
        throw new KeyNotFoundException(group);
    }

    [Fact]
    public void A_group_keeps_its_colour_when_the_others_are_left_out()
    {
        AnalysisSet nec = Procedures.Where("tumor", "NEC");
        foreach (Func<AnalysisSet, Figure> draw in new Func<AnalysisSet, Figure>[]
        {
            s => s.KaplanMeier("months", "event").ToFigure(), s => s.NelsonAalen("months", "event").ToFigure(),
            s => s.QuickScatter("months", "size"), s => s.KaplanMeier("months", "event").ToLogLogFigure(),
            s => s.KaplanMeier("months", "event").RestrictedMean(5).ToFigure(),
            s => s.Shift("months", "size"), s => s.Trajectories("months", "size", "procedure_id", new() { Visits = [0, 6] }),
        })
        {
            Assert.Equal(ColourOf(draw(Procedures), "NEC"), ColourOf(draw(nec), "NEC"));
            Assert.NotEqual(ColourOf(draw(Procedures), "NET"), ColourOf(draw(Procedures), "NEC"));
        }
    }

    [Fact]
    public void Footnotes_and_abbreviations_stand_below_every_figure_and_labels_at_its_axes()
    {
        foreach (Figure figure in new[]
        {
            Procedures.KaplanMeier("months", "event").ToFigure(), Procedures.NelsonAalen("months", "event").ToFigure(),
            Procedures.CumulativeIncidence("months", "event").ToFigure(),
            Procedures.Distribution("size"), Procedures.KaplanMeier("months", "event").ToDifferenceFigure(),
            Procedures.KaplanMeier("months", "event").ToLogLogFigure(),
            Procedures.KaplanMeier("months", "event").RestrictedMean(5).ToFigure(),
            Procedures.Cox("Surv(months, event) ~ size").SchoenfeldResiduals().ToFigure(),
            Procedures.Cox("Surv(months, event) ~ size").ToFigure(),
            Procedures.Cox("Surv(months, event) ~ size").Curves([new("5 cm") { ["size"] = 5 }]).ToFigure(),
            Procedures.Shift("months", "size"), Procedures.Trajectories("months", "size", "procedure_id"), Procedures.MissingMap(["size"]),
        })
        {
            string text = string.Join(" ", Texts(Svg(figure)).Select(t => t.Value));
            Assert.Contains("Invented data.", text);
            Assert.Contains("NEC, neuroendocrine carcinoma.", text);
        }
        Assert.Contains(Texts(Svg(Procedures.Distribution("size"))), t => t.Value == "Largest tumour, cm");
        Figure scatter = Procedures.QuickScatter("months", "size");
        Assert.Contains(Texts(Svg(scatter)), t => t.Value == "Follow-up, months");
        Assert.Equal("Largest tumour by Follow-up, n = 6 procedures", scatter.Text);
    }

    [Fact]
    public void A_waterfall_of_an_assessment_takes_its_unit_and_criterion()
    {
        Response.Assessment.ResponseAssessment assessment = Cohort.Load(Repository.Path("data-templates", "example")).AssessResponse();
        Figure figure = assessment.Waterfall();
        Figure byHand = WaterfallFigure.Draw(
            assessment.Units.Select(u => new WaterfallBar(u.Id, u.Local.BestChange, u.Local.Best.Response.ToString())),
            new() { Unit = "procedures", Criterion = assessment.Options.Criterion.Name,
                YTitle = "Best change from baseline in viable sum (%)" });
        Assert.Equal(Svg(byHand).ToString(), Svg(figure).ToString());
        Assert.Contains("procedures n = 43", figure.Text, StringComparison.Ordinal);
        Assert.Contains(Texts(Svg(assessment.Waterfall(Response.ResponseScope.Hepatic, new() { Unit = "treatments", YTitle = "Change" }))),
            t => t.Value == "Change");
    }

    [Fact]
    public void Rows_are_called_rows_unless_told_and_never_patients_where_patients_repeat()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("subject_id", ["a", "a", "b"]), new StringDataFrameColumn("id", ["1", "2", "3"]),
            new DoubleDataFrameColumn("change", [-50, 10, -20]),
            new DoubleDataFrameColumn("size", [1, 2, 3]), new StringDataFrameColumn("best", ["PR", "SD", "SD"]));
        Assert.Contains("rows n = 3", frame.Waterfall("id", "change", "best").Text, StringComparison.Ordinal);
        Action[] wrong =
        [
            () => frame.Waterfall("id", "change", "best", options: new() { Unit = "patients" }),
            () => frame.QuickScatter("size", "change", options: new() { Unit = "patients" }),
            () => frame.QuickHistogram("size", new() { Unit = "subjects" }), () => frame.QuickBar("best", new() { Unit = "patients" }),
            () => frame.Distribution("size", options: new() { Unit = "patients" }),
            () => frame.Shift("size", "change", options: new() { Unit = "patients" }),
            () => frame.MissingMap(options: new() { Unit = "patients" }),
            () => frame.Trajectories("size", "change", "id", options: new() { Unit = "patients" }),
        ];
        foreach (Action draw in wrong) Assert.Contains("3 rows hold 2", Assert.Throws<ArgumentException>(draw).Message);
        Assert.NotNull(frame.Trajectories("size", "change", "subject_id", options: new() { Unit = "patients" })); // a line is a patient
    }
}
