using static NotebookKit.Cohorts.Checks.Item;

namespace NotebookKit.Cohorts.Checks;

/// <summary>Grade, differentiation, proliferation, site and syndrome of the tumour agree (WHO 2019 and 2022).</summary>
internal static class GradingChecks
{
    private static readonly string[] OfGastrinoma = ["pancreas", "duodenum", "stomach", "small_bowel", "unknown_primary"];

    public static void Check(Checks checks, CheckedPatient patient)
    {
        Item row = patient.Row;
        string? grade = row["who_grade"];
        if ((grade is "G1" or "G2" or "G3" && row.Is("differentiation", "poor")) || (grade == "NEC" && row.Is("differentiation", "well")))
            checks.Report("D57", row, "differentiation", $"{grade} with {row["differentiation"]} differentiation",
                "G1 to G3 well, NEC poor", "correct one of the two");
        double? ki67 = row.Value("ki67_percent"), mitoses = row.Value("mitoses_per_2mm2");
        if (grade is "G1" or "G2" or "G3" && !row.Is("primary_site", "lung_bronchus") && (ki67 is not null || mitoses is not null))
        {
            string expected = "G" + Math.Max(Class(ki67, 3, 20), Class(mitoses, 2, 20))
                .ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (expected != grade)
                checks.Report("D58", row, "who_grade",
                    $"{grade} with {(ki67 is null ? "" : $"Ki-67 {Text(ki67)}%")}"
                        + $"{(ki67 is not null && mitoses is not null ? " and " : "")}"
                        + $"{(mitoses is null ? "" : $"{Text(mitoses)} mitoses")}", expected,
                        "correct one; biopsies of two sites may differ: say which was taken");
        }
        if (grade == "NEC" && ki67 <= 20 && !(mitoses > 20))
            checks.Report("D59", row, "ki67_percent", $"NEC with Ki-67 {Text(ki67)}%", "above 20", "check");
        CheckSyndrome(checks, row);
    }

    /// <summary>1 below the first limit, 2 up to the second, 3 above.</summary>
    private static int Class(double? index, double low, double high) => index is not { } i ? 0 : i < low ? 1 : i <= high ? 2 : 3;

    private static void CheckSyndrome(Checks checks, Item row)
    {
        if (row["primary_site"] is not { } site) return;
        string[]? sites = row["functional_syndrome"] switch
        {
            "insulinoma" or "glucagonoma" or "vipoma" => ["pancreas", "unknown_primary"],
            "gastrinoma" => OfGastrinoma,
            _ => null,
        };
        if (sites is not null && !sites.Contains(site))
            checks.Report("D60", row, "functional_syndrome", $"{row["functional_syndrome"]} of {site}",
                string.Join(", ", sites.SkipLast(1)), "check both");
    }
}
