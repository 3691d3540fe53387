using CsCheck;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Contingency;
using NotebookKit.Tables;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tests.Tables;

public sealed class CohortDescriptionTests
{
    private static DataFrame Patients => new(
        new StringDataFrameColumn("patient_id", ["A", "B", "C", "D", "E", "F", "G", "H"]),
        new StringDataFrameColumn("arm", ["TAE", "TAE", "TAE", "TAE", "TARE", "TARE", "TARE", null]),
        new DoubleDataFrameColumn("age", [50, 61, 70, null, 40, 44, 81, 99]),
        new DoubleDataFrameColumn("ki67", [21, 28, 29, 65, 32, 90, 55, 1]),
        new StringDataFrameColumn("sex", ["male", "female", "male", "male", "female", null, "male", "male"]),
        new StringDataFrameColumn("nausea", ["yes", "no", "yes", null, "no", "no", null, "yes"]),
        new Int32DataFrameColumn("pain", [1, 1, 0, null, 0, 1, null, 0]),
        new BooleanDataFrameColumn("prior", [true, false, true, true, false, false, true, true]),
        new StringDataFrameColumn("ecog", ["0", "1", "2", "0", "1", "2", "0", "1"]),
        new StringDataFrameColumn("single", ["yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"]),
        new StringDataFrameColumn("site", ["north", "north", "south", "south", "north", "south", null, "south"]));

    private static DataFrame Procedures => new(
        new StringDataFrameColumn("patient_id", ["A", "A", "B", "E", "E", "E"]),
        new StringDataFrameColumn("arm", ["TAE", "TAE", "TAE", "TARE", "TARE", "TARE"]),
        new StringDataFrameColumn("bilobar", ["yes", "no", "yes", "yes", "yes", "no"]));

    [Fact]
    public void A_continuous_row_without_a_pattern_is_median_and_quartiles_and_a_pattern_without_a_statistic_is_refused()
    {
        Assert.Equal(Patients.Describe(r => r.MedianQuartiles("age", "Age")).ToString(),
            Patients.Describe(r => r.Continuous("age", "Age")).ToString());
        Assert.Contains("Pattern 'Age' shows no statistic",
            Assert.Throws<FormatException>(() => Patients.Describe(r => r.Continuous("age", null, "Age"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_of_rows_left_out_alone_do_not_appear_but_levels_asked_for_do()
    {
        var df = new DataFrame(
            new StringDataFrameColumn("arm", ["A", "A", "B", null]), new StringDataFrameColumn("stage", ["I", "II", "I", "IV"]),
            new StringDataFrameColumn("period", ["p", "p", "q", "q"]));
        Assert.Equal(["I", "II"],
            ((CategoricalDescription)df.Describe(r => r.Categorical("stage"), by: "arm").Sections[0].Blocks[0].Variables[0]).Levels);
        Assert.Equal(["I", "II", "III", "IV"],
            ((CategoricalDescription)df.Describe(r => r.Categorical("stage", levels: ["I", "II", "III", "IV"]),
                by: "arm").Sections[0].Blocks[0].Variables[0]).Levels);
        Assert.All(df.Describe(r => r.Categorical("stage"), by: "arm", options: new() { Strata = "period" }).Sections[0].Blocks,
            b => Assert.Equal(["I", "II"], ((CategoricalDescription)b.Variables[0]).Levels));
    }

    [Fact]
    public void Columns_that_are_not_described_are_listed()
    {
        var df = new DataFrame(
            new StringDataFrameColumn("sex", ["m", "f", "m"]), new DateTimeDataFrameColumn("birth", [new DateTime(1960, 1, 1), null, null]),
            new StringDataFrameColumn("code", ["x", "y", "z"]), new StringDataFrameColumn("remark", new string?[3]));
        Assert.Contains("Columns not described: birth (dates), code (another value in every row), remark (empty).",
            df.Describe().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Decimals_agree_across_strata_and_a_median_has_no_difference_of_means_beside_it()
    {
        var df = new DataFrame(
            new StringDataFrameColumn("arm", ["A", "A", "B", "B", "A", "A", "B", "B"]),
            new StringDataFrameColumn("site", ["n", "n", "n", "n", "s", "s", "s", "s"]),
            new DoubleDataFrameColumn("x", [1, 3, 2, 4, 1, 2, 3, 4]));
        CohortDescription table = df.Describe(r => r.MedianRange("x").MeanSd("x"), by: "arm",
            options: new() { Strata = "site", Difference = true });
        string text = table.ToString();
        Assert.Contains("2.0 (1–3)", text, StringComparison.Ordinal); // whole in the north, halves in the south
        Assert.Contains("1.5 (1–2)", text, StringComparison.Ordinal);
        Assert.Contains("Rows that print no mean have no difference of means beside them.", text, StringComparison.Ordinal);
        SummaryTable printed = table.ToTable();
        Assert.Equal("", printed.Rows[0].Cells[3].Text);
        Assert.NotEqual("", printed.Rows[1].Cells[3].Text);
    }

    [Fact]
    public void By_hand_two_groups()
    {
        CohortDescription table = Patients.Describe(unit: "patients", by: "arm", rows: r => r
            .MeanSd("age", "Age, years").MedianRange("ki67", "Ki-67, %").Categorical("sex", "Sex").Level("prior", "True", "Prior therapy"));
        Assert.Equal(
            """
            Characteristic            TAE N = 4 patients  TARE N = 3 patients
            -----------------------------------------------------------------
            Age, years, mean (SD)                60 (10)              55 (23)
              Unknown                                  1                    0
            Ki-67, %, median (range)        28.5 (21–65)         55.0 (32–90)
            Sex, n/N (%)
              female                           1/4 (25%)            1/2 (50%)
              male                             3/4 (75%)            1/2 (50%)
              Unknown                                  0                    1
            Prior therapy, n (%)                 3 (75%)              1 (33%)
            Percentages are of those with a value.
            Left out, n = 1: patients with no value in column 'arm'.
            SD, standard deviation.

            """.ReplaceLineEndings("\n"), table.ToString());
        Assert.Equal("67% (4/6 patients)", table.Inline("sex", "male"));
        Assert.Equal("75% (3/4 patients)", table.Inline("sex", "male", "TAE"));
        Assert.Equal("75% (3/4 patients)", table.Inline("prior", group: "TAE"));
        Assert.Equal("mean (SD) 60 (10), 3 patients", table.Inline("age", group: "TAE"));
    }

    [Fact]
    public void One_table_of_patients_and_their_procedures_says_unit_and_denominator_in_every_row()
    {
        CohortDescription table = Patients.Describe(unit: "patients", by: "arm", rows: r => r.Level("sex", "male", "Male"))
            .And(Procedures.Describe(unit: "procedures", by: "arm", rows: r => r.Level("bilobar", "yes", "Bilobar disease"),
                cluster: "patient_id"));
        Assert.Equal(
            """
            Characteristic            Unit        TAE 4 patients 3 procedures  TARE 3 patients 3 procedures
            -----------------------------------------------------------------------------------------------
            Male, n/N (%)             patients                      3/4 (75%)                     1/2 (50%)
              Unknown                                                       0                             1
            Bilobar disease, n/N (%)  procedures                    2/3 (67%)                     2/3 (67%)
            Percentages are of those with a value.
            Left out, n = 1: patients with no value in column 'arm'.
            6 procedures in 3 patients.

            """.ReplaceLineEndings("\n"), table.ToString());
        Assert.Equal("67% (2/3 procedures)", table.Inline("bilobar", "yes", "TARE"));
        Assert.Equal("67% (4/6 procedures)", table.Inline("bilobar", "yes", null, "procedures"));
        Assert.Throws<ArgumentException>(() => table.Inline("bilobar", "yes", null, "lesions"));
    }

    [Fact]
    public void The_same_variable_in_two_units_must_be_named_with_its_unit()
    {
        CohortDescription both = Procedures.Describe(unit: "procedures", by: "arm", rows: r => r.Level("bilobar", "yes"))
            .And(Procedures.Describe(unit: "courses", by: "arm", rows: r => r.Level("bilobar", "yes")));
        Assert.Contains("say for which unit", Assert.Throws<ArgumentException>(() => both.Inline("bilobar")).Message);
        Assert.Equal("67% (4/6 courses)", both.Inline("bilobar", null, null, "courses"));
    }

    [Fact]
    public void Different_groups_cannot_stand_in_one_table() =>
        Assert.Contains("columns differ", Assert.Throws<ArgumentException>(
            () => Patients.Describe(unit: "patients", by: "arm").And(Procedures.Describe(unit: "procedures", by: "bilobar"))).Message);

    [Theory]
    [InlineData(PercentOf.Column, "1/4 (25%)", "1/2 (50%)")]
    [InlineData(PercentOf.Row, "1/2 (50%)", "1/2 (50%)")]
    [InlineData(PercentOf.Cell, "1/6 (17%)", "1/6 (17%)")]
    public void Percent_of_column_row_or_cell(PercentOf of, string tae, string tare)
    {
        SummaryTable table = Patients.Describe(unit: "patients", by: "arm", rows: r => r.Categorical("sex"),
            options: new() { Percent = of }).ToTable();
        Assert.Equal([tae, tare], table.Rows[1].Cells[1..].Select(c => c.Text));
    }

    [Fact]
    public void Missing_values_can_count_in_the_denominator()
    {
        SummaryTable table = Patients.Describe(unit: "patients", by: "arm", rows: r => r.Categorical("sex"),
            options: new() { Denominator = DenominatorRule.AllRows, Overall = true }).ToTable();
        Assert.Equal(["2 (29%)", "1 (25%)", "1 (33%)"], table.Rows[1].Cells[1..].Select(c => c.Text));
        Assert.Equal(["1 (14%)", "0 (0%)", "1 (33%)"], table.Rows[3].Cells[1..].Select(c => c.Text));
    }

    [Fact]
    public void Denominators_can_be_fixed_where_the_frame_holds_only_some_units()
    {
        DescriptionOptions options = new() { FixedDenominators = [("TAE", 30), ("TARE", 13)], Overall = true, P = true };
        CohortDescription described = Procedures.Describe(unit: "procedures", by: "arm", rows: r => r.Level("bilobar", "yes", "Bilobar"),
            options: options);
        SummaryTable table = described.ToTable();
        Assert.Equal(["4 (9%)", "2 (7%)", "2 (15%)"], table.Rows[0].Cells[1..4].Select(c => c.Text)); // of 43, 30 and 13
        Assert.Equal(["Overall\nN = 43 procedures", "TAE\nN = 30 procedures", "TARE\nN = 13 procedures"],
            table.Columns[1..4].Select(c => c.Header));
        Assert.Equal("7% (2/30 procedures)", described.Inline("bilobar", group: "TAE"));
        Assert.Equal(FisherExactTest.Test(new long[,] { { 2, 28 }, { 2, 11 } }).P!.Value, table.Rows[0].Cells[4].Value!.Value, 1e-12);
        Assert.Contains(table.Footnotes, n => n.StartsWith("Denominators of procedures are fixed (TAE 30, TARE 13)",
            StringComparison.Ordinal));

        void Fails(string part, DescriptionOptions bad, string? cluster = null) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(
                () => Procedures.Describe(unit: "procedures", by: "arm", rows: r => r.Categorical("bilobar"), cluster: cluster,
                    options: bad)).Message);
        Fails("found 2 for group 'TAE', which has 3 rows", new() { FixedDenominators = [("TAE", 2), ("TARE", 13)] });
        Fails("group 'TARE' has none", new() { FixedDenominators = [("TAE", 30)] });
        Fails("no group 'TACE'", new() { FixedDenominators = [("TACE", 30), ("TAE", 30), ("TARE", 13)] });
        Fails("not of strata", options with { Strata = "bilobar" });
        Fails("leave out 'cluster' or P", options, "patient_id");
    }

    [Fact]
    public void Check_all_counts_each_option_among_those_asked()
    {
        CategoricalDescription symptoms = (CategoricalDescription)Patients.Describe(unit: "patients", by: "arm",
            rows: r => r.CheckAll("Symptoms", ("nausea", "Nausea"), ("pain", "Pain")),
            options: new() { P = true }).Sections[0].Blocks[0].Variables[0];
        Assert.Equal([2, 2], symptoms.Groups[0].Counts);
        Assert.Equal([3, 3], symptoms.Groups[0].NonMissing);
        Assert.Equal([0, 1], symptoms.Groups[1].Counts);
        Assert.Equal([2, 2], symptoms.Groups[1].NonMissing);
        Assert.Equal(1, symptoms.Groups[0].Missing);
        Assert.Equal(2, symptoms.LevelComparisons.Length);
        Assert.Equal(0.4, symptoms.LevelComparisons[0].P!.Value, 1e-12); // 2/3 against 0/2: tables (0,2) 1/10, (1,1) 6/10, (2,0) 3/10
    }

    [Fact]
    public void Several_patterns_make_several_rows_with_decimals_of_their_own()
    {
        SummaryTable table = Patients.Describe(unit: "patients",
            rows: r => r.Continuous("age", "Age", "{mean:1} ({sd:2})", "{min}–{max}", "n={n}, missing={missing}")).ToTable();
        Assert.Equal(["Age", "mean (SD)", "range", "n=n, missing=missing", "Unknown"], table.Rows.Select(r => r.Cells[0].Text));
        Assert.Equal(["", "63.6 (21.33)", "40–99", "n=7, missing=1", "1"], table.Rows.Select(r => r.Cells[1].Text));
    }

    [Fact]
    public void Levels_print_by_their_labels_and_answer_to_their_names()
    {
        DataFrame frame = new(new StringDataFrameColumn("modality", ["ctace", "deb_tace", "deb_tace"]));
        CohortDescription table = frame.Describe(unit: "procedures",
            rows: r => r.Categorical("modality", labels: new Dictionary<string, string> { ["ctace"] = "cTACE" }));
        Assert.Equal(["cTACE", "deb tace"], table.ToTable().Rows[1..].Select(r => r.Cells[0].Text));
        Assert.Equal("67% (2/3 procedures)", table.Inline("modality", "deb_tace"));
    }

    [Fact]
    public void Strata_stand_side_by_side()
    {
        CohortDescription table = Patients.Describe(unit: "patients", by: "arm", rows: r => r.Level("sex", "male"),
            options: new() { Strata = "site", Missing = MissingRows.Never });
        Assert.Equal(["", "north", "north", "south", "south"], table.ToTable().Columns.Select(c => c.Spanner ?? ""));
        Assert.Equal(["1/2 (50%)", "0/1 (0%)", "2/2 (100%)", "0/0"], table.ToTable().Rows[0].Cells[1..].Select(c => c.Text));
        Assert.Contains("Left out, n = 1: patients with no value in column 'site'.", table.ToTable().Footnotes);
    }

    [Fact]
    public void Journal_styles_change_separators_and_decimal_mark()
    {
        CohortDescription Table(JournalStyle style) =>
            Patients.Describe(unit: "patients", rows: r => r.MedianQuartiles("ki67"), options: new() { Style = style });
        Assert.Equal("30.5 (24.5, 60.0)", Table(JournalStyle.Default).ToTable().Rows[0].Cells[1].Text);
        Assert.Equal("30.5 (24.5–60.0)", Table(JournalStyle.Jama).ToTable().Rows[0].Cells[1].Text);
        Assert.Equal("30·5 (24·5–60·0)", Table(JournalStyle.Lancet).ToTable().Rows[0].Cells[1].Text);
    }

    [Fact]
    public void P_stands_beside_the_variable_with_its_test_in_a_footnote()
    {
        SummaryTable table = Patients.Describe(unit: "patients", by: "arm", rows: r => r.MeanSd("age").Categorical("sex"),
            options: new() { P = true, AdjustP = PAdjustMethod.Bonferroni }).ToTable();
        Assert.Equal("Wilcoxon rank sum exact test.", table.Rows[0].Cells[3].Note);
        Assert.Contains("Fisher", table.Rows[2].Cells[3].Note);
        Assert.Equal(0.7, table.Rows[0].Cells[3].Value!.Value, 1e-12); // ranks 3 4 5 against 1 2 6: W = 6, P(W >= 6) = 7/20
        Assert.Equal(1, table.Rows[0].Cells[4].Value!.Value, 1e-12);
        Assert.Contains("Adjusted P: Bonferroni's method, over all variables of the table.", table.Footnotes);
    }

    [Fact]
    public void Adjusted_P_counts_the_variables_of_all_units()
    {
        DescriptionOptions options = new() { P = true, AdjustP = PAdjustMethod.Bonferroni };
        CohortDescription one = Patients.Describe(unit: "patients", by: "arm", rows: r => r.Level("prior", "True"), options: options);
        CohortDescription two = one.And(
            Procedures.Describe(unit: "procedures", by: "arm", rows: r => r.Level("bilobar", "yes"), options: options));
        Assert.Equal(one.Sections[0].Blocks[0].Variables[0].Comparison!.P, one.Sections[0].Blocks[0].Variables[0].Comparison!.AdjustedP);
        GroupComparison adjusted = two.Sections[0].Blocks[0].Variables[0].Comparison!;
        Assert.Equal(Math.Min(1, 2 * adjusted.P!.Value), adjusted.AdjustedP!.Value, 1e-12);
    }

    [Fact]
    public void P_of_procedures_is_given_with_and_without_their_patients()
    {
        DataFrame procedures = new(
            new StringDataFrameColumn("patient_id", ["A", "A", "B", "C", "C", "D"]),
            new StringDataFrameColumn("arm", ["x", "x", "x", "y", "y", "y"]),
            new StringDataFrameColumn("response", ["yes", "yes", "yes", "no", "no", "no"]),
            new DoubleDataFrameColumn("size", [1, 2, 3, 4, 5, null]));
        CohortDescription table = procedures.Describe(unit: "procedures", by: "arm", rows: r => r.Level("response", "yes").MeanSd("size"),
            cluster: "patient_id", options: new() { P = true });
        GroupComparison response = table.Sections[0].Blocks[0].Variables[0].Comparison!,
            size = table.Sections[0].Blocks[0].Variables[1].Comparison!;
        Assert.Equal(0.1, response.P!.Value, 1e-12);
        Assert.Equal(1.0 / 3, response.ClusteredP!.Value, 1e-12); // 2/C(6,3), and 2/C(4,2): see ClusteredTestTests
        Assert.Equal(0.2, size.P!.Value, 1e-12); // 2/C(5,2)
        Assert.Equal(2.0 / 3, size.ClusteredP!.Value, 1e-12); // A alone against the others is as extreme as C alone, B is not
        Assert.Equal(["P", "Clustered P"], table.ToTable().Columns[3..].Select(c => c.Name));
        Assert.Contains("P takes them as independent, clustered P does not", string.Join(" ", table.ToTable().Footnotes));
        Assert.Contains("row 3: the cluster is missing", Assert.Throws<ArgumentException>(() => new DataFrame(
            new StringDataFrameColumn("id", ["A", null]), new DoubleDataFrameColumn("x", [1, 2])).Describe(unit: "procedures",
            rows: r => r.MeanSd("x"), cluster: "id")).Message);
    }

    [Fact]
    public void Three_groups_are_compared_in_pairs()
    {
        DataFrame frame = new(
            new StringDataFrameColumn("arm", ["a", "a", "a", "a", "b", "b", "b", "b", "c", "c", "c", "c"]),
            new DoubleDataFrameColumn("x", [1, 2, 3, 4, 5, 6, 7, 8, 1.5, 2.5, 3.5, 4.5]));
        CohortDescription table = frame.Describe(unit: "patients", by: "arm", rows: r => r.MeanSd("x"),
            options: new() { P = true, Pairwise = true });
        GroupComparison x = table.Sections[0].Blocks[0].Variables[0].Comparison!;
        Assert.Equal("Kruskal-Wallis rank sum test", x.TestName);
        Assert.Equal(2.0 / 70, x.Pairs[0].P!.Value, 1e-12); // complete separation: 2/C(8,4)
        Assert.Equal(6.0 / 70, x.Pairs[0].AdjustedP!.Value, 1e-12);
        Assert.Equal(["P", "P, a vs b", "P, a vs c", "P, b vs c"], table.ToTable().Columns[4..].Select(c => c.Name));
    }

    [Fact]
    public void A_group_without_any_value_still_says_why_there_is_no_P()
    {
        DataFrame frame = new(new StringDataFrameColumn("arm", ["a", "a", "b"]), new DoubleDataFrameColumn("x", [1, 2, null]));
        TableCell p = frame.Describe(unit: "patients", by: "arm", rows: r => r.MeanSd("x"), options: new() { P = true })
            .ToTable().Rows[0].Cells[3];
        Assert.Equal("NE", p.Text);
        Assert.Contains("P not computed", p.Note);
    }

    [Fact]
    public void Every_column_is_described_where_no_row_is_named()
    {
        CohortDescription table = Patients.Describe(unit: "patients", by: "arm");
        Assert.Equal(["age", "ki67", "sex", "nausea", "pain", "prior", "ecog", "single", "site"],
            table.Sections[0].Blocks[0].Variables.Select(v => v.Name));
    }

    [Fact]
    public void Every_number_is_in_the_frame()
    {
        DataFrame cells = Patients.Describe(unit: "patients", by: "arm", rows: r => r.MeanSd("age").Level("sex", "male")).ToDataFrame();
        DataFrameRow mean = cells.Rows.First(r => (string?)r["statistic"] == "mean" && (string?)r["column"] == "TAE");
        Assert.Equal(181.0 / 3, (double)mean["value"], 1e-12);
        DataFrameRow male = cells.Rows.First(r => (string?)r["level"] == "male" && (string?)r["column"] == "TARE");
        Assert.Equal((1L, 2L, "patients"), ((long)male["count"], (long)male["denominator"], (string)male["unit"]));
    }

    [Fact]
    public void Faults_name_column_row_and_remedy()
    {
        void Fails(string part, Func<DescriptionRows, DescriptionRows> rows, string? by = null, DescriptionOptions? options = null) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(
                () => Patients.Describe(unit: "patients", by: by, rows: rows, options: options)).Message);
        Fails("nearest name is 'age'", r => r.MeanSd("agee"));
        Fails("Column 'sex', row 2: found 'male'; expected numbers", r => r.MeanSd("sex"));
        Fails("has no value 'mael'", r => r.Level("sex", "mael"));
        Fails("row 2: found 'male'; expected one of female", r => r.Categorical("sex", levels: ["female"]));
        Fails("row 2: found '50'; expected 1/0", r => r.CheckAll("x", ("age", "Age")));
        Fails("A comparison needs groups", r => r.MeanSd("age"), options: new() { P = true });
        Fails("compares two groups; there are 3", r => r.MeanSd("age", test: GroupTest.WelchT), by: "ecog", options: new() { P = true });
        Fails("one value alone: 'yes'", r => r.MeanSd("age"), by: "single", options: new() { Smd = true });
        Fails("is for categories", r => r.MeanSd("age", test: GroupTest.Fisher), "arm", new() { P = true });
        Fails("is for numbers", r => r.Categorical("sex", test: GroupTest.WelchT), "arm", new() { P = true });
        Assert.Contains("unknown field 'men'", Assert.Throws<FormatException>(
            () => new DescriptionRows().Continuous("age", null, "{men}")).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(
            () => new DataFrame(new DoubleDataFrameColumn("age")).Describe(unit: "patients")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DescriptionOptions { ConfidenceLevel = 95 });
    }

    [Fact]
    public void Groups_add_up_to_the_whole_whatever_the_data() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[-1, 4], Gen.Double[-100, 100]).Array[1, 60].Sample(rows =>
        {
            if (rows.All(r => r.Item1 == 3)) return;
            DataFrame frame = new(
                new StringDataFrameColumn("by", rows.Select(r => r.Item1 == 3 ? null : $"g{r.Item1}")),
                new StringDataFrameColumn("level", rows.Select(r => r.Item2 < 0 ? null : $"l{r.Item2}")),
                new DoubleDataFrameColumn("x", rows.Select(r => r.Item2 < 0 ? (double?)null : r.Item3)));
            DescriptionBlock block = frame.Describe(unit: "rows", by: "by",
                rows: r => r.Categorical("level").MeanSd("x")).Sections[0].Blocks[0];
            var level = (CategoricalDescription)block.Variables[0];
            var x = (ContinuousDescription)block.Variables[1];
            Assert.Equal(rows.Count(r => r.Item1 != 3), block.Total);
            Assert.Equal(level.Overall.Rows, level.Overall.Missing + level.Overall.Counts.Sum());
            Assert.All(level.Groups, g => Assert.Equal(g.Rows, g.Missing + g.Counts.Sum()));
            Assert.Equal(x.Overall.N, x.Groups.Sum(g => g.N));
            double sum = rows.Where(r => r.Item1 != 3 && r.Item2 >= 0).Sum(r => r.Item3);
            if (x.Overall.N > 0) Assert.Equal(sum / x.Overall.N, x.Overall.Mean!.Value, 1e-9);
            else Assert.Null(x.Overall.Mean);
        });
}
