namespace NotebookKit.Response;

/// <summary>Printed names of <see cref="ResponseCategory"/>.</summary>
public static class ResponseCategoryNames
{
    /// <summary>The printed name: <c>CR</c>, <c>PR</c>, <c>SD</c>, <c>Non-CR/Non-PD</c>, <c>PD</c>, <c>NE</c> or <c>NA</c>.</summary>
    /// <param name="category">The category.</param>
    public static string Label(this ResponseCategory category) => category switch
    {
        ResponseCategory.CR => "CR",
        ResponseCategory.PR => "PR",
        ResponseCategory.SD => "SD",
        ResponseCategory.NonCRNonPD => "Non-CR/Non-PD",
        ResponseCategory.PD => "PD",
        ResponseCategory.NE => "NE",
        _ => "NA",
    };

    /// <summary>
    /// Reads a printed or typed name; case, blanks, hyphens, slashes and underscores do not matter; <c>IR/SD</c> is Non-CR/Non-PD, and
    /// names may be spelled out, such as <c>Partial Response</c>.
    /// </summary>
    /// <param name="text">The name, such as <c>PR</c> or <c>non_CR_non_PD</c>.</param>
    /// <param name="category">The category, when the method returns true.</param>
    /// <returns>Whether the text names a category.</returns>
    public static bool TryParse(string? text, out ResponseCategory category)
    {
        string key = new((text ?? "").Where(char.IsLetter).Select(char.ToUpperInvariant).ToArray());
        (bool known, category) = key switch
        {
            "CR" or "COMPLETERESPONSE" or "COMPLETEREMISSION" => (true, ResponseCategory.CR),
            "PR" or "PARTIALRESPONSE" or "PARTIALREMISSION" => (true, ResponseCategory.PR),
            "SD" or "STABLEDISEASE" => (true, ResponseCategory.SD),
            "NONCRNONPD" or "IRSD" => (true, ResponseCategory.NonCRNonPD),
            "PD" or "PROGRESSIVEDISEASE" => (true, ResponseCategory.PD),
            "NE" or "NOTEVALUABLE" or "UNEVALUABLE" or "INEVALUABLE" => (true, ResponseCategory.NE),
            "NA" or "NOTAPPLICABLE" => (true, ResponseCategory.NA),
            _ => (false, ResponseCategory.NE),
        };
        return known;
    }

    /// <summary>The meaning of the abbreviations in a footnote: "CR, complete response; PR, partial response.".</summary>
    /// <param name="categories">The categories that a table or figure shows; each is named once, in the order of the enumeration.</param>
    public static string Abbreviations(IEnumerable<ResponseCategory> categories) =>
        string.Join("; ", categories.Distinct().Order().Select(c => c switch
    {
        ResponseCategory.CR => "CR, complete response",
        ResponseCategory.PR => "PR, partial response",
        ResponseCategory.SD => "SD, stable disease",
        ResponseCategory.NonCRNonPD => "Non-CR/Non-PD, non-target disease persists without progression",
        ResponseCategory.PD => "PD, progressive disease",
        ResponseCategory.NE => "NE, not evaluable",
        _ => "NA, not applicable: no such lesion at baseline",
    })) + ".";

    internal static bool IsResponse(this ResponseCategory category) => category is ResponseCategory.CR or ResponseCategory.PR;

    internal static bool IsEvaluable(this ResponseCategory category) => category is not (ResponseCategory.NE or ResponseCategory.NA);
}
