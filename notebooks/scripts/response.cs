#!/usr/bin/env dotnet
#:project ../../src/NotebookKit/NotebookKit.csproj
#:property RestorePackagesWithLockFile=false
// Response by mRECIST of the example cohort: dotnet run notebooks/scripts/response.cs [folder of the cohort]
using NotebookKit;

var cohort = Cohort.Load(args.Length > 0 ? args[0] : Path.Combine("data-templates", "example")).ThrowIfInvalid();
var response = cohort.AssessResponse();
Console.WriteLine(response);
foreach (var finding in response.Findings) Console.WriteLine(finding);
