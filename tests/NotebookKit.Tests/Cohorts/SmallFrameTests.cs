using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Survival.CompetingRisks;

namespace NotebookKit.Tests.Cohorts;

/// <summary>Free frames: what people got wrong elsewhere is refused with the remedy, and a culture changes nothing.</summary>
public sealed class SmallFrameTests
{
    private static readonly DataFrame Causes = new(
        new DoubleDataFrameColumn("months", [1, 2, 3, 4]), new StringDataFrameColumn("outcome", ["relapse", "death", "alive", "alive"]),
        new DoubleDataFrameColumn("age", [50, 60, 55, 70]));

    [Fact]
    public void Censoring_code_that_no_row_holds_is_refused()
    {
        string message = Assert.Throws<ArgumentException>(() => Causes.CumulativeIncidence("months", "outcome")).Message;
        Assert.Equal(
            "No row of column 'outcome' holds '0', which means censored; it holds 'alive', 'death', 'relapse'. Say which value means "
            + "censored, as in the options "
            + "new() { CensoredValue = \"alive\" }; CensoredValue = null says that nobody was censored.", message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Causes.FineGray("Surv(months, outcome) ~ age", "death")).Message);
    }

    [Fact]
    public void Censoring_code_named_or_denied_is_taken()
    {
        string named = Causes.CumulativeIncidence("months", "outcome", options: new() { CensoredValue = "alive" }).ToString();
        Assert.DoesNotContain("alive", named, StringComparison.Ordinal);
        Assert.Contains("relapse", named, StringComparison.Ordinal);
        Assert.Contains("alive", Causes.CumulativeIncidence("months", "outcome", options: new() { CensoredValue = null }).ToString(),
            StringComparison.Ordinal);
        var complete = new DataFrame(new DoubleDataFrameColumn("months", [1, 2, 3]), new Int32DataFrameColumn("cause", [1, 2, 1]));
        Assert.Equal(["1", "2"], complete.CumulativeIncidence("months", "cause", options: new() { CensoredValue = null }).Curves.Select(
            c => c.Cause));
        Assert.Throws<ArgumentException>(() => complete.CumulativeIncidence("months", "cause"));
    }

    [Fact]
    public void Dates_as_times_name_the_way_to_months()
    {
        var frame = new DataFrame(new DateTimeDataFrameColumn("end", [new DateTime(2020, 1, 1), new DateTime(2021, 1, 1)]),
            new Int32DataFrameColumn("event", [1, 0]));
        string message = Assert.Throws<ArgumentException>(() => frame.KaplanMeier("end", "event")).Message;
        Assert.Contains("holds dates; expected numbers", message, StringComparison.Ordinal);
        Assert.Contains("frame.MonthsBetween(\"start_date\", \"end\")", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6", "NA", "8", "'NA' in row 3", "DataFile.Read")]
    [InlineData("6", "7", "8,5", "'8,5' in row 4", "decimal comma")]
    [InlineData("<5", "7", "8", "'<5' in row 2", "")]
    [InlineData("6", "7", "8", "Every cell is a number written as text", "DataFile.Read")]
    public void Text_where_numbers_belong_names_the_first_cell(string a, string b, string c, string cell, string remedy)
    {
        var frame = new DataFrame(new StringDataFrameColumn("months", [a, b, c]), new Int32DataFrameColumn("event", [1, 0, 1]));
        string message = Assert.Throws<ArgumentException>(() => frame.KaplanMeier("months", "event")).Message;
        Assert.Contains("Column 'months' holds text; expected numbers.", message, StringComparison.Ordinal);
        Assert.Contains(cell, message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Surv(OS months, Status) ~ x", "`OS months`")]
    [InlineData("Surv(months, Vital status) ~ x", "`Vital status`")]
    [InlineData("Surv(months, event) ~ tumor size + x", "`tumor size`")]
    [InlineData("Surv(months, event) ~ x + Ki-67", "`Ki-67`")]
    [InlineData("Surv(months, event) ~ Ki67 % + x", "`Ki67 %`")]
    [InlineData("Surv(months, event) ~ factor(WHO grade)", "`WHO grade`")]
    [InlineData("Surv(months, event) ~ 5HIAA", "`5HIAA`")]
    public void Names_with_blanks_are_asked_for_in_backquotes(string formula, string says) =>
        Assert.Contains("stands in backquotes: " + says + ".", Assert.Throws<FormatException>(() => Causes.Cox(formula)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("Surv(months, event ~ x")]
    [InlineData("Surv(months, event) ~ x +")]
    [InlineData("Surv(months, event) ~ (x")]
    public void Other_slips_are_not_called_unquoted(string formula) =>
        Assert.DoesNotContain("backquotes", Assert.Throws<FormatException>(() => Causes.Cox(formula)).Message, StringComparison.Ordinal);

    [Fact]
    public void Event_can_be_named_in_the_formula()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("t", [1, 2, 3, 4, 5, 6]), new Int32DataFrameColumn("e", [1, 2, 1, 2, 1, 2]),
            new DoubleDataFrameColumn("x", [1, 0, 1, 1, 0, 0]));
        Assert.Equal(
            frame.Cox("Surv(t, e) ~ x", options: new() { EventCoding = NotebookKit.Cohorts.EventCoding.OneTwo }).Coefficients[0].Estimate,
            frame.Cox("Surv(t, e==2) ~ x").Coefficients[0].Estimate);
    }

    [Fact]
    public void Months_between_two_dates()
    {
        var frame = new DataFrame(
            new DateTimeDataFrameColumn("a", [new DateTime(2020, 1, 1), new DateTime(2020, 3, 1, 23, 0, 0), null,
                new DateTime(2020, 1, 31)]),
            new StringDataFrameColumn("b", ["2020-12-31", "2020-03-02", "2020-01-01", "2020-01-01"]));
        DataFrame months = frame.MonthsBetween("a", "b");
        Assert.Equal([365 / 30.4375, 1 / 30.4375, null, -30 / 30.4375], months["months"].Cast<double?>());
        Assert.Equal(2, frame.Columns.Count);
        Assert.Contains("already has a column 'a'",
            Assert.Throws<ArgumentException>(() => frame.MonthsBetween("a", "b", into: "a")).Message, StringComparison.Ordinal);
        var german = new DataFrame(new StringDataFrameColumn("a", ["2020-01-01", "31.12.2020"]),
            new StringDataFrameColumn("n", ["1", "2"]));
        Assert.Contains("Column 'a', row 3: found '31.12.2020'",
            Assert.Throws<ArgumentException>(() => german.MonthsBetween("a", "a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_that_does_not_occur_names_those_that_do() =>
        Assert.Equal("Column 'outcome' has no value 'Death'; found 'alive', 'death', 'relapse'.",
            Assert.Throws<ArgumentException>(() => Causes.Where("outcome", "Death")).Message);

    [Fact]
    public void Two_responses_on_one_day_and_blank_ones_are_told()
    {
        DateTime day = new(2020, 2, 19), start = new(2020, 1, 1);
        var frame = new DataFrame(
            new StringDataFrameColumn("subject", ["1", "1", "2", "3"]), new DateTimeDataFrameColumn("date", [day, day, day, null]),
            new StringDataFrameColumn("response", ["PR", "SD", null!, ""]),
            new DateTimeDataFrameColumn("reference", [start, start, start, start]));
        NotebookKit.Response.Criteria.BestResponses best = frame.BestResponses("subject", "date", "response", "reference");
        Assert.Contains(best.Notes, n => n.Contains("'1' has two responses on 2020-02-19: PR (row 2) and SD (row 3)",
            StringComparison.Ordinal));
        Assert.Equal(["SD", "NE", "NE"], best.ToDataFrame()["best_response"].Cast<string>());
        Assert.Contains(best.Notes, n => n.Contains("2 subjects without any response count as not evaluable", StringComparison.Ordinal));
    }

    [Fact]
    public void A_culture_by_its_name_changes_nothing()
    {
        string[] plain = Printed();
        CultureInfo before = CultureInfo.CurrentCulture;
        foreach (CultureInfo culture in new[] { CultureInfo.GetCultureInfo("de-DE"), WithComma(), CultureInfo.GetCultureInfo("tr-TR"),
            CultureInfo.GetCultureInfo("ar-SA") })
            try
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
                Assert.Equal(plain, Printed());
            }
            finally
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, before);
            }
    }

    /// <summary>What a German machine makes of numbers and dates, also where no ICU is installed.</summary>
    private static CultureInfo WithComma()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NegativeSign) =
            (",", ".", "−");
        (culture.NumberFormat.PercentDecimalSeparator, culture.NumberFormat.CurrencyDecimalSeparator) = (",", ",");
        (culture.DateTimeFormat.ShortDatePattern, culture.DateTimeFormat.DateSeparator, culture.DateTimeFormat.TimeSeparator) =
            ("dd.MM.yyyy", ".", ".");
        return culture;
    }

    private static string[] Printed()
    {
        using TemporaryCohort files = TemporaryCohort.OfExample();
        Cohort cohort = Cohort.Load(files.Folder, new NotebookKit.Cohorts.CohortOptions { Today = new DateOnly(2026, 11, 27) },
            new DateOnly(2017, 6, 26));
        DataFrame times = cohort.Patients.MonthsBetween("diagnosis_date", "last_contact_date");
        var events = new DataFrame(
            times.Columns.Append(new Int32DataFrameColumn("event", times["vital_status"].Cast<string>().Select(v => v == "dead" ? 1 : 0))));
        return
        [
            cohort.Findings.ToString(), cohort.Findings.ToCsv(), cohort.ToString()!.Replace(files.Folder, ""),
            cohort.Patients.Describe(by: "sex", unit: "patients").ToString(),
            events.KaplanMeier("months", "event", by: "sex").ToString(), events.Cox("Surv(months, event) ~ age_at_index_years").ToString(),
            cohort.AssessResponse().ToString()!,
            Causes.CumulativeIncidence("months", "outcome", options: new CumulativeIncidenceOptions { CensoredValue = "alive" }).ToString(),
        ];
    }

    [Theory]
    [InlineData("1948-03-13", "is a date")]
    [InlineData("13.03.1948", "is a date")]
    [InlineData("5-10", "is a bound, not a value")]
    [InlineData("<5", "is a bound, not a value")]
    public void A_date_where_a_number_belongs_is_called_a_date(string text, string says) =>
        Assert.Contains(says, NotebookKit.Cohorts.Rules.FixHints.Number(text, whole: false, "years"), StringComparison.Ordinal);
}
