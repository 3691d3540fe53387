using NotebookKit.Cohorts;

namespace NotebookKit.Tests.Cohorts;

/// <summary>
/// Edits of the example cohort that break a rule (fail) or come near it (pass), from
/// <c>tests/NotebookKit.Import.Tests/golden/data-zoo/rule-edits.csv</c> and, for the rules it leaves out, from <c>rule-edits-more.csv</c>
/// beside this test.
/// </summary>
public sealed class RuleEditsTests
{
    private static readonly string[][] Edits =
    [
        .. Lines(Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "data-zoo", "rule-edits.csv")),
        .. Lines(Repository.Path("tests", "NotebookKit.Tests", "Cohorts", "rule-edits-more.csv")),
    ];

    public static TheoryData<string> Cases => new(Edits.Select(e => e[0]).Distinct());

    private static IEnumerable<string[]> Lines(string path) => File.ReadLines(path).Skip(1).Where(l => l.Length > 0).Select(Cells);

    [Theory, MemberData(nameof(Cases))]
    public void Edit_breaks_its_rule_or_does_not(string name)
    {
        using TemporaryCohort files = TemporaryCohort.OfExample();
        string[][] edits = [.. Edits.Where(e => e[0] == name)];
        foreach (string[] edit in edits) Apply(files.Folder, edit[1], edit[2], edit[3], edit[4]);
        Cohort cohort = Cohort.Load(files.Folder, new CohortOptions { Today = new DateOnly(2026, 11, 27) });
        (string rule, bool fails) = (edits[0][5], edits[0][6] == "fail");
        Finding[] found = [.. cohort.Findings.Where(f => f.Rule == rule)];
        Assert.True(found.Length > 0 == fails, $"{name}: {rule} {(fails ? "not found" : "found")}\n{string.Join("\n", cohort.Findings)}");
        Assert.All(found, f =>
        {
            Assert.NotNull(f.Row);
            Assert.True(f.Message.Length > 8 && f.Expected.Length > 0 && f.HowToFix.Length > 4, f.ToString());
        });
        Assert.DoesNotContain(cohort.Findings, f => f.Rule[0] is 'S' or 'F' && fails && f.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void The_example_breaks_none() =>
        Assert.Empty(
            Cohort.Load(Repository.Path("data-templates", "example"), new CohortOptions { Today = new DateOnly(2026, 11, 27) }).Findings);

    [Fact]
    public void Every_rule_across_fields_has_a_case_that_breaks_it_and_one_that_does_not()
    {
        string[] rules = [.. NotebookKit.Cohorts.Schema.CohortSchema.Current.Rules.Where(r => r[0] == 'D')];
        Assert.Equal(98, rules.Length);
        Assert.Empty(rules.Except(Edits.Where(e => e[6] == "fail").Select(e => e[5])));
        Assert.Empty(rules.Except(Edits.Where(e => e[6] == "pass").Select(e => e[5])));
    }

    [Fact]
    public void A_rule_can_be_left_out_and_is_named()
    {
        using TemporaryCohort files = TemporaryCohort.OfExample()
            .Replace("patients.csv", "dead,2016-01-15,2016-01-15,disease", "alive,2016-01-15,2016-01-15,disease");
        var options = new CohortOptions { Today = new DateOnly(2026, 11, 27), LeaveOut = ["D01"] };
        FindingList findings = Cohort.Load(files.Folder, options).Findings;
        Assert.DoesNotContain(findings, f => f.Rule == "D01");
        Assert.Contains(findings, f => f.Rule == "V03" && f.Message.Contains("D01"));
    }

    private static void Apply(string folder, string file, string key, string column, string value)
    {
        string path = Path.Combine(folder, file);
        List<string> lines = [.. File.ReadAllLines(path)];
        if (column == "+row")
        {
            File.WriteAllLines(path, [.. lines, value]);
            return;
        }
        List<string> header = [.. Cells(lines[0])];
        string[] keys = file switch
        {
            "lesion_measurements.csv" => ["lesion_id", "imaging_id"],
            "treated_lesions.csv" => ["procedure_id", "lesion_id"],
            "labs.csv" => ["patient_id", "lab_date", "test"],
            _ => [header[0]],
        };
        int[] at = [.. keys.Select(k => header.IndexOf(k))];
        int row = lines.FindIndex(1, l => string.Join('+', at.Select(i => Cells(l)[i])) == key);
        Assert.True(row > 0, $"{file} has no row {key}");
        if (column == "-row") lines.RemoveAt(row);
        else
        {
            int c = header.IndexOf(column);
            if (c < 0)
            {
                c = header.Count;
                lines = [.. lines.Select((l, i) => l + (i == 0 ? "," + column : ","))];
            }
            string[] cells = Cells(lines[row]);
            cells[c] = value;
            lines[row] = string.Join(',', cells.Select(x => x.AsSpan().ContainsAny(",\"") ? $"\"{x.Replace("\"", "\"\"")}\"" : x));
        }
        File.WriteAllLines(path, lines);
    }

    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var cell = new System.Text.StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                if (quoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
                else quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(line[i]);
        }
        return [.. cells, cell.ToString()];
    }
}
