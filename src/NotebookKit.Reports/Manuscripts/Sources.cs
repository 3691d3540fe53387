namespace NotebookKit.Reports.Manuscripts;

/// <summary>References of methods, as they are printed.</summary>
internal static class Sources
{
    public const string KaplanMeier = "Kaplan EL, Meier P. Nonparametric estimation from incomplete observations. J Am Stat Assoc "
        + "1958;53:457-481. doi:10.1080/01621459.1958.10501452";
    public const string ReverseKaplanMeier = "Schemper M, Smith TL. A note on quantifying follow-up in studies of failure time. Control "
        + "Clin Trials 1996;17:343-346. doi:10.1016/0197-2456(96)00075-X";
    public const string LogRank = "Mantel N. Evaluation of survival data and two new rank order statistics arising in its consideration. "
        + "Cancer Chemother Rep 1966;50:163-170";
    public const string Cox = "Cox DR. Regression models and life-tables. J R Stat Soc Series B 1972;34:187-220. "
        + "doi:10.1111/j.2517-6161.1972.tb00899.x";
    public const string Efron = "Efron B. The efficiency of Cox's likelihood function for censored data. J Am Stat Assoc "
        + "1977;72:557-565. doi:10.1080/01621459.1977.10480613";
    public const string Breslow = "Breslow N. Covariance analysis of censored survival data. Biometrics 1974;30:89-99. "
        + "doi:10.2307/2529620";
    public const string RobustVariance = "Lin DY, Wei LJ. The robust inference for the Cox proportional hazards model. J Am Stat Assoc "
        + "1989;84:1074-1078. doi:10.1080/01621459.1989.10478874";
    public const string Proportionality = "Grambsch PM, Therneau TM. Proportional hazards tests and diagnostics based on weighted "
        + "residuals. Biometrika 1994;81:515-526. doi:10.1093/biomet/81.3.515";
    public const string ClopperPearson = "Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the "
        + "binomial. Biometrika 1934;26:404-413. doi:10.1093/biomet/26.4.404";
    public const string Newcombe = "Newcombe RG. Interval estimation for the difference between independent proportions: comparison of "
        + "eleven methods. Stat Med 1998;17:873-890";
    public const string Ctcae5 = "Common Terminology Criteria for Adverse Events (CTCAE), version 5.0. National Cancer Institute, 2017";
    public const string Strobe = "von Elm E et al. The Strengthening the Reporting of Observational Studies in Epidemiology (STROBE) "
        + "statement. Lancet 2007;370:1453-1457. doi:10.1016/S0140-6736(07)61602-X";
}
