using NotebookKit.Cohorts;
using NotebookKit.Import.Mapping;

namespace NotebookKit.Import.Tests;

/// <summary>Unfamiliar spreadsheets: what the proposal finds by itself, and what it leaves to the user.</summary>
public sealed class ProposalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("proposal").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Procedures_doses_and_visits_side_by_side_go_where_they_belong_and_what_is_guessed_says_unsure()
    {
        Write("register.csv",
            "Pat-Nr;Geb.-Datum;Geschl.;Tumor;TACE 1;Dosis 1 (mg);TACE 2;Dosis 2 (mg);Visite 1;Visite 2;Verstorben;Letzter Kontakt\n"
                + "001;04.03.1950;w;HCC;14.05.2019;50;20.06.2019;75;15.06.2019;30.07.2019;ja;01.02.2021\n"
                + "002;14.03.1945;m;HCC;15.05.2019;60;;;16.06.2019;;nein;13.02.2021\n");
        Cohort.ProposeImport(_folder);
        Assert.Equal("procedures.procedure_date wide:1 proposed", Mapped("TACE 1"));
        Assert.Equal("procedures.procedure_date wide:2 proposed", Mapped("TACE 2"));
        Assert.Equal("procedures.dosis wide:2 keep unsure", Mapped("Dosis 2 (mg)"));
        Assert.Equal(". wide:2 unsure", Mapped("Visite 2"));
        Assert.Equal("patients.primary_site recode proposed", Mapped("Tumor"));
        Assert.Equal(["procedures.modality wide:1 constant:ctace unsure", "procedures.modality wide:2 constant:ctace unsure"],
            Rows().Where(r => r.Column == "modality").Select(Text));
        Assert.Equal("", Rows().First(r => r.SourceColumn == "Geb.-Datum").Examples);
        Cohort cohort = Import();
        Assert.Equal(["69", "74"], cohort.Patients["age_at_index_years"].Cast<double>().Select(a => $"{a:0}"));
        Assert.Equal([50d, 75d, 60d], cohort.Procedures["dosis"].Cast<double>());
        Assert.Equal(["hcc", "hcc"], cohort.Patients["primary_site"].Cast<string>());
        Assert.Contains("age_at_index_years of 2 patients computed", Message(cohort, "M13", "age_at_index_years"),
            StringComparison.Ordinal);
        Assert.Contains("hcc (2 ×)", Message(cohort, "M12", "primary_site"), StringComparison.Ordinal);
        Assert.Contains("dosis", Message(cohort, "M12", "procedures"), StringComparison.Ordinal);
        Assert.DoesNotContain(cohort.Findings, f => f.Rule == "F03");
    }

    [Fact]
    public void The_day_of_death_and_its_cause_are_filled_for_the_dead_alone_and_only_where_the_mapping_says_so()
    {
        Write("register.csv",
            "id,sex,age,primary site,dead,last contact,TACE date\nP1,f,60,pancreas,yes,2020-05-01,2019-01-01\n"
                + "P2,m,61,pancreas,no,2021-05-01,2019-02-01\n");
        Cohort.ProposeImport(_folder);
        MappingRow offered = Assert.Single(Rows(), r => r.Transform == "if-dead");
        Assert.False(offered.IsUsed);
        Assert.Contains(Import().Findings, f => f.Rule == "D03");
        Change(r => r.Transform == "if-dead" ? r with { Table = "patients", Column = "death_date" }
            : r.Column == "death_cause" ? r with { Transform = "if-dead constant:unknown" } : r);
        Cohort cohort = Import();
        Assert.True(cohort.IsValid, cohort.Findings.ToString());
        Assert.Equal([new DateTime(2020, 5, 1), null], cohort.Patients["death_date"].Cast<DateTime?>());
        Assert.Equal(["unknown", null], cohort.Patients["death_cause"].Cast<string?>());
        Assert.Contains("death_date of 1 dead patient, blank before, filled", Message(cohort, "M13", "death_date"),
            StringComparison.Ordinal);
        Assert.Contains("with 'unknown'", Message(cohort, "M13", "death_cause"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_age_needs_a_whole_day_of_birth_and_is_never_more_than_90()
    {
        Write("register.csv",
            "id,date of birth,TACE date\nP1,1920-05-02,2019-05-01\nP2,1950,2019-02-01\nP3,1950-02-02,2019-02-01\nP4,1950-01-01,\n"
                + "P5,1960-01-01,2019-01-01\nP6,1961-01-01,2019-01-01\n");
        Cohort.ProposeImport(_folder);
        Cohort cohort = Import();
        Assert.Equal([90d, null, 68d, null, 59d, 58d], cohort.Patients["age_at_index_years"].Cast<double?>());
        Finding year = Assert.Single(cohort.Findings, f => f.Value == "1950" && f.Severity == FindingSeverity.Error);
        Assert.Equal(3, year.Row);
        string said = Message(cohort, "M13", "age_at_index_years");
        Assert.Contains("1 of 90 or more written as 90", said, StringComparison.Ordinal);
        Assert.Contains("1 without a dated procedure", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_has_no_day_of_death_counts_as_alive_where_nothing_else_says_it_and_that_is_unsure()
    {
        Write("register.csv", "id,date of death,last contact\nP1,2020-01-02,2020-01-02\nP2,,2021-01-02\n");
        Cohort.ProposeImport(_folder);
        Assert.Contains(Rows(), r => Text(r) == "patients.vital_status filled:dead:alive unsure");
        Assert.Equal(["dead", "alive"], Import().Patients["vital_status"].Cast<string>());
    }

    [Fact]
    public void The_day_of_a_procedure_taken_as_onset_makes_no_complication_where_there_was_none()
    {
        Write("register.csv", "id,TACE date,complication\nP1,2019-01-01,fever\nP2,2019-02-01,\n");
        Cohort.ProposeImport(_folder);
        Change(r => r.Column == "onset_date" ? r with { SourceColumn = "TACE date", Transform = "" } : r);
        Cohort cohort = Import();
        Assert.Equal([new DateTime(2019, 1, 1)], cohort.AdverseEvents["onset_date"].Cast<DateTime>());
        Assert.Equal(2, cohort.Procedures.Rows.Count);
    }

    [Fact]
    public void Alive_yes_is_not_dead()
    {
        Write("register.csv", "id,alive\nP1,yes\nP2,no\n");
        Cohort.ProposeImport(_folder);
        Assert.Equal(["yes>alive", "no>dead"], Recode().Select(r => $"{r.SourceValue}>{r.Value}"));
    }

    [Fact]
    public void A_column_that_was_mapped_by_hand_gets_its_values_with_counts()
    {
        Write("register.csv", "id,site,note\nP1,IR,a\nP2,IR,b\nP3,liver clinic,a\n");
        Cohort.ProposeImport(_folder);
        Change(r => r.SourceColumn == "site" ? r with { Table = "procedures", Column = "modality", Transform = "recode" }
            : r.SourceColumn == "note" ? r with { Table = "patients", Column = "ward", Transform = "keep recode" } : r);
        Assert.Equal(4, Cohort.ProposeRecode(_folder));
        Assert.Equal(["IR 2 open", "liver clinic 1 open", "a 2 open", "b 1 open"],
            Recode().Select(r => $"{r.SourceValue} {r.Count} {r.Status}").OrderBy(t => t[0] is 'a' or 'b'));
        Assert.Equal(0, Cohort.ProposeRecode(_folder));
        Assert.Equal(4, Import().Findings.Count(f => f.Rule == "M01"));
    }

    [Fact]
    public void A_typing_error_in_the_tables_of_the_mapping_is_not_blamed_on_the_register()
    {
        Write("register.csv", "id,sex\nP1,w\nP2,m\n");
        Write("mapping.csv",
            "file,source_column,table,column,transform\nregister.csv,id,patients,patient_id,\nregister.csv,sex,patients,sex,recode\n"
                + "register.csv,,procedures,modality,constant:ctase\nregister.csv,id,patients,child_pugh,\n");
        Write("recode.csv", "table,column,source_value,count,value,status\npatients,sex,w,1,femal,\npatients,sex,m,1,male,\n");
        Cohort cohort = Import();
        Finding word = Assert.Single(cohort.Findings, f => f.Value == "femal"), constant = Assert.Single(cohort.Findings, f =>
            f.Value == "ctase"),
            column = Assert.Single(cohort.Findings, f => f.Column == "child_pugh");
        Assert.Equal(("recode.csv", 2, "M11"), (word.File, word.Row!.Value, word.Rule));
        Assert.Contains("Did you mean female?", word.HowToFix, StringComparison.Ordinal);
        Assert.Equal(("mapping.csv", 4), (constant.File, constant.Row!.Value));
        Assert.Contains("ctace", constant.HowToFix, StringComparison.Ordinal);
        Assert.Equal(("mapping.csv", 5), (column.File, column.Row!.Value));
        Assert.Contains("keep", column.HowToFix, StringComparison.Ordinal);
        Assert.DoesNotContain(cohort.Findings, f => f.Rule is "M03" or "F03");
    }

    [Fact]
    public void A_cell_that_does_not_fit_is_decided_in_recode_and_never_lost()
    {
        Write("register.csv",
            "id;Ki67;diagnosis date;AFP\nP1;4,5;12.05.2019;<2\nP2;5-10;03.2018;3,5\nP3;7,5;30.02.2019;4,5\nP4;2,5;13.06.2019;5,5\n");
        Cohort.ProposeImport(_folder);
        Change(r => r.SourceColumn == "AFP" ? r with { Table = "patients", Column = "afp", Transform = "keep" } : r);
        Assert.Equal(1, Cohort.ProposeRecode(_folder));
        Assert.Equal(["03.2018", "30.02.2019", "5-10", "<2"], Recode().Select(r => r.SourceValue).Order(StringComparer.Ordinal));
        Finding[] open = [.. Import().Findings.Where(f => f.Rule == "M01")];
        Assert.Equal([3, 4, 3, 2], open.OrderBy(f => f.Value, StringComparer.Ordinal).Select(f => f.Row!.Value));
        Write("recode.csv",
            "table,column,source_value,count,value,status\npatients,ki67_percent,5-10,1,7.5,\n"
                + "patients,diagnosis_date,03.2018,1,2018-03-15,\npatients,diagnosis_date,30.02.2019,1,(missing),\npatients,afp,<2,1,1,\n");
        Cohort cohort = Import();
        Assert.DoesNotContain(cohort.Findings, f => f.Rule is "M01" or "F02" or "F07");
        Assert.Equal([4.5, 7.5, 7.5, 2.5], cohort.Patients["ki67_percent"].Cast<double>());
        Assert.Equal([1d, 3.5, 4.5, 5.5], cohort.Patients["afp"].Cast<double>());
        Assert.Equal([new DateTime(2019, 5, 12), new DateTime(2018, 3, 15), null, new DateTime(2019, 6, 13)],
            cohort.Patients["diagnosis_date"].Cast<DateTime?>());
    }

    [Theory]
    [InlineData("patients,afp,<2,1,0,5,\npatients,sex,f,1,female,\n", 2)]
    [InlineData("patients,sex,f,1,female,\npatients,sex,m,1,male,\npatients,afp,<2,1,0,5,\n", 4)]
    public void A_cell_too_many_in_the_own_tables_is_an_error_and_stays_as_it_was_written(string rows, int row)
    {
        Write("register.csv", "id;sex;AFP\nP1;m;<2\nP2;f;3.5\n");
        Cohort.ProposeImport(_folder);
        Change(r => r.SourceColumn == "AFP" ? r with { Table = "patients", Column = "afp", Transform = "keep" } : r);
        string written = "table,column,source_value,count,value,status\n" + rows;
        Write("recode.csv", written);
        Finding fault = Import().Findings.First(f => f.File == "recode.csv" && f.Severity == FindingSeverity.Error);
        Assert.Equal(("ragged-row", row), (fault.Rule, fault.Row));
        Assert.Contains("in double quotes", fault.HowToFix, StringComparison.Ordinal);
        Assert.Equal(0, Cohort.ProposeRecode(_folder));
        Assert.Equal(written, File.ReadAllText(Path.Combine(_folder, "recode.csv")));
    }

    [Fact]
    public void A_comma_that_makes_two_cells_of_a_value_is_an_error_also_in_a_table_of_one_row()
    {
        Write("register.csv", "id;sex;AFP\nP1;m;<2\nP2;f;3.5\n");
        Cohort.ProposeImport(_folder);
        Change(r => r.SourceColumn == "AFP" ? r with { Table = "patients", Column = "afp", Transform = "keep decimal-point" } : r);
        Write("recode.csv", "table,column,source_value,count,value,status\npatients,afp,<2,1,0,5,\n");
        Finding fault = Import().Findings.First(f => f.File == "recode.csv" && f.Severity == FindingSeverity.Error);
        Assert.Contains("status of '<2' of patients.afp is '5', a number", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Days_and_numbers_that_can_be_read_in_two_ways_wait_for_the_mapping()
    {
        Write("register.csv", "id;diagnosis date;AFP\nP1;03/04/2019;1.204\nP2;05/06/2019;2.500\n");
        Cohort.ProposeImport(_folder);
        Change(r => r.SourceColumn == "AFP" ? r with { Table = "patients", Column = "afp", Transform = "keep" } : r);
        Assert.Equal(2, Import().Findings.Count(f => f is { Rule: "M14", Row: 2 }));
        Change(r => r.SourceColumn == "AFP" ? r with { Transform = "keep decimal-comma" }
            : r.Column == "diagnosis_date" ? r with { Transform = "day-first" } : r);
        Cohort cohort = Import();
        Assert.DoesNotContain(cohort.Findings, f => f.Rule is "M01" or "M14");
        Assert.Equal([1204d, 2500d], cohort.Patients["afp"].Cast<double>());
        Assert.Equal([new DateTime(2019, 4, 3), new DateTime(2019, 6, 5)], cohort.Patients["diagnosis_date"].Cast<DateTime>());
    }

    [Theory]
    [InlineData("1. TACE|2. TACE", "1 2")]
    [InlineData("TACE I|TACE II|TACE III", "1 2 3")]
    [InlineData("first scan date|second scan date", "1 2")]
    [InlineData("Fecha primera TACE|Fecha segunda TACE", "1 2")]
    [InlineData("TACE date|TACE date 2", "2 1")]
    [InlineData("Vitamin B1|Vitamin B12", "")]
    public void Numbers_of_repetitions_may_be_digits_numerals_or_words(string names, string numbers) =>
        Assert.Equal(numbers, string.Join(' ', WideGroup.Find(names.Split('|')).SelectMany(g => g.Columns).Select(c => c.Number)));

    [Fact]
    public void A_hospital_export_with_two_sheets_needs_nine_decisions_and_no_script()
    {
        File.Copy(Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "import-study", "hospital", "export_RI.xlsx"),
            Path.Combine(_folder, "export_RI.xlsx"));
        Cohort.ProposeImport(_folder);
        int decisions = 0;
        Change(r => (r.SourceColumn, r.Column, r.Transform) switch
        {
            ("Child", _, _) => Decide(r with { Table = "patients", Column = "child_pugh", Transform = "keep" }),
            ("AFP (ng/mL)", _, _) => Decide(r with { Table = "patients", Column = "afp", Transform = "keep" }),
            (_, "", "if-dead") => Decide(r with { Table = "patients", Column = "death_date" }),
            (_, "ctcae_version", _) => Decide(r with { Transform = "constant:5.0" }),
            _ => r,
        });
        Cohort.ProposeRecode(_folder);
        MappingFiles.Write(Path.Combine(_folder, "recode.csv"), Recode().Select(r => r.Status != "open" ? r : Decide(r with
        {
            Value = r.SourceValue switch { "M" => "female", "yes" => "probable", "<2" => "1", "Sepsis" => "other",
                "Insuf. hepática" => "disease", _ => "alt_increased" },
        })));
        Assert.Equal(10, decisions);
        Cohort cohort = Import();
        Assert.True(cohort.IsValid, cohort.Findings.ToString());
        Assert.Equal((35L, 60L, 71L, 20L), (cohort.Patients.Rows.Count, cohort.Procedures.Rows.Count, cohort.Imaging.Rows.Count,
            cohort.AdverseEvents.Rows.Count));
        string table = cohort.Patients.Describe(unit: "patients").ToString();
        Assert.Contains("N = 35 patients", table, StringComparison.Ordinal);
        Assert.Contains("hcc", table, StringComparison.Ordinal);
        Assert.Contains("afp", table, StringComparison.Ordinal);
        Assert.Contains("23", cohort.OverallSurvival().ToDataFrame().KaplanMeier("os_months", "os_event", unit: "patients").ToString(),
            StringComparison.Ordinal);
        Assert.Contains("Objective response", cohort.RecordedResponses().ToDataFrame().TabulateResponse("best_response",
            unit: "procedures")
            .ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("liver abscess", cohort.AssessSafety().ByTerm("patients").ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(45, cohort.Procedures["largest_hepatic_tumor_mm"].Cast<double>().First(d => d == 45));

        T Decide<T>(T row)
        {
            decisions++;
            return row;
        }
    }

    private List<MappingRow> Rows() => MappingFiles.ReadMapping(Path.Combine(_folder, "mapping.csv"));

    private List<RecodeRow> Recode() => MappingFiles.ReadRecode(Path.Combine(_folder, "recode.csv"));

    private string Mapped(string source) => Text(Rows().First(r => r.SourceColumn == source));

    private static string Text(MappingRow row) => $"{row.Table}.{row.Column} {row.Transform} {row.Note.Split(':')[0]}";

    private void Change(Func<MappingRow, MappingRow> change) =>
        MappingFiles.Write(Path.Combine(_folder, "mapping.csv"), Rows().Select(change));

    private Cohort Import() => Cohort.Import(_folder, options: new CohortOptions { Today = new DateOnly(2026, 11, 27) });

    private static string Message(Cohort cohort, string rule, string column) =>
        Assert.Single(cohort.Findings, f => f.Rule == rule && f.Column == column).Message;

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);
}
