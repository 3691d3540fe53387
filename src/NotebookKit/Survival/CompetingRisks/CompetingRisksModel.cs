using Microsoft.Data.Analysis;
using NotebookKit.Survival.Regression;

namespace NotebookKit.Survival.CompetingRisks;

/// <summary>Joins competing-risks estimates to the frame they came from.</summary>
internal static class CompetingRisksModel
{
    public static CumulativeIncidenceEstimate CumulativeIncidence(DataFrame df, string time, string cause, string? by, string? cluster, string unit, CumulativeIncidenceOptions options)
    {
        var model = new SurvivalModel { Time = time, Status = cause, Strata = by is null ? [] : [by], Cluster = cluster };
        ModelFrame frame = new ModelFrameReader(df, model, unit) { CensoredValue = options.CensoredValue }.Read();
        RequireEvents(frame, options.CensoredValue);
        var data = new CompetingRisksData
        {
            Time = frame.Time, Cause = frame.CauseCodes, Causes = frame.Causes, Clusters = frame.Clusters,
            Groups = frame.Strata, GroupNames = by is null ? ["All"] : [.. frame.StratumNames.Select(n => n[(by.Length + 1)..])],
        };
        CumulativeIncidenceEstimate estimate = CompetingRisks.CumulativeIncidence.Estimate(data, options);
        return estimate with
        {
            TimeColumn = time, Unit = unit, Excluded = frame.Excluded, Notes = [.. frame.Notes, .. estimate.Notes],
            Tests = [.. estimate.Tests.Select(t => t with { Unit = unit, Excluded = frame.Excluded, Notes = [.. frame.Notes, .. t.Notes] })],
        };
    }

    public static FineGrayFit FineGray(DataFrame df, SurvivalModel model, string cause, FineGrayOptions options, string unit)
    {
        if (model.Strata.Length > 0 || model.Entry is not null || model.TimeUpper is not null || model.Weights is not null || model.Offsets.Length > 0)
            throw new ArgumentException($"Fine-Gray regression takes neither strata, entry times, interval censoring, weights nor offsets; found {model}.");
        ModelFrame frame = Read(df, model, cause, options.CensoredValue, unit, out int code);
        FineGrayFit fit = FineGrayRegression.Fit(frame.ToCoxData(), [.. frame.CauseCodes.Select(c => c == 0 ? 0 : c == code ? 1 : 2)], options);
        return fit with { Formula = model.ToString(), Cause = cause, Unit = unit, Excluded = frame.Excluded, Notes = [.. frame.Notes, .. fit.Notes] };
    }

    public static CoxFit CauseSpecificCox(DataFrame df, SurvivalModel model, string cause, CoxOptions? options, string censored, string unit)
    {
        ModelFrame frame = Read(df, model, cause, censored, unit, out int code);
        int others = frame.CauseCodes.Count(c => c != 0 && c != code);
        CoxFit fit = CoxModelFit.Fit(frame with { IsEvent = [.. frame.CauseCodes.Select(c => c == code)] }, options, unit);
        return fit with { Formula = $"{fit.Formula}, cause {cause}", Notes = [.. fit.Notes, $"{others} events of other causes count as censored: hazard ratios describe the rate of {cause}, not its cumulative incidence."] };
    }

    private static ModelFrame Read(DataFrame df, SurvivalModel model, string cause, string censored, string unit, out int code)
    {
        if (model.Status is null) throw new ArgumentException("A competing-risks model needs a column of causes.");
        ModelFrame frame = new ModelFrameReader(df, model, unit) { CensoredValue = censored }.Read();
        RequireEvents(frame, censored);
        code = frame.Causes.IndexOf(cause) + 1;
        return code > 0 ? frame : throw new ArgumentException($"Column '{model.Status}' has no cause '{cause}'; it holds {string.Join(", ", frame.Causes)}, and {censored} for censored.");
    }

    private static void RequireEvents(ModelFrame frame, string censored)
    {
        if (frame.Causes.Length == 0)
            throw new ArgumentException($"Column '{frame.Model.Status}' holds no event: every value is {censored}, which means censored.");
    }
}
