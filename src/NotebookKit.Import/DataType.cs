namespace NotebookKit.Import;

/// <summary>Type of a column that was read.</summary>
public enum DataType
{
    /// <summary>Text, kept as it stands but for blanks and invisible characters at its ends.</summary>
    Text,

    /// <summary>Whole numbers, exact to 64 bits.</summary>
    Integer,

    /// <summary>Numbers: the nearest double of the text.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>Days, at midnight.</summary>
    Date,

    /// <summary>Days with a time.</summary>
    DateTime,

    /// <summary>Times of day, as text HH:mm or HH:mm:ss.</summary>
    Time,

    /// <summary>Codes with labels (SPSS, Stata, REDCap): the label as text.</summary>
    Category,
}
