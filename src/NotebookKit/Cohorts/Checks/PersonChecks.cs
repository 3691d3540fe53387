using NotebookKit.Cohorts.Rules;
using static NotebookKit.Cohorts.Checks.Item;

namespace NotebookKit.Cohorts.Checks;

/// <summary>One person is one patient.</summary>
internal static class PersonChecks
{
    public static void Check(Checks checks)
    {
        foreach (CheckedPatient patient in checks.Cohort.Patients) CheckAge(checks, patient);
        Pairs("D97", p => p.Row.Value("age_at_index_years") is { } age && p.Row["sex"] is { } sex && p.Row["diagnosis_date"] is {
            } day && p.Row["primary_site"] is { } site ? $"{Text(age)}|{sex}|{day}|{site}" : null,
            "each once", "check; leave it if they are two");
        Pairs("D98", p => LinkRule.KeyForm(p.Id), "one spelling", "check whether they are one");

        void Pairs(string rule, Func<CheckedPatient, string?> key, string expected, string howToFix)
        {
            var first = new Dictionary<string, CheckedPatient>();
            foreach (CheckedPatient patient in checks.Cohort.Patients)
                if (key(patient) is { } k && !first.TryAdd(k, patient))
                    checks.Report(rule, patient.Row, "patient_id", $"{first[k].Id} and {patient.Id} may be one person", expected, howToFix,
                        first[k].Row);
        }
    }

    private static void CheckAge(Checks checks, CheckedPatient patient)
    {
        if (patient.FirstProcedure is not { } first || patient.Row.Value("birth_year") is not { } born
            || patient.Row.Value("age_at_index_years") is not { } age) return;
        if (Math.Abs(first.Year - born - age) > 1)
            checks.Report("D66", patient.Row, "age_at_index_years", $"age {Text(age)} in {first.Year}, born {Text(born)}",
                Text(first.Year - born), "correct one; birth dates do not belong in the file");
    }
}
