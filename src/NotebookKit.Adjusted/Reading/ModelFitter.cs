using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Reading;

/// <summary>
/// What is modelled, before its rows are read: one place that fits any kind from a frame, for the doors and for tables of several models.
/// </summary>
internal sealed record ModelSpecification
{
    public required RegressionKind Kind { get; init; }
    public required DataFrame Frame { get; init; }

    /// <summary>Outcome column of a plain outcome; null for survival.</summary>
    public string? Outcome { get; init; }

    public required SurvivalFormula Model { get; init; }
    public required string Unit { get; init; }
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Cause of a Fine-Gray model, and the value that means censored.</summary>
    public string? Cause { get; init; }

    public string Censored { get; init; } = "0";
    public RegressionOptions Options { get; init; } = new();

    /// <summary>Column of the matched set of a conditional model.</summary>
    public string? Set { get; init; }

    /// <summary>Labels of columns for readers.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A model of the rows of a set: its unit, its labels, its patients as clusters unless the formula names others.</summary>
    public ModelSpecification Of(AnalysisSet set) => this with
    {
        Unit = set.Unit, Labels = set.Words.Labels, Model = Model.Of(set),
    };

    public static ModelSpecification Plain(RegressionKind kind, DataFrame df, string formula, string unit, RegressionOptions? options,
        IReadOnlyList<string>? events = null)
    {
        (string outcome, SurvivalFormula right) = RegressionFormula.Parse(formula);
        return new ModelSpecification { Kind = kind, Frame = df, Outcome = outcome, Model = right with { Time = outcome, Status = null },
            Unit = unit, Events = events, Options = options ?? new() };
    }

    public static ModelSpecification Survival(RegressionKind kind, DataFrame df, string formula, string unit, RegressionOptions? options)
    {
        SurvivalFormula model = SurvivalFormula.Parse(formula);
        if (model.TimeUpper is not null) throw new ArgumentException($"{kind} regression takes no interval-censored times.");
        return new ModelSpecification { Kind = kind, Frame = df, Model = model, Unit = unit, Options = options ?? new() };
    }

    public RegressionFrame Read()
    {
        RegressionFrame read = ReadPlain();
        return Labels.Count == 0 ? read : read with { Frame = read.Frame with { Columns = [.. read.Frame.Columns.Select(Label)] } };
    }

    private Covariate Label(Covariate c)
    {
        foreach (string column in c.Term.Split(':')
            .Select(t => t.StartsWith("factor(", StringComparison.Ordinal) ? t[7..].Split(',', ')')[0] : t).Select(t => t.Trim('`')))
            if (Labels.TryGetValue(column, out string? label))
            {
                string title = Wording.Title(column);
                c = c with { TermLabel = c.TermLabel.Replace(title, label, StringComparison.Ordinal),
                    Label = c.IsIndicator ? c.Label.Replace(title, label, StringComparison.Ordinal) : c.Term == column ? label : c.Label };
            }
        return c;
    }

    private RegressionFrame ReadPlain() => Outcome is { } outcome
        ? RegressionFrameReader.Read(Frame, outcome, Model, Unit, Events,
            Kind is RegressionKind.Logistic or RegressionKind.ConditionalLogistic)
        : RegressionFrameReader.Survival(Frame, Model, Unit, Kind == RegressionKind.FineGray ? Censored : null);

    public RegressionFit Fit() => Fit(Read());

    public RegressionFit Fit(RegressionFrame read)
    {
        ModelFrame frame = read.Frame;
        bool plain = Outcome is not null;
        (RegressionFit fit, Func<int, bool>? isEvent) = Kind switch
        {
            RegressionKind.Linear => (LinearRegression.Fit(read.ToData(), Options), (Func<int, bool>?)null),
            RegressionKind.Poisson => (CountRegression.Poisson(read.ToData(), Options), null),
            RegressionKind.NegativeBinomial => (CountRegression.NegativeBinomial(read.ToData(), Options), null),
            RegressionKind.Logistic => (LogisticRegression.Fit(read.ToData(), Options), i => read.Outcome[i] == 1),
            RegressionKind.ConditionalLogistic => (Conditional(read), i => read.Outcome[i] == 1),
            RegressionKind.FineGray => FineGray(read),
            _ => (SurvivalRegression.Cox(frame.ToData(), Options), i => frame.IsEvent[i]),
        };
        return fit with
        {
            Formula = read.Formula, Outcome = plain ? read.OutcomeLabel : "", Unit = Unit, Excluded = frame.Excluded,
            Notes = [.. frame.Notes, .. fit.Notes], Variables = read.Variables(isEvent),
        };
    }

    private RegressionFit Conditional(RegressionFrame read)
    {
        int[] set = read.Frame.Clusters;
        return SurvivalRegression.ConditionalLogistic(Array.ConvertAll(read.Outcome, v => v == 1), set, read.Columns, Options);
    }

    private (RegressionFit, Func<int, bool>?) FineGray(RegressionFrame read)
    {
        ModelFrame frame = read.Frame;
        int cause = Cause is null ? -1 : frame.Causes.IndexOf(Cause);
        if (cause < 0)
            throw new ArgumentException(
                $"Fine-Gray regression needs the cause it models: found {(Cause is null ? "none" : $"'{Cause}'")}; the status column "
                    + $"holds {string.Join(", ", frame.Causes.Select(c => $"'{c}'"))} (and '{Censored}' for censored).");
        int[] status = Array.ConvertAll(frame.CauseCodes, c => c == 0 ? 0 : c == cause + 1 ? 1 : 2);
        SurvivalData data = frame.ToData() with { IsEvent = status.Select(s => s == 1).ToArray() };
        return (SurvivalRegression.FineGray(data, status, Options), i => status[i] == 1);
    }
}
