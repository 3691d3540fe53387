using static NotebookKit.Cohorts.Checks.Item;

namespace NotebookKit.Cohorts.Checks;

/// <summary>Laboratory values are possible in their unit, in one unit per test, between sensible limits.</summary>
internal static class LabChecks
{
    /// <summary>What is impossible in a unit, and the unit in which it would be usual.</summary>
    private static readonly (string Test, string Unit, double? Above, double? Below, string Other)[] Impossible =
    [
        ("albumin", "g/dL", 7, null, "g/L"), ("bilirubin_total", "mg/dL", 40, null, "umol/L"), ("creatinine", "mg/dL", 15, null, "umol/L"),
        ("hemoglobin", "g/dL", 22, null, "g/L"),
        ("platelets", "10^9/L", 2000, null, "/uL"), ("albumin", "g/L", null, 10, "g/dL"), ("bilirubin_total", "umol/L", null, 1.5, "mg/dL"),
        ("creatinine", "umol/L", null, 15, "mg/dL"),
        ("platelets", "10^9/L", null, 1, "10^12/L"),
    ];

    public static void Check(Checks checks)
    {
        foreach (Item lab in checks.Cohort.Labs)
        {
            double? value = lab.Value("value"), low = lab.Value("lln"), high = lab.Value("uln");
            foreach ((string test, string unit, double? above, double? below, string other) in Impossible)
                if (lab["test"] == test && lab["unit"] == unit && (value > above || value < below))
                    checks.Report("D93", lab, "value", $"{test} {Text(value)} {unit}",
                        above is null ? $"at least {Text(below)} {unit}" : $"at most {Text(above)} {unit}",
                        $"{Text(value)} looks like {other}: correct value or unit");
            if (low >= high)
                checks.Report("D95", lab, "lln", $"lower limit {Text(low)}, upper limit {Text(high)}", "lower below upper",
                    "the two may be swapped");
            if (high > 0 && value > checks.Cohort.Options.UpperLimitTimes * high)
                checks.Report("D96", lab, "value",
                    $"{lab["test"]} {Text(value)}, {Text(Math.Round(value.Value / high.Value))} times the upper limit",
                    $"below {Text(checks.Cohort.Options.UpperLimitTimes)}", "check value and unit");
        }
        foreach (IGrouping<string, Item> test in checks.Cohort.Labs.Where(l => l["test"] is not null && l["unit"] is not null)
            .GroupBy(l => l["test"]!))
        {
            IGrouping<string, Item>[] units = [.. test.GroupBy(l => l["unit"]!).OrderByDescending(g => g.Count())];
            foreach (IGrouping<string, Item> rare in units.Skip(1))
                checks.Report("D94", rare.First(), "unit",
                    $"{test.Key} in {rare.Key} ({rare.Count()} row{(rare.Count() == 1 ? "" : "s")}), else in {units[0].Key}",
                    "one unit per test", "convert, or leave: analyses must convert");
        }
    }
}
