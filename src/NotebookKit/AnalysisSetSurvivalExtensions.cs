using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Statistics;
using NotebookKit.Survival;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.CompetingRisks;
using NotebookKit.Survival.Concordance;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;
using NotebookKit.Survival.Expected;
using NotebookKit.Survival.FineGray;
using NotebookKit.Survival.Frailty;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.MultiState;
using NotebookKit.Survival.Parametric;

namespace NotebookKit;

/// <summary>Survival analysis of an analysis set: groups, clusters, unit and footnotes are those of the set.</summary>
public static class AnalysisSetSurvivalExtensions
{
    /// <summary>Kaplan-Meier curves of the groups of the set.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="time">Column of the follow-up time, in any one unit.</param>
    /// <param name="status">Column that tells event from censoring, by default 1 and 0.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>One curve per group; prints as a table. Rows with a missing value are left out and counted.</returns>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A cell is invalid or no row is left.</exception>
    /// <remarks>Equivalent R call: <c>survfit(Surv(time, status) ~ by, data, cluster = patient)</c>.</remarks>
    public static KaplanMeierEstimate KaplanMeier(this AnalysisSet set, string time, string status, KaplanMeierOptions? options = null)
    {
        options ??= new();
        return set.Finish(
            Survival.Curves.KaplanMeier.Estimate(set.Count(time, status, options, options.Robust, options.StartTime, options.Reverse),
                options));
    }

    /// <summary>Log-rank test of the groups of the set; cluster-aware where patients repeat.</summary>
    /// <inheritdoc cref="KaplanMeier"/>
    /// <exception cref="ArgumentException">The set has no groups, or a column is unknown or of the wrong type.</exception>
    public static LogRankResult LogRank(this AnalysisSet set, string time, string status, LogRankOptions? options = null)
    {
        options ??= new();
        return set.Finish(Survival.Comparisons.LogRank.Test(set.RequireGroups().Count(time, status, options), options));
    }

    /// <summary>Log-rank test for a trend over the ordered groups of the set; cluster-aware where patients repeat.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="time">Column of the follow-up time, in any one unit.</param>
    /// <param name="status">Column that tells event from censoring, by default 1 and 0.</param>
    /// <param name="scores">Score of each group in order; null for 1, 2, 3, …</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <inheritdoc cref="LogRank" path="/exception"/>
    public static LogRankTrendResult LogRankTrend(
        this AnalysisSet set, string time, string status, IReadOnlyList<double>? scores = null, LogRankOptions? options = null)
    {
        options ??= new();
        return set.Finish(Survival.Comparisons.LogRankTrend.Test(set.RequireGroups().Count(time, status, options), scores, options));
    }

    /// <summary>Log-rank tests of every pair of groups of the set with adjusted P values; cluster-aware where patients repeat.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="time">Column of the follow-up time, in any one unit.</param>
    /// <param name="status">Column that tells event from censoring, by default 1 and 0.</param>
    /// <param name="method">How P values are adjusted.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <inheritdoc cref="LogRank" path="/exception"/>
    public static PairwiseLogRankResult PairwiseLogRank(
        this AnalysisSet set, string time, string status, PAdjustMethod method = PAdjustMethod.Holm, LogRankOptions? options = null)
    {
        options ??= new();
        return set.Finish(Survival.Comparisons.PairwiseLogRank.Test(set.RequireGroups().Count(time, status, options), method, options));
    }

    /// <summary>Permutation log-rank test of the groups of the set; whole patients are permuted where they repeat.</summary>
    /// <inheritdoc cref="LogRank"/>
    public static PermutationLogRankResult PermutationLogRank(this AnalysisSet set, string time, string status,
        PermutationOptions? options = null)
    {
        options ??= new();
        return set.Finish(
            Survival.Comparisons.PermutationLogRank.Test(set.RequireGroups().Count(time, status, options, rows: true), options));
    }

    /// <summary>Nelson-Aalen cumulative hazards of the groups of the set.</summary>
    /// <inheritdoc cref="KaplanMeier"/>
    public static CumulativeHazardEstimate NelsonAalen(this AnalysisSet set, string time, string status, KaplanMeierOptions? options = null)
    {
        options ??= new();
        return set.Finish(Survival.Curves.NelsonAalen.Estimate(set.Count(time, status, options, options.Robust), options));
    }

    /// <summary>
    /// Follow-up of the groups of the set by the reverse Kaplan-Meier method: the median of a curve in which censoring is the event.
    /// </summary>
    /// <inheritdoc cref="KaplanMeier"/>
    public static KaplanMeierEstimate FollowUp(this AnalysisSet set, string time, string status, KaplanMeierOptions? options = null)
    {
        options = (options ?? new()) with { Reverse = true };
        return set.Finish(
            Survival.Curves.KaplanMeier.Estimate(set.Count(time, status, options, options.Robust, options.StartTime, options.Reverse),
                options));
    }

    /// <summary>Aalen-Johansen cumulative incidence of each cause in the groups of the set, with Gray's tests.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="time">Column of the time of the first event or of censoring.</param>
    /// <param name="cause">Column of the cause; <see cref="CumulativeIncidenceOptions.CensoredValue"/> (0) means censored, every other
    /// value is a cause.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type, or no row has an event.</exception>
    /// <remarks>Equivalent R call: <c>cmprsk::cuminc(time, cause, by, rho = 0)</c>; with entry times or weights <c>survfit(Surv(entry,
    /// time, factor(cause)) ~ by, weights = w, id = row)</c>.</remarks>
    public static CumulativeIncidenceEstimate CumulativeIncidence(this AnalysisSet set, string time, string cause,
        CumulativeIncidenceOptions? options = null) =>
        set.Finish(Survival.CompetingRisks.CumulativeIncidence.Estimate(
            set.CauseFrame(new()
            {
                Time = time, Status = cause, Strata = set.By is null ? [] : [set.By], Entry = options?.Entry, Weights = options?.Weights,
            }, (options ?? new()).CensoredValue), options ?? new()));

    /// <summary>
    /// Probabilities of being in each state over time, for histories of any pattern such as illness and death, with expected time in each
    /// state.
    /// </summary>
    /// <param name="set">The analysis set, one row per stretch (entry, exit] of a subject; its groups are those of the curves.</param>
    /// <param name="entry">Column of the time at which the stretch begins.</param>
    /// <param name="exit">Column of the time at which it ends.</param>
    /// <param name="state">Column of the state entered at the exit; <see cref="CumulativeIncidenceOptions.CensoredValue"/> (0) means
    /// none.</param>
    /// <param name="id">Column of the subject.</param>
    /// <param name="from">Column of the state in which the stretch is spent; null where all begin in <paramref name="initial"/> and the
    /// rest follows.</param>
    /// <param name="initial">Name of the state in which all begin, where <paramref name="from"/> is null.</param>
    /// <param name="options">Confidence level, scale of the limits, weights, censoring code; null for the defaults.</param>
    /// <returns>
    /// The probabilities; prints those at the end of follow-up and the moves. Standard errors count subjects, or the patients of the set
    /// where these repeat.
    /// </returns>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type, or nobody moves.</exception>
    /// <exception cref="InvalidDataException">Rows of a subject overlap, states contradict each other, or no row is left. Gaps are
    /// noted.</exception>
    /// <remarks>
    /// Aalen and Johansen (1978). Equivalent R call: <c>survfit(Surv(entry, exit, factor(state)) ~ by, data, id = id, istate = from)</c>,
    /// checks as <c>survcheck</c>.
    /// </remarks>
    public static MultiStateEstimate MultiState(this AnalysisSet set, string entry, string exit, string state, string id,
        string? from = null, string initial = "initial", CumulativeIncidenceOptions? options = null)
    {
        options ??= new();
        if (options.Entry is not null)
            throw new ArgumentException("The entry times of a multi-state model are its own column, not an option.");
        var model = new SurvivalFormula { Entry = entry, Time = exit, Status = state, Strata = set.By is null ? [] : [set.By],
            Cluster = set.Cluster == id ? null : set.Cluster, Weights = options.Weights };
        return set.Finish(MultiStateModel.Estimate(set.Frame, set.CauseFrame(model, options.CensoredValue), id, from, initial, options));
    }

    /// <summary>Cox proportional-hazards model; where patients repeat, standard errors count patients.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>Surv(months, event) ~ age + sex*grade + strata(site)</c>; a <c>cluster()</c> of its own replaces
    /// the patient of the set.</param>
    /// <param name="options">Ties, confidence level, penalty; null for the defaults.</param>
    /// <returns>The fit; prints as a table of hazard ratios.</returns>
    /// <exception cref="FormatException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type, or there is no event.</exception>
    /// <remarks>Equivalent R call: <c>coxph(formula, data, cluster = patient)</c>.</remarks>
    public static CoxFit Cox(this AnalysisSet set, string formula, CoxOptions? options = null) =>
        set.Finish(CoxModel.Fit(SetModel.Read(set, SurvivalFormula.Parse(formula), options?.EventCoding, timeFunctions: true), options));

    /// <summary>Cox model in which the rows of a patient share a factor on their hazard.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">As for <see cref="Cox"/>; its clusters share the factor.</param>
    /// <param name="options">Ties, confidence level; null for the defaults.</param>
    /// <param name="gaussian">Whether the logarithm of the factor is normal; else the factor is gamma distributed.</param>
    /// <exception cref="FormatException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">The set has no repeated patients and the formula no <c>cluster()</c>.</exception>
    public static FrailtyFit CoxFrailty(this AnalysisSet set, string formula, CoxOptions? options = null, bool gaussian = false) =>
        set.Finish(SharedFrailty.Fit(set.ModelFrame(formula, options?.EventCoding), options, gaussian));

    /// <summary>Person-years, events and rates by group and band of attained age, beside what a population would show.</summary>
    /// <param name="set">The analysis set; its groups are those of the table.</param>
    /// <param name="time">Column of the follow-up time; see <see cref="ExpectedOptions.UnitsPerYear"/>.</param>
    /// <param name="status">Column of the event.</param>
    /// <param name="rates">
    /// Rates of the population, one row per cell: age, calendar year (if they change with it), further columns that the set has too, such
    /// as sex, and the rate in deaths per person and year, constant within a cell. Null for person-years alone.
    /// </param>
    /// <param name="options">Columns, units, bands of age; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown, or the table of rates has gaps or lacks a level of the set.</exception>
    /// <exception cref="InvalidDataException">No row is left.</exception>
    /// <remarks>Equivalent R call: <c>pyears(Surv(time, status) ~ tcut(age, bands) + by, rmap = …, ratetable = rates, scale =
    /// 365.25)</c>.</remarks>
    public static PersonYearsTable PersonYears(this AnalysisSet set, string time, string status, DataFrame? rates = null,
        ExpectedOptions? options = null)
    {
        options ??= new();
        return set.Finish(
            ExpectedModel.PersonYears(SetModel.Read(set, ExpectedModel.Formula(time, status, set.By, rates, options), options.EventCoding),
                rates, options));
    }

    /// <summary>Survival of the groups relative to that of a population of the same age, sex and calendar time.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="time">Column of the follow-up time; see <see cref="ExpectedOptions.UnitsPerYear"/>.</param>
    /// <param name="status">Column of the event: death of any cause.</param>
    /// <param name="rates">Rates of the population, as for <see cref="PersonYears"/>.</param>
    /// <param name="times">Times at which survival is compared, in the unit of the time column.</param>
    /// <param name="options">Columns, units, kind of expectation; null for the defaults.</param>
    /// <inheritdoc cref="PersonYears" path="/exception"/>
    /// <remarks>
    /// Ederer and Heise (1959), Ederer II by default. Equivalent R call: <c>survexp(Surv(time, status) ~ by, rmap = …, ratetable = rates,
    /// method = "conditional")</c>
    /// beside <c>survfit(Surv(time, status) ~ by)</c>.
    /// </remarks>
    public static ExpectedSurvivalEstimate RelativeSurvival(this AnalysisSet set, string time, string status, DataFrame rates,
        IReadOnlyList<double> times, ExpectedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rates);
        if (times.Count == 0) throw new ArgumentException("Name at least one time at which survival is compared.");
        options ??= new();
        ModelFrame frame = SetModel.Read(set, ExpectedModel.Formula(time, status, set.By, rates, options), options.EventCoding);
        AnalysisSet used = AnalysisSet.OfRows(FrameShaping.Rows(set.Frame, frame.Rows), set.By, set.Cluster, set.Unit);
        SurvivalAtTimes observed = used.KaplanMeier(time, status,
            new() { Entry = options.Entry, EventCoding = options.EventCoding, ConfidenceLevel = options.ConfidenceLevel }).AtTimes(
                [.. times]);
        return set.Finish(ExpectedModel.Survival(frame, rates, observed, options));
    }

    /// <summary>Parametric accelerated failure time model; where patients repeat, standard errors count patients.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>Surv(months, event) ~ age + sex</c>, or <c>Interval(lower, upper) ~ age</c>.</param>
    /// <param name="options">Distribution and confidence level; null for Weibull and 0.95.</param>
    /// <inheritdoc cref="Cox" path="/exception"/>
    /// <remarks>Equivalent R call: <c>survreg(formula, data, dist = "weibull")</c>.</remarks>
    public static AftFit Aft(this AnalysisSet set, string formula, AftOptions? options = null) =>
        set.Finish(AftModel.Fit(set.ModelFrame(formula, options?.EventCoding), options));

    /// <summary>Concordance of a score with survival, such as <c>Surv(months, event) ~ score</c>.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">A formula with exactly one numeric column on the right.</param>
    /// <param name="options">Direction, weight over time and confidence level; null for the defaults.</param>
    /// <inheritdoc cref="Cox" path="/exception"/>
    public static ConcordanceResult Concordance(this AnalysisSet set, string formula, ConcordanceOptions? options = null) =>
        set.Finish(ConcordanceEstimator.Estimate(set.ModelFrame(formula, options?.EventCoding), options));

    /// <summary>Fine and Gray's regression of the cumulative incidence of one cause.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>Surv(months, cause) ~ age + sex</c>, where the second column holds the cause.</param>
    /// <param name="causeOfInterest">Value of the cause column that is modelled.</param>
    /// <param name="options">Confidence level, iterations and censoring code; null for the defaults.</param>
    /// <inheritdoc cref="Cox" path="/exception"/>
    public static FineGrayFit FineGray(this AnalysisSet set, string formula, string causeOfInterest, FineGrayOptions? options = null) =>
        set.Finish(FineGrayModel.Fit(set.CauseFrame(SurvivalFormula.Parse(formula), (options ?? new()).CensoredValue), causeOfInterest,
            options ?? new()));

    /// <summary>Cause-specific Cox model: other causes count as censoring.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">As for <see cref="Cox"/>, where the status column holds the cause.</param>
    /// <param name="causeOfInterest">Value of the cause column that is modelled.</param>
    /// <param name="options">Options of the Cox model; null for the defaults.</param>
    /// <param name="censoredValue">Value of the cause column that means censored.</param>
    /// <inheritdoc cref="Cox" path="/exception"/>
    public static CoxFit CauseSpecificCox(
        this AnalysisSet set, string formula, string causeOfInterest, CoxOptions? options = null, string censoredValue = "0") =>
        set.Finish(CoxModel.Fit(SetModel.ReadCauses(set, SurvivalFormula.Parse(formula), censoredValue, needsCensored: false,
            timeFunctions: true), causeOfInterest, options));

    /// <summary>P values of several end points side by side: rows taken as independent, patients as clusters, patients permuted.</summary>
    /// <param name="set">The analysis set; it has groups.</param>
    /// <param name="endPoints">Name of each end point with its columns of time and status.</param>
    /// <returns>One row per end point. Where patients do not repeat, the second column is the ordinary test again.</returns>
    /// <inheritdoc cref="LogRank" path="/exception"/>
    public static SummaryTable CompareSurvival(this AnalysisSet set, params (string Name, string Time, string Status)[] endPoints) => new()
    {
        Title = "Log-rank tests",
        Columns = [new("End point", TableAlignment.Left), new($"P, {set.Unit} independent"), new("P, patients as clusters"),
            new("P, patients permuted")],
        Rows = [.. endPoints.Select(
            e => new TableRow(
                [e.Name, P(set.Independent().LogRank(e.Time, e.Status).P), P(set.LogRank(e.Time, e.Status).P),
                    P(set.PermutationLogRank(e.Time, e.Status).P)]))],
        Footnotes = set.Words.Notes(
            [$"Groups: {string.Join(", ", set.Groups)}. {Wording.Count(set.N, set.Unit)}"
                + $"{(set.Patients is { } patients ? $" of {Wording.Count(patients, "patients")}" : "")}."]),
    };

    private static TableCell P(double? p) => new(NumberFormat.PValue(p)) { Value = p, Statistic = "P" };

    private static AnalysisSet RequireGroups(this AnalysisSet set) => set.By is not null ? set
        : throw new ArgumentException(
            $"A comparison needs groups: name their column in 'by' when the set of {set.Unit} is declared, or ask CompareBy(column).");

    private static ModelFrame CauseFrame(this AnalysisSet set, SurvivalFormula model, string? censoredValue, bool needsCensored = true) =>
        SetModel.ReadCauses(set, model, censoredValue, needsCensored);

    private static ModelFrame ModelFrame(this AnalysisSet set, string formula, EventCoding? coding) =>
        SetModel.Read(set, SurvivalFormula.Parse(formula), coding);

    /// <summary>The result with the words of its set: labels, footnotes, abbreviations, and where the rows live.</summary>
    private static T Finish<T>(this AnalysisSet set, T result) where T : SurvivalResult =>
        (T)(result with { Words = set.Words, Notes = set.Words.Notes(set.Source.Origin is { } origin
            ? result.Notes.Add(origin)
            : result.Notes) });
}
