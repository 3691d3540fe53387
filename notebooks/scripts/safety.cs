#!/usr/bin/env dotnet
#:project ../../src/NotebookKit/NotebookKit.csproj
#:property RestorePackagesWithLockFile=false
// Adverse events per procedure of the example cohort: dotnet run notebooks/scripts/safety.cs [folder of the cohort]
using NotebookKit;

var cohort = Cohort.Load(args.Length > 0 ? args[0] : Path.Combine("data-templates", "example")).ThrowIfInvalid();
Console.WriteLine(cohort.AdverseEvents.AssessSafety(cohort.Patients, cohort.Procedures).ByTerm("procedures"));
