using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Response.Criteria;

/// <summary>Best overall response, response and clinical benefit from a sequence of time points.</summary>
/// <remarks>
/// RECIST 1.1 section 4.6 and table 3 (Eisenhauer 2009, doi:10.1016/j.ejca.2008.10.026). The confirmation rules are those of the
/// R package admiralonco (<c>derive_param_confirmed_bor</c>): between a response and its confirmation lie only responses, at
/// most some NE and, if accepted, one SD; and no PR follows a CR within the confirmation period.
/// </remarks>
internal static class BestResponse
{
    /// <summary>The best response of CR &gt; PR &gt; SD &gt; Non-CR/Non-PD &gt; PD &gt; NE.</summary>
    /// <param name="assessments">Responses in any order; of several on one day the worst counts.</param>
    /// <param name="reference">Time zero.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="progression">Date of a progression known otherwise; assessments after it are left out.</param>
    /// <param name="newTherapy">Start of another anti-cancer therapy; assessments after it are left out.</param>
    public static BestResponseResult Classify(IEnumerable<DatedResponse> assessments, DateOnly reference,
        BestResponseOptions? options = null,
        DateOnly? progression = null, DateOnly? newTherapy = null)
    {
        options ??= new BestResponseOptions();
        options.Validate();
        return Classify(Considered(assessments, options, progression, newTherapy), reference, options);
    }

    /// <summary>Date of the first response (CR or PR): with confirmation, of the first of the confirming pair.</summary>
    /// <returns>The date, or null when there is no response.</returns>
    /// <inheritdoc cref="Classify(IEnumerable{DatedResponse}, DateOnly, BestResponseOptions, DateOnly?, DateOnly?)"/>
    public static DateOnly? FirstResponse(IEnumerable<DatedResponse> assessments, BestResponseOptions? options = null,
        DateOnly? progression = null, DateOnly? newTherapy = null)
    {
        options ??= new BestResponseOptions();
        options.Validate();
        List<DatedResponse> sequence = Considered(assessments, options, progression, newTherapy);
        for (int i = 0; i < sequence.Count; i++)
            if (IsResponse(sequence, i, CR, options) || IsResponse(sequence, i, PR, options)) return sequence[i].Date;
        return null;
    }

    /// <summary>
    /// Date of clinical benefit: the first response, or the first of the given categories at or after the least duration.
    /// </summary>
    /// <param name="assessments">Responses in any order.</param>
    /// <param name="reference">Time zero.</param>
    /// <param name="benefits">Categories that count as benefit; CR, PR, SD and Non-CR/Non-PD are usual.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="progression">Date of a progression known otherwise; assessments after it are left out.</param>
    /// <param name="newTherapy">Start of another anti-cancer therapy; assessments after it are left out.</param>
    /// <returns>The date, or null when there is no benefit.</returns>
    public static DateOnly? ClinicalBenefit(IEnumerable<DatedResponse> assessments, DateOnly reference,
        IReadOnlyCollection<ResponseCategory> benefits,
        BestResponseOptions? options = null, DateOnly? progression = null, DateOnly? newTherapy = null)
    {
        options ??= new BestResponseOptions();
        options.Validate();
        List<DatedResponse> sequence = Considered(assessments, options, progression, newTherapy);
        for (int i = 0; i < sequence.Count; i++)
        {
            bool lasting = benefits.Contains(sequence[i].Response) && IsLate(sequence[i], reference, options);
            if (lasting || IsResponse(sequence, i, CR, options) || IsResponse(sequence, i, PR, options)) return sequence[i].Date;
        }
        return null;
    }

    private static BestResponseResult Classify(List<DatedResponse> sequence, DateOnly reference, BestResponseOptions options)
    {
        bool confirm = options.ConfirmationDays is not null;
        foreach (ResponseCategory response in (ReadOnlySpan<ResponseCategory>)[CR, PR])
            for (int i = 0; i < sequence.Count; i++)
                if (IsResponse(sequence, i, response, options))
                    return new(response, sequence[i].Date, confirm ? "confirmed" : "best time point");

        foreach (DatedResponse a in sequence)
            if ((a.Response == SD || (confirm && a.Response.IsResponse())) && IsLate(a, reference, options))
                return new(SD, a.Date, a.Response == SD
                    ? "stable for the least duration"
                    : "response not confirmed, past the least duration of SD");
        foreach (DatedResponse a in sequence)
            if (a.Response == NonCRNonPD && IsLate(a, reference, options))
                return new(NonCRNonPD, a.Date, "persisting for the least duration");

        if (confirm && !options.UnconfirmedIsNotEvaluable && Unconfirmed(sequence) is { } early) return early;
        foreach (DatedResponse a in sequence)
            if (a.Response == PD) return new(PD, a.Date, "progression");
        foreach (DatedResponse a in sequence)
            if (a.Response != NA) return new(NE, a.Date, a.Response == NE ? "not evaluable" : "before the least duration of SD");
        return new(options.MissingAsNotEvaluable ? NE : NA, null, "no assessment");
    }

    // RECIST 1.1 table 3, last column: what follows the first unconfirmed response before SD has lasted long enough.
    private static BestResponseResult? Unconfirmed(List<DatedResponse> sequence)
    {
        int first = sequence.FindIndex(a => a.Response.IsResponse());
        int next = first < 0 ? -1 : sequence.FindIndex(first + 1, a => a.Response.IsEvaluable());
        if (next < 0) return null;
        return (sequence[first].Response, sequence[next].Response) switch
        {
            (CR, PR or SD or PD or NonCRNonPD) => new(PD, sequence[next].Date, "disease after an unconfirmed CR"),
            (PR, SD) => new(SD, sequence[next].Date, "unconfirmed PR followed by SD"),
            _ => null,
        };
    }

    private static bool IsResponse(List<DatedResponse> sequence, int i, ResponseCategory response, BestResponseOptions options)
    {
        if (sequence[i].Response != response) return false;
        if (options.ConfirmationDays is not { } days) return true;
        int notEvaluable = 0, stable = 0;
        bool complete = response == CR;
        for (int j = i + 1; j < sequence.Count; j++)
        {
            ResponseCategory next = sequence[j].Response;
            bool regrown = complete && next == PR;
            if (regrown) return false;
            complete |= next == CR;
            bool confirms = next == CR || (response == PR && next == PR);
            if (confirms && sequence[j].Date.DayNumber - sequence[i].Date.DayNumber >= days) return true;
            if (next == NE) notEvaluable++;
            else if (next == SD && response == PR && options.AcceptOneStableDisease) stable++;
            else if (!confirms) return false;
            if (notEvaluable > options.MaxNotEvaluableBetween || stable > 1) return false;
        }
        return false;
    }

    private static bool IsLate(DatedResponse a, DateOnly reference, BestResponseOptions options) =>
        a.Date.DayNumber - reference.DayNumber >= options.StableDiseaseMinimumDays;

    private static List<DatedResponse> Considered(IEnumerable<DatedResponse> assessments, BestResponseOptions options,
        DateOnly? progression, DateOnly? newTherapy)
    {
        List<DatedResponse> sequence = [.. assessments.OrderBy(a => a.Date).ThenByDescending(a => Badness(a.Response))
            .DistinctBy(a => a.Date)];
        DateOnly last = DateOnly.MaxValue;
        if (options.UntilProgression)
            foreach (DatedResponse a in sequence)
                if (a.Response == PD)
                {
                    last = a.Date;
                    break;
                }
        if (progression < last) last = progression.Value;
        if (options.UntilNewTherapy && newTherapy < last) last = newTherapy.Value;
        sequence.RemoveAll(a => a.Date > last);
        return sequence;
    }

    private static int Badness(ResponseCategory response) => response switch
    {
        NA => -2,
        NE => -1,
        _ => (int)response,
    };
}
