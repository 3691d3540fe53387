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
        "namevorname", "nachnamevorname", "nom", "prenom", "apellido", "apellidos", "nombre", "nombres", "nombreyapellidos",
            "apellidosynombre",
        "cognome",
        "initials", "initialen", "iniciales", "initiales", "initialien", "birthdate", "dateofbirth", "dob", "geburtsdatum",
            "geburtstag", "gebdatum", "gebdat", "birthday",
        "datenaissance", "datedenaissance", "fechanacimiento", "fechadenacimiento", "fechanac", "fnac", "fecnac", "datadinascita",
        "email", "mail", "phone", "telephone", "telefon", "tel", "mobile", "handy", "fax", "address", "adresse", "street", "strasse",
            "zip",
        "zipcode", "plz", "postcode", "postalcode",
        "nhc", "numerohistoria", "numerodehistoria", "numerohistoriaclinica", "historiaclinica", "dni", "nie", "nss", "ipp", "nir",
            "codicefiscale",
        "telefono", "movil", "direccion", "correo", "codigopostal", "mrn", "medicalrecordnumber", "ssn", "socialsecuritynumber",
            "nhsnumber", "insurancenumber", "versichertennummer",
        "versicherungsnummer", "krankenkassennummer", "fallnummer",
        "patientennummer", "svnr", "ahv", "passport", "hospitalnumber", "aufnahmenummer", "brthdtc", "brthdt",
    };

    public static bool IsIdentifier(string name) => Words.Contains(CellText.Plain(name));

    public static void Check(IReadOnlyList<string> names, FindingSink findings, int headerRow)
    {
        foreach (string name in names)
            if (IsIdentifier(name))
                Warn(findings, headerRow, name, $"The column '{name}' probably identifies persons.");
    }

    public static void CheckValues(TextTable table, int column, FindingSink findings)
    {
        if (IsIdentifier(table.Names[column])) return;
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
