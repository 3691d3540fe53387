#!/usr/bin/env dotnet
#:project ../../src/NotebookKit.Charts/NotebookKit.Charts.csproj
#:property RestorePackagesWithLockFile=false
// Local progression-free survival of the example cohort, without a notebook: dotnet run notebooks/scripts/km.cs [folder of the cohort]
using NotebookKit;
using NotebookKit.Charts;

var cohort = Cohort.Load(args.Length > 0 ? args[0] : Path.Combine("data-templates", "example")).ThrowIfInvalid();
var procedures = cohort.ProgressionEndPoints().ToDataFrame()
    .AnalysisSet("procedures", key: "procedure_id", patient: "patient_id");
var curve = procedures.KaplanMeier("local_months", "local_event");
Console.WriteLine(curve);
Console.WriteLine(curve.AtTimes(6, 12, 24));
