using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Response;
using NotebookKit.Statistics.Pairs;
using NotebookKit.Tables;
using NotebookKit.Tables.Responses;
using NotebookKit.Tests.Cohorts;

namespace NotebookKit.Tests.Tables;

public sealed class ReaderAgreementTests
{
    private static DataFrame Ratings => new(
        new StringDataFrameColumn("A", ["CR", "PR", "PR", "SD", "PD", "SD", null, "NE"]),
        new StringDataFrameColumn("B", ["CR", "PR", "SD", "SD", "PD", "PR", "SD", "PR"]),
        new StringDataFrameColumn("C", ["PR", "PR", "SD", "SD", "PD", "SD", "SD", "PR"]),
        new StringDataFrameColumn("patient_id", ["1", "1", "2", "3", "4", "4", "5", "6"]));

    [Fact]
    public void Two_readers_in_the_order_of_the_criteria()
    {
        ReaderAgreement agreement = Ratings.ReaderAgreement(["A", "B"], unit: "procedures");
        Assert.Equal(["CR", "PR", "SD", "PD", "NE"], agreement.Levels);
        // 4 of 7 agree; margins 1,2,2,1,1 and 1,3,2,1,0: by chance (1 + 6 + 4 + 1)/49
        Assert.Equal(4.0 / 7, agreement.Kappa.Observed, 1e-12);
        Assert.Equal(12.0 / 49, agreement.Kappa.Expected, 1e-12);
        Assert.Equal([0, 1, 1, 0, 0], agreement.Pairs[0].Counts[1]);
        Assert.Equal((1, "a reading missing"), (agreement.Excluded.Single().Count, agreement.Excluded.Single().Reason));
        Assert.Null(agreement.Fleiss);
        Assert.Equal(Kappa.Cohen([0, 1, 1, 2, 3, 2], [0, 1, 2, 2, 3, 1], KappaWeights.Linear, 4).Kappa.Value,
            Ratings.ReaderAgreement(["A", "B"], unit: "procedures",
                options: new() { Levels = ["CR", "PR", "SD", "PD"], Weights = KappaWeights.Linear }).Kappa.Kappa.Value);
    }

    [Fact]
    public void Three_readers_and_clusters()
    {
        ReaderAgreement agreement = Ratings.ReaderAgreement(["A", "B", "C"], "patient_id", "procedures");
        Assert.Equal(3, agreement.Pairs.Length);
        Assert.Equal("Fleiss' kappa", agreement.Kappa.Kappa.Name);
        Assert.Equal(5, agreement.Clusters);
        Assert.Equal("All readers", agreement.ToTable().Rows[0].Cells[0].Text);
        Assert.Contains("Procedures of 5 patients", agreement.ToTable().Footnotes[1]);
        Assert.Contains("two or more", Assert.Throws<ArgumentException>(() => Ratings.ReaderAgreement(["A"], unit: "procedures")).Message);
    }

    [Fact]
    public void Readers_of_a_cohort_judge_the_same_procedures_by_their_own_scans()
    {
        using TemporaryCohort copy = TemporaryCohort.Small()
            .Write("imaging.csv", "imaging_id,patient_id,imaging_date,timepoint,reader_id",
                "I1,P001,2019-05-02,baseline,R1", "I2,P001,2019-06-14,follow_up,R1", "J1,P001,2019-05-02,baseline,R2",
                "J2,P001,2019-06-14,follow_up,R2",
                "I3,P002,2019-06-01,baseline,R1", "I4,P002,2019-07-12,follow_up,R1")
            .Write("treated_lesions.csv", "procedure_id,lesion_id,relation", "P001-1,P001-L1,treated", "P002-1,P002-L1,treated")
            .Write("lesion_measurements.csv", "lesion_id,imaging_id,longest_diameter_mm,enhancing_diameter_mm,status",
                "P001-L1,I1,60,60,measured", "P001-L1,I2,60,40,measured", "P001-L1,J1,60,60,measured", "P001-L1,J2,60,45,measured",
                "P002-L1,I3,50,50,measured", "P002-L1,I4,50,20,measured");
        Cohort cohort = copy.Load();
        ReaderAgreement agreement = cohort.ReaderAgreement(["R1", "R2"], ResponseScope.Local);
        Assert.Equal(["PR", "SD"], agreement.Levels); // 60 → 40 by R1, 60 → 45 by R2; P002 was read by R1 alone
        Assert.Equal([0, 1], agreement.Pairs[0].Counts[0]);
        Assert.Equal(1, agreement.Excluded.Single().Count);
        Assert.Contains("the readers in imaging.csv are R1, R2",
            Assert.Throws<ArgumentException>(() => cohort.ReaderAgreement(["R1", "R3"], ResponseScope.Local)).Message);
    }
}
