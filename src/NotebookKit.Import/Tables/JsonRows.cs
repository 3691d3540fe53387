using System.Text.Json;

namespace NotebookKit.Import.Tables;

/// <summary>A list of flat objects, as the API of REDCap gives it: one object per row.</summary>
internal static class JsonRows
{
    public static TextTable Read(string file, byte[] bytes, FindingSink findings)
    {
        try
        {
            int mark = bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
            using var document = JsonDocument.Parse(bytes.AsMemory(mark), new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                throw new DamagedFileException("not-a-table", "This JSON file is not a list of rows.",
                    "Export a list of objects, one per row, or CSV.");
            return Rows(file, document.RootElement, findings);
        }
        catch (JsonException e)
        {
            throw new DamagedFileException("damaged", $"The JSON text is damaged: {e.Message}", "Export it again.");
        }
    }

    private static TextTable Rows(string file, JsonElement rows, FindingSink findings)
    {
        var table = new TextTable(file, null);
        var position = new Dictionary<string, int>(StringComparer.Ordinal);
        int number = 0;
        foreach (JsonElement row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Object)
                throw new DamagedFileException("not-a-table", $"Entry {number + 1} of this JSON list is not an object.",
                    "Export a list of objects, one per row, or CSV.");
            foreach (JsonProperty property in row.EnumerateObject())
            {
                if (!position.TryGetValue(property.Name, out int column))
                {
                    position.Add(property.Name, column = table.Columns.Count);
                    table.Names.Add(property.Name);
                    table.Columns.Add(new TextColumn());
                    for (int r = 0; r < number; r++) table.Columns[column].Add("");
                }
                while (table.Columns[column].Count > number) table.Columns[column].Truncate(number);
                if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                    findings.Warn("nested-column", number + 2, property.Name, null,
                        "The value is a list or an object; it was kept as text.", "a single value", "Export a flat list.");
                table.Columns[column].Add(property.Value.ValueKind == JsonValueKind.Null ? "" : property.Value.ToString());
            }
            foreach (TextColumn column in table.Columns)
                if (column.Count == number) column.Add("");
            table.EndRow(number++ + 2);
        }
        return table;
    }
}
