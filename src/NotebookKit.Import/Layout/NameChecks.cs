using NotebookKit.Cohorts.Reading;
using System.Text.RegularExpressions;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Layout;

/// <summary>Names of columns that probably hold what identifies a person.</summary>
internal static partial class NameChecks
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "name", "vorname", "nachname", "surname", "firstname", "lastname", "familyname", "givenname", "patientname", "patname",
        "namevorname", "nachnamevorname", "nom", "prenom", "apellido",
        "initials", "initialen", "birthdate", "dateofbirth", "dob", "geburtsdatum", "geburtstag", "gebdatum", "gebdat", "birthday",
        "datenaissance", "datedenaissance", "fechanacimiento",
        "email", "mail", "phone", "telephone", "telefon", "tel", "mobile", "handy", "fax", "address", "adresse", "street", "strasse", "zip",
        "zipcode", "plz", "postcode", "postalcode",
        "mrn", "medicalrecordnumber", "ssn", "socialsecuritynumber", "nhsnumber", "insurancenumber", "versichertennummer",
        "versicherungsnummer", "krankenkassennummer", "fallnummer",
        "patientennummer", "svnr", "ahv", "passport", "hospitalnumber", "aufnahmenummer", "brthdtc", "brthdt",
    };

    public static void Check(IReadOnlyList<string> names, FindingSink findings, int headerRow)
    {
        foreach (string name in names)
            if (Words.Contains(CellText.Plain(name)))
                Warn(findings, headerRow, name, $"The column '{name}' probably identifies persons.");
    }

    public static void CheckValues(TextTable table, int column, FindingSink findings)
    {
        if (Words.Contains(CellText.Plain(table.Names[column]))) return;
        for (int row = 0; row < Math.Min(table.RowCount, 200); row++)
            if (table.Columns[column][row].Contains('@') && Mail().IsMatch(table.Columns[column][row]))
            {
                Warn(findings, table.RowNumber(row), table.Names[column], $"The column '{table.Names[column]}' holds e-mail addresses.");
                return;
            }
    }

    private static void Warn(FindingSink findings, int row, string name, string message) =>
        findings.Warn("possible-identifier", row, name, null, message, "a pseudonym",
            "Take the column out before the file leaves the clinic; analyses need a pseudonym and the age alone.");

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mail();
}
