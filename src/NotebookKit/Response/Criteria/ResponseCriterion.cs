using System.Globalization;
using System.Collections.Immutable;
using NotebookKit.Rendering;

namespace NotebookKit.Response.Criteria;

/// <summary>What is added up over the target lesions.</summary>
internal enum SizeMeasure
{
    /// <summary>Longest viable diameter where the lesion is measured so, else longest diameter or short axis.</summary>
    ViableDiameter,

    /// <summary>Longest diameter; short axis for nodes.</summary>
    LongestDiameter,

    /// <summary>Longest viable diameter × perpendicular diameter.</summary>
    ViableProduct,

    /// <summary>Longest diameter × perpendicular diameter.</summary>
    LongestProduct,
}

/// <summary>A response criterion: thresholds and ordered rules. Prints as the table of its rules.</summary>
/// <remarks>
/// Only criteria whose text could be read are offered. RECIST 1.0, PERCIST, RECICL, qEASL and other volumes, and CA-125 by GCIG are not: of
/// their papers no more than an abstract or an opening page was to be had, and reviews that retell them differ in their thresholds.
/// </remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ResponseCriterion : ITableResult
{
    private ResponseCriterion() { }

    /// <summary>Name as printed.</summary>
    public required string Name { get; init; }

    /// <summary>The paper, with DOI.</summary>
    public required string Reference { get; init; }

    /// <summary>What is added up.</summary>
    internal SizeMeasure Measure { get; init; }

    /// <summary>A sum at or below this share of baseline is a partial response.</summary>
    public required decimal PartialResponseRatio { get; init; }

    /// <summary>A sum at or above this multiple of nadir is progression.</summary>
    public required decimal ProgressionRatio { get; init; }

    /// <summary>Least increase over nadir in mm that progression needs besides.</summary>
    public decimal AbsoluteIncreaseMm { get; init; }

    /// <summary>Least short axis in mm of a hilar (porta hepatis) node that counts as disease.</summary>
    public decimal PortaHepatisNodeMm { get; init; } = 15;

    /// <summary>Least diameter in mm of a new liver lesion that counts; 0: any.</summary>
    public decimal NewHepaticLesionMm { get; init; }

    /// <summary>Whether progression of an effusion counts only with proof by cytology.</summary>
    public bool EffusionNeedsCytology { get; init; }

    /// <summary>Rules for the target lesions, tried in order.</summary>
    internal ImmutableArray<ResponseRule<TargetState>> TargetRules { get; init; } = [];

    /// <summary>Rules for the non-target lesions, tried in order.</summary>
    internal ImmutableArray<ResponseRule<NonTargetState>> NonTargetRules { get; init; } = [];

    /// <summary>Rules for the whole time point, tried in order.</summary>
    internal ImmutableArray<ResponseRule<TimePointState>> OverallRules { get; init; } = [];

    /// <summary>Remarks printed below the rules.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>
    /// mRECIST of Lencioni and Llovet for hepatocellular carcinoma: viable diameters. Not the criterion of the same name for
    /// mouse xenografts (Gao 2015).
    /// </summary>
    public static ResponseCriterion MRecist2010 { get; } = new()
    {
        Name = "mRECIST (Lencioni & Llovet 2010)",
        Reference = "Lencioni R, Llovet JM. Semin Liver Dis 2010;30:52-60. doi:10.1055/s-0030-1247132",
        Measure = SizeMeasure.ViableDiameter,
        PartialResponseRatio = TargetLesionRules.RecistPartialResponse,
        ProgressionRatio = TargetLesionRules.RecistProgression,
        PortaHepatisNodeMm = 20,
        NewHepaticLesionMm = 10,
        EffusionNeedsCytology = true,
        TargetRules = TargetLesionRules.Diameters("Lencioni & Llovet 2010",
            "no arterial enhancement left in any target; target nodes < 10 mm short axis", absolute: false),
        NonTargetRules = NonTargetLesionRules.For("Lencioni & Llovet 2010", "no arterial enhancement left in any non-target lesion"),
        OverallRules = TimePointRules.By("Lencioni & Llovet 2010"),
        Remarks =
        [
            "The mRECIST of hepatocellular carcinoma, not the mouse xenograft criterion of the same name (Gao 2015).",
            "mRECIST publishes no rows with NE; those are borrowed from RECIST 1.1.",
            "mRECIST presumes arterial enhancement; for neuroendocrine metastases it is borrowed, not validated.",
        ],
    };

    /// <summary>RECIST 1.1: longest diameters, 5 mm absolute rule.</summary>
    public static ResponseCriterion Recist11 { get; } = new()
    {
        Name = "RECIST 1.1",
        Reference = "Eisenhauer EA et al. Eur J Cancer 2009;45:228-247. doi:10.1016/j.ejca.2008.10.026",
        Measure = SizeMeasure.LongestDiameter,
        PartialResponseRatio = TargetLesionRules.RecistPartialResponse,
        ProgressionRatio = TargetLesionRules.RecistProgression,
        AbsoluteIncreaseMm = 5,
        TargetRules = TargetLesionRules.Diameters("Eisenhauer 2009", "all non-nodal targets gone, every target node < 10 mm short axis",
            absolute: true),
        NonTargetRules = NonTargetLesionRules.For("Eisenhauer 2009", "all non-target lesions gone, nodes < 10 mm short axis"),
        OverallRules = TimePointRules.By(),
        Remarks = ["Non-target CR also asks for normal tumour markers, which the templates do not hold."],
    };

    /// <summary>EASL: product of two perpendicular viable diameters.</summary>
    public static ResponseCriterion Easl { get; } = Product("EASL",
        "Bruix J et al. J Hepatol 2001;35:421-430. doi:10.1016/S0168-8278(01)00130-1", "Bruix 2001", SizeMeasure.ViableProduct);

    /// <summary>WHO: product of two perpendicular diameters.</summary>
    public static ResponseCriterion Who { get; } = Product("WHO",
        "Miller AB et al. Cancer 1981;47:207-214", "Miller 1981", SizeMeasure.LongestProduct);

    /// <summary>Choi: longest diameter or attenuation. Progression is measured from the nadir, as in RECIST.</summary>
    public static ResponseCriterion Choi { get; } = new()
    {
        Name = "Choi",
        Reference = "Choi H et al. J Clin Oncol 2007;25:1753-1759. doi:10.1200/JCO.2006.07.3049",
        Measure = SizeMeasure.LongestDiameter,
        PartialResponseRatio = 0.9m,
        ProgressionRatio = 1.1m,
        TargetRules = TargetLesionRules.Choi,
        NonTargetRules = NonTargetLesionRules.For("Choi 2007", "all non-target lesions gone"),
        OverallRules = TimePointRules.By(),
        Remarks = ["The paper leaves open from where growth is measured; here from the nadir."],
    };

    private static ResponseCriterion Product(string name, string reference, string citation, SizeMeasure measure) => new()
    {
        Name = name,
        Reference = reference,
        Measure = measure,
        PartialResponseRatio = 0.5m,
        ProgressionRatio = 1.25m,
        TargetRules = TargetLesionRules.Products(citation,
            measure == SizeMeasure.ViableProduct ? "no enhancing tissue left" : "all targets gone"),
        NonTargetRules = NonTargetLesionRules.For(citation, "all non-target lesions gone"),
        OverallRules = TimePointRules.By(),
        Remarks = ["Combination of target and non-target response as in RECIST 1.1; the paper has no such table."],
    };

    /// <summary>Classifies target lesions by their sums.</summary>
    /// <param name="baseline">Baseline sum in mm.</param>
    /// <param name="nadir">Smallest complete sum before this one, baseline included, in mm.</param>
    /// <param name="sum">Sum now, in mm.</param>
    /// <param name="options">Options; null for the defaults of this criterion.</param>
    /// <param name="hadPartialResponse">Whether there was a partial response before; matters only with sticky response.</param>
    public ResponseCategory ClassifyTarget(decimal baseline, decimal nadir, decimal sum, ResponseOptions? options = null,
        bool hadPartialResponse = false) =>
        TargetRule(new TargetState
        {
            Targets = 1,
            Evaluated = 1,
            Baseline = baseline,
            Nadir = nadir,
            Sum = sum,
            NonNodalSum = sum,
            NodesNormal = true,
            HadPartialResponse = hadPartialResponse,
            PartialResponseRatio = PartialResponseRatio,
            ProgressionRatio = ProgressionRatio,
            AbsoluteIncrease = options?.AbsoluteIncreaseMm ?? AbsoluteIncreaseMm,
            Sticky = options?.StickyResponse ?? false,
        }).Category;

    /// <summary>Classifies target lesions.</summary>
    /// <param name="state">The sums.</param>
    /// <returns>The first rule that applies.</returns>
    internal ResponseRule<TargetState> TargetRule(in TargetState state) =>
        TargetRules[First(TargetRules, state)];

    /// <summary>The number of that rule.</summary>
    internal byte TargetRuleNumber(in TargetState state) => First(TargetRules, state);

    /// <summary>Classifies non-target lesions.</summary>
    /// <param name="state">Numbers of lesions by call.</param>
    /// <returns>The number of the first rule that applies.</returns>
    internal byte NonTargetRuleNumber(in NonTargetState state) => First(NonTargetRules, state);

    /// <summary>Combines target response, non-target response and new lesions to the response of the time point.</summary>
    /// <param name="target">Response of the target lesions.</param>
    /// <param name="nonTarget">Response of the non-target lesions.</param>
    /// <param name="newLesion">Whether there is a new lesion that counts.</param>
    public ResponseCategory ClassifyOverall(ResponseCategory target, ResponseCategory nonTarget, bool newLesion) =>
        OverallRule(target, nonTarget, newLesion).Category;

    internal ResponseRule<TimePointState> OverallRule(ResponseCategory target, ResponseCategory nonTarget, bool newLesion,
        bool notSearched = false) =>
        OverallRules[OverallRuleNumber(new TimePointState(target, nonTarget, newLesion, notSearched))];

    internal byte OverallRuleNumber(in TimePointState state) => First(OverallRules, state);

    /// <summary>
    /// Every combination of target response, non-target response and new lesion with its response and the rule that decides.
    /// </summary>
    public SummaryTable CombinationTable()
    {
        ResponseCategory[] targets = [ResponseCategory.CR, ResponseCategory.PR, ResponseCategory.SD, ResponseCategory.PD,
            ResponseCategory.NE, ResponseCategory.NA];
        ResponseCategory[] nonTargets = [ResponseCategory.CR, ResponseCategory.NonCRNonPD, ResponseCategory.PD, ResponseCategory.NE,
            ResponseCategory.NA];
        IEnumerable<TableRow> rows =
            from target in targets
            from nonTarget in nonTargets
            from newLesion in new[] { false, true }
            let rule = OverallRule(target, nonTarget, newLesion)
            select new TableRow([target.Label(), nonTarget.Label(), newLesion ? "Yes" : "No", rule.Category.Label(), rule.Condition]);
        return new SummaryTable
        {
            Title = Name + ": response of a time point",
            Columns = [new("Targets"), new("Non-targets", TableAlignment.Left), new("New lesion", TableAlignment.Left),
                new("Response", TableAlignment.Left), new("Rule", TableAlignment.Left)],
            Rows = [.. rows],
            Footnotes = [ResponseCategoryNames.Abbreviations(Enum.GetValues<ResponseCategory>()), "Non-CR/Non-PD is IR/SD in mRECIST.",
                Reference],
        };
    }

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        var plain = new ResponseOptions { Criterion = this };
        rows.Add(new TableRow(["Measuring", "", "", ""]) { IsHeading = true });
        foreach (string words in Measuring(plain)) rows.Add(new TableRow(["", "", words, ""]) { Indent = 1 });
        Append(rows, "Target lesions", TargetRules);
        Append(rows, "Non-target lesions", NonTargetRules);
        rows.Add(new TableRow(["New lesions", "", "", ""]) { IsHeading = true });
        foreach (string words in NewLesionWords(plain)) rows.Add(new TableRow(["", "", words, ""]) { Indent = 1 });
        Append(rows, "Time point", OverallRules);
        return new SummaryTable
        {
            Title = Name + ": rules, the first that applies decides",
            Columns = [new("Rule"), new("Response", TableAlignment.Left), new("When", TableAlignment.Left),
                new("Source", TableAlignment.Left)],
            Rows = rows.ToImmutable(),
            Footnotes = [Reference, .. Sources(), Smallest, ResponseCategoryNames.Abbreviations(Enum.GetValues<ResponseCategory>()),
                .. Remarks],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    // The papers that the column of sources names besides the criterion's own.
    private IEnumerable<string> Sources()
    {
        string[] cited = [.. TargetRules.Select(r => r.Citation), .. NonTargetRules.Select(r => r.Citation),
            .. OverallRules.Select(r => r.Citation)];
        bool cites(string source) => Array.Exists(cited, c => c.StartsWith(source, StringComparison.Ordinal));
        if (Name != "RECIST 1.1" && cites(TargetLesionRules.Recist))
            yield return $"{TargetLesionRules.Recist} is RECIST 1.1: Eur J Cancer 2009;45:228-247. doi:10.1016/j.ejca.2008.10.026";
        if (cites(TargetLesionRules.Questions))
            yield return $"{TargetLesionRules.Questions}: those that the EORTC RECIST working group publishes on its pages.";
        if (cites(TargetLesionRules.Convention))
            yield return "A convention: the paper is silent; the choice of this kit.";
    }

    internal const string Smallest =
        "The smallest sum before (nadir) is that of a scan on which every target was measured, baseline included.";

    private IEnumerable<string> Measuring(ResponseOptions plain)
    {
        string mm(decimal value) => FormattableString.Invariant($"{value:0.###} mm");
        string size = Measure switch
        {
            SizeMeasure.ViableDiameter =>
                "in the liver the longest viable diameter, that which enhances in the arterial phase; elsewhere the longest diameter; "
                    + "nodes by their short axis",
            SizeMeasure.ViableProduct =>
                "in the liver the longest viable diameter times its perpendicular; elsewhere the longest diameter times its perpendicular",
            SizeMeasure.LongestProduct => "the longest diameter times its perpendicular",
            _ => "the longest diameter; nodes by their short axis",
        };
        yield return size;
        yield return $"targets are well delineated and measure at least {mm(plain.MinTargetMm)} at baseline, nodes "
            + $"{mm(plain.MinTargetNodeMm)}"
            + (plain.PortaHepatisNode > plain.MinTargetNodeMm ? $", hilar nodes {mm(plain.PortaHepatisNode)}" : "")
            + FormattableString.Invariant(
                $"; the largest {plain.MaxTargetsPerOrgan} of an organ, {plain.MaxTargets} in all; every other lesion is a non-target");
        yield return "baseline is the last scan before the treatment; a scan on the day of treatment only when marked as baseline";
    }

    private IEnumerable<string> NewLesionWords(ResponseOptions plain)
    {
        yield return NewHepaticLesionMm > 0
            ? string.Create(CultureInfo.InvariantCulture,
                $"in the liver from {NewHepaticLesionMm:0.###} mm; one that is called equivocal or does not enhance counts once called "
                    + $"unequivocal or grown by 10 mm; dated when first seen")
            : "of any size, once the reader is certain; dated when first seen";
        yield return FormattableString.Invariant(
            $"a new node from {plain.MinTargetNodeMm:0.###} mm short axis, or from 10 mm when called unequivocal")
            + (plain.PortaHepatisNode > plain.MinTargetNodeMm
                ? FormattableString.Invariant($"; a hilar one from {plain.PortaHepatisNode:0.###} mm")
                : "");
        if (EffusionNeedsCytology) yield return "an effusion, new or larger, counts only when cytology has proven it malignant";
    }

    private static void Append<T>(ImmutableArray<TableRow>.Builder rows, string heading, ImmutableArray<ResponseRule<T>> rules)
        where T : struct
    {
        rows.Add(new TableRow([heading, "", "", ""]) { IsHeading = true });
        for (int i = 0; i < rules.Length; i++)
            rows.Add(new TableRow(
                [(i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), rules[i].Category.Label(), rules[i].Condition,
                    rules[i].Citation]) { Indent = 1 });
    }

    private static byte First<T>(ImmutableArray<ResponseRule<T>> rules, in T state) where T : struct
    {
        for (int i = 0; i < rules.Length; i++)
            if (rules[i].Applies(state)) return (byte)i;
        throw new InvalidOperationException("The last rule of a criterion always applies.");
    }
}
