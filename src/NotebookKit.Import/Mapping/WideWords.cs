using System.Text.RegularExpressions;
using NotebookKit.Cohorts.Reading;

namespace NotebookKit.Import.Mapping;

/// <summary>What the words of columns side by side say about the table they belong to.</summary>
internal static partial class WideWords
{
    private static readonly string[] Procedure = ["tace", "ctace", "debtace", "sirt", "tare", "tae", "rfa", "mwa", "procedure", "proc",
        "px",
        "eingriff", "prozedur", "behandlung", "treatment", "tratamiento", "traitement", "intervention", "intervencion", "procedimiento",
        "embolisation", "embolization", "embolizacion", "radioembolisation", "radioembolization", "radioembolizacion", "ablation",
            "session",
        "sesion", "sitzung", "seance", "therapie", "therapy", "terapia", "cycle", "zyklus", "ciclo", "quimioembolizacion",
        "chemoembolisation", "chemoembolization", "chimioembolisation"];

    private static readonly string[] Scan = ["scan", "bildgebung", "imaging", "staging", "imagerie", "imagen", "ct", "mri", "mrt",
        "irm", "rm",
        "rmn", "tc", "tac", "tdm", "pet", "scanner", "response", "reponse", "respuesta", "ansprechen", "recist", "mrecist", "resp"];

    private static readonly string[] Visit = ["visit", "visite", "visita", "kontrolle", "control", "controle", "followup", "fu",
        "nachsorge",
        "revision", "consulta", "termin", "verlaufskontrolle", "bilan"];

    private static readonly string[] Complication = ["ae", "sae", "komplikation", "complication", "complicacion", "nebenwirkung",
        "toxizitaet",
        "toxicity", "toxicidad", "event", "efecto"];

    /// <summary>The table of a measure; the words of the measure count before those of the group. Null where none says it.</summary>
    public static string? TableOf(string stem, string measure) => One(measure) ?? One(stem);

    /// <summary>Whether the words speak of a visit, at which nothing need have been scanned.</summary>
    public static bool IsVisit(string words) => Tokens(words).Any(t => Visit.Contains(t)) && One(words) is null;

    /// <summary>The words of a name, without case, accents and signs.</summary>
    public static string[] Tokens(string name) =>
        [.. Word().Matches(name).Select(m => CellText.Plain(m.Value)).Where(t => t.Length > 0)];

    private static string? One(string name)
    {
        string[] tokens = Tokens(name);
        return tokens.Any(Scan.Contains) ? "imaging" : tokens.Any(t => Complication.Any(c => Is(t, c))) ? "adverse_events"
            : tokens.Any(t => Procedure.Any(p => Is(t, p))) ? "procedures" : null;
    }

    /// <summary>Short words must be whole, long ones may have an ending.</summary>
    private static bool Is(string token, string word) => token == word || word.Length > 6 && token.StartsWith(word,
        StringComparison.Ordinal);

    // Letters in a row; a capital after a small letter begins a new word.
    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
