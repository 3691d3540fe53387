namespace NotebookKit.Import.Tables;

/// <summary>What a file is, by its content.</summary>
internal enum FileFormat
{
    Text,
    Json,
    Workbook,
    OldWorkbook,
    OpenDocument,
    Spss,
    Stata,
    SasTransport,
    Parquet,
    ArrowFile,
    ArrowStream,

    /// <summary>No table, or none that can be read; the reason was reported.</summary>
    Refused,
}
