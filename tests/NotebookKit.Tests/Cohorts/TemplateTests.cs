using NotebookKit.Cohorts;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Tests.Cohorts;

/// <summary>The files beside <c>datapackage.json</c> are derived from it; delete one and copy the expected text to renew it.</summary>
public sealed class TemplateTests
{
    public static TheoryData<string> Tables => [.. CohortSchema.Current.Tables.Select(t => t.Name)];

    [Theory, MemberData(nameof(Tables))]
    public void Template_holds_the_header_of_the_schema_alone(string name)
    {
        TableSchema table = CohortSchema.Current.Table(name);
        Assert.Equal(TemplateWriter.Header(table), File.ReadAllText(Repository.Path("data-templates", table.File)));
    }

    [Fact]
    public void Dictionary_is_the_one_of_the_schema() =>
        Assert.Equal(TemplateWriter.Dictionary(CohortSchema.Current),
            File.ReadAllText(Repository.Path("data-templates", "data_dictionary.csv")));

    [Fact]
    public void The_empty_templates_load_without_findings()
    {
        Cohort cohort = Cohort.Load(Repository.Path("data-templates"));
        Assert.Empty(cohort.Findings);
        Assert.Equal(0, cohort.Patients.Rows.Count);
        Assert.Equal(CohortSchema.Current.Table("patients").Fields.Length, cohort.Patients.Columns.Count);
    }

    [Fact]
    public void Keys_and_links_name_columns_that_exist()
    {
        foreach (TableSchema table in CohortSchema.Current.Tables)
        {
            Assert.All(table.PrimaryKey, column => Assert.True(table.Field(column)!.Required, $"{table.Name}.{column}"));
            Assert.All(table.ForeignKeys, key =>
            {
                Assert.NotNull(table.Field(key.Column));
                Assert.Equal([key.KeyColumn], CohortSchema.Current.Table(key.Table).PrimaryKey);
            });
        }
    }
}
