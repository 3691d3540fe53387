using System.Globalization;
using System.Collections.Frozen;
using Sylvan.Data.Csv;

namespace NotebookKit.Cohorts.Schema;

/// <summary>The terms of <c>ae_terms.csv</c> with the highest grade each can have.</summary>
internal static class AdverseEventTerms
{
    private static readonly Lazy<FrozenDictionary<string, int>> Embedded = new(Read);

    public static FrozenDictionary<string, int> MaximumGrades => Embedded.Value;

    private static FrozenDictionary<string, int> Read()
    {
        using Stream stream = typeof(AdverseEventTerms).Assembly.GetManifestResourceStream("NotebookKit.ae_terms.csv")!;
        using var csv = CsvDataReader.Create(new StreamReader(stream));
        var grades = new Dictionary<string, int>(StringComparer.Ordinal);
        while (csv.Read())
            grades[csv.GetString(0)] = int.TryParse(csv.GetString(3), NumberStyles.None, CultureInfo.InvariantCulture, out int most)
                ? most
                : 5;
        return grades.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
