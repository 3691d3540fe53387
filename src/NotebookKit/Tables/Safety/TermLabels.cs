namespace NotebookKit.Tables.Safety;

/// <summary>Terms of the templates in print.</summary>
internal static class TermLabels
{
    private static readonly Dictionary<string, string> Special = new(StringComparer.Ordinal)
    {
        ["post_embolization_syndrome"] = "Post-embolization syndrome",
        ["bile_duct_injury"] = "Bile-duct injury",
        ["reild"] = "Radioembolization-induced liver disease",
        ["portal_vein_thrombosis"] = "Portal-vein thrombosis",
        ["gi_ulcer"] = "Gastrointestinal ulcer",
        ["nontarget_embolization"] = "Non-target embolization",
        ["puncture_site_hematoma"] = "Puncture-site haematoma",
        ["alt_increased"] = "ALT increased",
        ["ast_increased"] = "AST increased",
        ["alp_increased"] = "ALP increased",
    };

    /// <summary>The label of a term: a token such as <c>hepatic_infarct</c> becomes "Hepatic infarct"; other text stays as it is.</summary>
    public static string Of(string term)
    {
        if (Special.TryGetValue(term, out string? label)) return label;
        bool isToken = term.Length > 0 && term.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');
        return isToken ? char.ToUpperInvariant(term[0]) + term[1..].Replace('_', ' ') : term;
    }
}
