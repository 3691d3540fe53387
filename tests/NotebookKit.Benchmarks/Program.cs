System.Console.WriteLine("NotebookKit benchmarks");
