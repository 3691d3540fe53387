using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Rendering;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Responses;
using NotebookKit.Tables.Safety;

namespace NotebookKit.Reports.Manuscripts;

/// <summary>The checklist of STROBE for cohort studies (von Elm 2007), in short words, with the places of this paper.</summary>
internal static class StrobeChecklist
{
    private const string Authors = "to be written by the authors";

    private static readonly (string Item, string Asks)[] Items =
    [
        ("1a", "Design named in title or abstract"), ("1b", "Abstract: what was done and found"), ("2", "Background and rationale"),
        ("3", "Objectives and hypotheses"), ("4", "Design, early in the paper"),
        ("5", "Setting, places, dates of recruitment and follow-up"),
        ("6a", "Eligibility, sources, selection and follow-up of participants"), ("6b", "Matched studies: criteria, numbers"),
        ("7", "Outcomes, exposures, confounders defined; diagnostic criteria"),
        ("8", "Sources and methods of measurement, alike in groups"),
        ("9", "Efforts against bias"), ("10", "How the size of the study came about"), ("11", "How quantities were handled and grouped"),
        ("12a", "Statistical methods"), ("12b", "Subgroups and interactions"), ("12c", "How missing data were addressed"),
        ("12d", "How loss to follow-up was addressed"), ("12e", "Sensitivity analyses"), ("13a", "Numbers at each stage"),
        ("13b", "Reasons for leaving out"), ("13c", "Flow diagram"), ("14a", "Characteristics of participants"),
        ("14b", "Number of missing values of each variable"), ("14c", "Length of follow-up"), ("15", "Numbers of outcome events"),
        ("16a", "Unadjusted and adjusted estimates with limits"), ("16b", "Boundaries of categories"), ("16c", "Absolute risks"),
        ("17", "Other analyses: subgroups, sensitivity"), ("18", "Key results"), ("19", "Limitations, bias, imprecision"),
        ("20", "Cautious interpretation"), ("21", "Whom the results apply to"), ("22", "Funding and role of funders"),
    ];

    /// <summary>The items that a result answers by its kind.</summary>
    public static ImmutableArray<string> ItemsOf(object result) => result switch
    {
        CohortDescription => ["14a", "14b"],
        KaplanMeierEstimate { Options.Reverse: true } => ["14c"],
        KaplanMeierEstimate or ResponseTable or AdverseEventTable => ["15"],
        CoxFit or ResponseComparison => ["16a"],
        _ => [],
    };

    public static SummaryTable Of(IReadOnlyList<PaperTable> tables, IReadOnlyList<PaperFigure> figures,
        ImmutableHashSet<MethodTopic> topics) => new()
    {
        Title = "STROBE checklist, cohort studies",
        Columns = [new("Item", TableAlignment.Left), new("Asks for", TableAlignment.Left), new("Where", TableAlignment.Left)],
        Rows = [.. Items.Select(i => new TableRow([i.Item, i.Asks, Where(i.Item, tables, figures, topics)]))],
        Footnotes = ["Places are those of this report; every item needs the authors' reading. " + Sources.Strobe + "."],
    };

    private static string Where(string item, IReadOnlyList<PaperTable> tables, IReadOnlyList<PaperFigure> figures,
        ImmutableHashSet<MethodTopic> topics)
    {
        bool inMethods = item switch
        {
            "7" => topics.Contains(MethodTopic.Response) || topics.Contains(MethodTopic.EndPoints),
            "12a" => true,
            "12d" => topics.Contains(MethodTopic.EndPoints),
            _ => false,
        };
        IEnumerable<string> places = (inMethods ? ["Methods"] : Array.Empty<string>())
            .Concat(tables.Where(t => t.Strobe.Contains(item)).Select(t => "Table " + t.Number.ToString(CultureInfo.InvariantCulture)))
            .Concat(figures.Where(f => f.Strobe.Contains(item)).Select(f => "Figure " + f.Number.ToString(CultureInfo.InvariantCulture)));
        string where = string.Join(", ", places);
        return where.Length > 0 ? where : Authors;
    }
}
