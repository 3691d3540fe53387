using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Analysis;
using NotebookKit.Import;

namespace NotebookKit.Benchmarks;

/// <summary>
/// Our side of data.sh: makes the files, times one reader in this process and prints task,cpu_s,wall_s,allocated_MB,check.
/// </summary>
internal static class DataTimer
{
    /// <summary>A table of rows × 7: identifier, day, numbers, words; one number in fifty is missing.</summary>
    public static void Make(string path, int rows)
    {
        var random = new Random(13);
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false));
        file.Write("patient_id,visit_date,age_years,sex,site,marker_ng_ml,event\n");
        for (int i = 0; i < rows; i++)
        {
            var day = new DateOnly(2005, 1, 1).AddDays(random.Next(7000));
            string marker = random.Next(50) == 0 ? "" : (random.NextDouble() * 1000).ToString("F4", CultureInfo.InvariantCulture);
            file.Write(string.Create(CultureInfo.InvariantCulture,
                $"P{i + 1:D7},{day:yyyy-MM-dd},{30 + (random.NextDouble() * 60):F1},{(random.Next(2) == 0 ? "female" : "male")},site_"
                    + $"{(char)('a' + random.Next(20))},{marker},{random.Next(2)}\n"));
        }
    }

    /// <summary>Templates filled for many patients: one procedure, imaging and event each, about a million rows together.</summary>
    public static void MakeCohort(string folder, int patients)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(13);
        Write("patients.csv", "patient_id,age_at_index_years,sex,primary_site,ki67_percent,diagnosis_date,vital_status,last_contact_date",
            i =>
            $"P{i:D7},{random.Next(30, 90)},{(i % 2 == 0 ? "female" : "male")},{(i % 3 == 0 ? "pancreas" : "small_bowel")},"
                + $"{random.Next(1, 20)},{Day(-random.Next(30, 900), i)},alive,{Day(random.Next(400, 1500), i)}");
        Write("procedures.csv", "procedure_id,patient_id,procedure_number,index_procedure,procedure_date,modality,largest_hepatic_tumor_mm",
            i => $"P{i:D7}-1,P{i:D7},1,yes,{Day(0, i)},tae,{random.Next(10, 90)}");
        Write("lesions.csv", "lesion_id,patient_id,lesion_role,organ", i => $"P{i:D7}-L1,P{i:D7},target,liver");
        Write("imaging.csv", "imaging_id,patient_id,imaging_date,timepoint", i => $"P{i:D7}-I1,P{i:D7},{Day(-10, i)},baseline");
        Write("treated_lesions.csv", "procedure_id,lesion_id,relation", i => $"P{i:D7}-1,P{i:D7}-L1,treated");
        Write("lesion_measurements.csv", "lesion_id,imaging_id,longest_diameter_mm,status",
            i => $"P{i:D7}-L1,P{i:D7}-I1,{random.Next(10, 90)},measured");
        File.WriteAllText(Path.Combine(folder, "adverse_events.csv"), "ae_id,patient_id,ae_term,onset_date\n");
        Write("followup_events.csv", "event_id,patient_id,procedure_id,event_type,event_date",
            i => $"P{i:D7}-E1,P{i:D7},P{i:D7}-1,overall_progression,{Day(200 + (i % 150), i)}");

        static string Day(int offset, int i) => new DateOnly(2015, 1, 1).AddDays((i % 2000) + offset)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        void Write(string file, string header, Func<int, string> row)
        {
            using var writer = new StreamWriter(Path.Combine(folder, file));
            writer.Write(header + "\n");
            for (int i = 1; i <= patients; i++) writer.Write(row(i) + "\n");
        }
    }

    public static void Run(string task, string path, int runs)
    {
        Func<double> work = task switch
        {
            "DataFile.Read" => () => Sum(DataFile.Read(path).Frame),
            "DataFrame.LoadCsv" => () => Sum(DataFrame.LoadCsv(path)),
            "Cohort.Load" => () => Validate(path),
            _ => throw new ArgumentException(task),
        };
        for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < 4000;) work(); // until the just-in-time compiler is done
        var (cpu, wall) = (new double[runs], new double[runs]);
        double check = 0;
        long allocated = 0;
        for (int i = 0; i < runs; i++)
        {
            GC.Collect();
            long before = GC.GetTotalAllocatedBytes(true);
            TimeSpan start = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            check = work();
            (wall[i], cpu[i]) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - start).TotalSeconds);
            allocated = GC.GetTotalAllocatedBytes(true) - before;
        }
        Array.Sort(cpu);
        Array.Sort(wall);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{task},{cpu[runs / 2]:F3},{wall[runs / 2]:F3},{allocated / 1e6:F0},{check:G10}"));
    }

    private static double Sum(DataFrame frame) => Convert.ToDouble(frame["event"].Sum(), CultureInfo.InvariantCulture) + frame.Rows.Count;

    private static double Validate(string folder)
    {
        Cohort cohort = Cohort.Load(folder, new Cohorts.CohortOptions { Today = new DateOnly(2026, 11, 27) });
        return cohort.Patients.Rows.Count + cohort.Findings.Count;
    }
}
