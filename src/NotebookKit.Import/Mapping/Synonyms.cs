using NotebookKit.Cohorts.Reading;

namespace NotebookKit.Import.Mapping;

/// <summary>
/// Names that physicians give to the columns of the templates, in English, German, French and Spanish, and those of ADaM and cBioPortal.
/// </summary>
internal static class Synonyms
{
    private static readonly (string Table, string Column, string Names)[] Columns =
    [
        ("patients", "patient_id",
            "patient_id|nhc|código|codigo|código paciente|id paciente|nº paciente|n paciente|"
                + "num paciente|pseudonym|pat-nr|patnr|patient|"
                + "patient id|patientid|id|pid|subject|subject id|subjid|usubjid|record_id|study id|studyid|pat "
                + "id|patienten-id|patienten id|fall|fallnr|case|n° patient|numero patient|paciente|PATIENT_ID"),
        ("patients", "age_at_index_years", "age|alter|edad años|edad (años)|age at procedure|alter bei tace|age at index|"
            + "age at treatment|alter bei therapie|alter jahre|age years|edad|âge|AGE"),
        ("patients", "sex", "sex|sexo paciente|geschlecht|geschl|gender|sexe|sexo|SEX"),
        ("patients", "ecog_ps", "ecog|ecog ps|ps ecog|ps|performance status|ecog status|who ps"),
        ("patients", "primary_site",
            "primary|primary site|primary tumor|primary tumour|primarius|primärtumor|primaertumor|lokalisation primarius|site of primary|"
                + "tumeur primitive|primitif|site primitif|primario|tumor primario|tumor|tumour|tumorart|tumortyp|tumorentität|entität|"
                + "tumor entity|tumor type|tumour type|tumeur|diagnose|diagnosis|diagnóstico|diagnostic|tipo tumoral|tipo de tumor|"
                + "localización|localizacion primario|histology|histologie|histología"),
        ("patients", "functional_syndrome", "functional syndrome|syndrome|funktionell|hormonsyndrom|functional"),
        ("patients", "differentiation", "differentiation|differenzierung|différenciation"),
        ("patients", "who_grade", "grade|grading|who grade|g|tumor grade|who|grade oms|oms|grado"),
        ("patients", "ki67_percent", "ki67|ki-67|ki 67|mib1|ki67 index|ki67 percent|ki-67 %"),
        ("patients", "mitoses_per_2mm2", "mitoses|mitosen|mitotic count|mitoserate"),
        ("patients", "diagnosis_date",
            "diagnosis|diagnose|diagnosis date|date of diagnosis|diagnosedatum|erstdiagnose|ed|dx date|date diagnostic|"
                + "date du diagnostic|fecha diagnostico|"
                + "fecha de diagnostico|fecha dx|f diagnostico|datum erstdiagnose|data diagnosi"),
        ("patients", "liver_mets_date", "liver mets date|liver metastases|lebermetastasen seit|datum lebermetastasen"),
        ("patients", "liver_tumor_burden_percent", "liver tumor burden|tumor burden|tumorlast|hepatic burden|lebertumorlast"),
        ("patients", "bilobar_disease", "bilobar|bilobär"),
        ("patients", "extrahepatic_disease", "extrahepatic disease|extrahepatic|extrahepatisch|ehd"),
        ("patients", "prior_ssa", "prior ssa|ssa|somatostatin analog"),
        ("patients", "prior_prrt", "prior prrt|prrt"),
        ("patients", "vital_status",
            "vital status|status|verstorben|dead|death|deceased|tot|died|os event|event|os_status|décédé|fallecido|exitus|éxitus|estado|"
                + "estado vital|situación|vital|alive|lebt|vivo|statut vital|dthfl|DTHFL"),
        ("patients", "last_contact_date",
            "ultimo control|último control|last contact|last follow up|last followup|last fu|letzter kontakt|letzte nachsorge|last seen|"
                + "date last contact|lfu|dernières "
                + "nouvelles|lstalvdt|LSTALVDT|last news|ultimo contacto|último contacto|fecha ultimo contacto|fecha último contacto|"
                + "ultima visita|última visita|fecha ultima visita|ultimo seguimiento|último seguimiento|fecha ultimo seguimiento|"
                + "fecha de último contacto|date last seen|last alive|letzte vorstellung|date dernière nouvelle|data ultimo contatto"),
        ("patients", "death_date",
            "death date|date of death|tod|todesdatum|sterbedatum|verstorben am|dod|date décès|date de décès|fecha muerte|"
                + "fecha de muerte|fecha exitus|fecha éxitus|fecha fallecimiento|fecha defunción|death|died on|data decesso|dthdt|DTHDT"),
        ("patients", "death_cause", "cause of death|todesursache|death cause|cause décès|cause du décès|causa muerte|causa de muerte|"
            + "causa exitus|causa"),
        ("procedures", "procedure_id", "procedure id|eingriffsnummer|prozedur id"),
        ("procedures", "procedure_date",
            "procedure date|date of procedure|proc date|eingriff datum|eingriffsdatum|datum eingriff|treatment date|therapy date|"
                + "tace date|"
                + "fecha procedimiento|fecha tace|fecha de procedimiento|fecha tratamiento|fecha|datum der behandlung|behandlungsdatum|"
                + "embolization date|datum tace|date intervention|datum|date|trtsdt|TRTSDT"),
        ("procedures", "modality",
            "modality|procedure|procedure type|proc type|type|art|eingriff art|eingriffsart|therapie|therapy|treatment|verfahren|"
                + "intervention|TRT01A"),
        ("procedures", "target", "target|zielgebiet|lobe|lappen|lóbulo|lobulo|territorio"),
        ("procedures", "agent", "agent|drug|chemotherapeutic|zytostatikum|chemo|medikament|fármaco|farmaco|citostático|chimiothérapie"),
        ("procedures", "activity_gbq", "activity|activity gbq|aktivität|aktivitaet|administered activity|actividad|"
            + "actividad administrada|activité"),
        ("procedures", "tumor_dose_gy", "tumor dose|tumour dose|tumordosis"),
        ("procedures", "normal_liver_dose_gy", "liver dose|normal liver dose|leberdosis"),
        ("procedures", "lung_shunt_percent", "lung shunt|lungenshunt|shunt"),
        ("procedures", "largest_hepatic_tumor_mm",
            "tumor size|tumour size|tumorgröße|tumorgroesse|largest tumor|largest lesion|max diameter|größter herd|taille tumeur|"
                + "größe|size|taille|tamaño|tamaño tumoral|tamaño lesión|tamaño mayor|diámetro mayor|durchmesser|diameter|diamètre|"
                    + "diámetro|"
                + "herdgröße|largest diameter"),
        ("procedures", "length_of_stay_nights", "length of stay|los|nights|liegedauer|verweildauer|nächte|estancia|noches|días ingreso"),
        ("procedures", "discharge_date", "discharge|discharge date|entlassung|entlassungsdatum"),
        ("imaging", "imaging_date",
            "imaging date|scan date|date of scan|fecha tac|fecha tc|fecha rm|fecha imagen|fecha control|fecha de imagen|date scanner|"
                + "ct date|mri date|untersuchungsdatum|bildgebung datum|datum bildgebung|staging datum"),
        ("imaging", "modality", "imaging modality|scan type|scan modality|bildgebung"),
        ("imaging", "overall_response",
            "response|overall response|best response|ansprechen|mrecist|recist|resp|réponse|respuesta|mejor respuesta|"
                + "respuesta mrecist|evaluación|OVRLRESP|AVALC"),
        ("imaging", "new_lesions", "new lesions|new lesion|neue läsionen|neue herde"),
        ("adverse_events", "ae_term",
            "adverse event|ae|ae term|nebenwirkung|komplikation|complication|toxicity|event term|effet indésirable|"
                + "complicación|complicaciones|complications|efecto adverso|evento adverso|acontecimiento adverso|toxicidad|AEDECOD"),
        ("adverse_events", "ae_term_verbatim", "verbatim|ae text|ae verbatim|beschreibung"),
        ("adverse_events", "onset_date", "onset|onset date|ae date|beginn|start date|ae onset|ae start|début|fecha inicio|inicio|"
                + "fecha complicación|fecha evento|datum komplikation|ASTDT"),
        ("adverse_events", "end_date", "ae end|end date|ende|resolved on|fecha fin|fin|fecha resolución|AENDT"),
        ("adverse_events", "ctcae_grade", "ctcae|ctcae grade|ctcae grad|ae grade|toxicity grade|schweregrad|grade ctcae|grado ctcae|"
            + "gravedad|severity grade|AETOXGR"),
        ("adverse_events", "attribution",
            "attribution|causality|relation|zusammenhang|kausalität|related|imputabilité|relacionado|ae attribution|relación|causalidad|"
                + "relacion|AEREL"),
        ("adverse_events", "serious", "serious|sae|schwerwiegend|AESER"),
        ("adverse_events", "outcome", "outcome|ae outcome|ausgang|verlauf|évolution|desenlace|evolución|resolución|AEOUT"),
        ("followup_events", "event_date",
            "progression date|date of progression|pd date|progress|datum progress|progressdatum|progression|date progression|"
                + "fecha progresión|fecha de progresión|progresión|f progresión|datum der progression"),
        ("labs", "lab_date", "lab date|labordatum|date lab"), ("labs", "test", "test|parameter|laborwert|analyte"),
        ("labs", "value", "value|wert|result"), ("labs", "unit", "unit|einheit"),
        ("systemic_therapy", "therapy_class", "systemic therapy|therapy class|systemtherapie"),
        ("systemic_therapy", "start_date", "therapy start|start systemic therapy|beginn systemtherapie"),
    ];

    /// <summary>Words for values of closed lists: the words of a language before the value of the template.</summary>
    private static readonly (string Column, string Value, string Words)[] Values =
    [
        ("sex", "female", "f|w|weiblich|frau|female|woman|femme|mujer|feminin|femenino"),
        ("sex", "male", "h|m|männlich|maennlich|mann|male|man|homme|hombre|masculin|masculino"),
        ("vital_status", "dead", "dead|deceased|died|death|verstorben|tot|gestorben|ja|yes|y|1|1:deceased|true|décédé|oui|muerto|muerta|"
            + "fallecido|fallecida|exitus|éxitus|si|sí|decesso"),
        ("vital_status", "alive", "alive|living|lebt|lebend|am leben|nein|no|n|0|0:living|false|vivant|non|vivo|viva|vivo sin enfermedad|"
            + "vivo con enfermedad|lebt noch"),
        ("modality", "tae", "tae|bland embolization|embolisation|embolization|bland"),
        ("modality", "ctace", "tace|ctace|c-tace|conventional tace|konventionelle tace|chemoembolisation|chemoembolization"),
        ("modality", "deb_tace", "deb-tace|deb tace|debtace|dc bead|debiri|tace mit beads"),
        ("modality", "tare_glass", "tare glass|therasphere|glass"),
        ("modality", "tare_resin", "tare resin|sir-spheres|sirsphere|sirt resin|resin"),
        ("modality", "ablation_rfa", "rfa|radiofrequency"), ("modality", "ablation_mwa", "mwa|microwave|ablation"),
        ("modality", "ct", "ct|computed tomography"), ("modality", "mri", "mri|mrt|mr|irm|rm"),
        ("primary_site", "hcc",
            "hcc|hepatozelluläres karzinom|hepatocellular carcinoma|leberzellkarzinom|chc|carcinome hépatocellulaire|hepatocarcinoma|"
                + "carcinoma hepatocelular|hepatocellular"),
        ("primary_site", "ccc",
            "ccc|icc|icca|cholangiokarzinom|cholangiocarcinoma|cholangiocarcinome|colangiocarcinoma|gallengangskarzinom"),
        ("primary_site", "pancreas", "pancreas|pankreas|pancréas|páncreas|pnet|pankreas-net|net páncreas|net pankreas|pancreatic net"),
        ("primary_site", "small_bowel", "small bowel|small intestine|dünndarm|duenndarm|ileum|jejunum|midgut|intestin grêle|grêle|"
            + "intestino delgado|"
            + "delgado|íleon|dünndarm-net|net dünndarm"),
        ("primary_site", "lung_bronchus", "lung|lunge|bronchus|bronchial|poumon|pulmón"),
        ("primary_site", "unknown_primary", "unknown|cup|unbekannt|unknown primary|unklar|inconnu|desconocido|no conocido"),
        ("primary_site", "stomach", "stomach|magen|estomac|estómago|gastric"),
        ("primary_site", "rectum", "rectum|rektum"), ("primary_site", "colon", "colon|kolon|côlon"), ("primary_site", "appendix",
            "appendix"),
        ("primary_site", "duodenum", "duodenum"), ("primary_site", "thymus", "thymus"), ("primary_site", "other",
            "other|andere|sonstige|otro|otra|otros|autre"),
        ("who_grade", "G1", "g1|1|net g1"), ("who_grade", "G2", "g2|2|net g2"), ("who_grade", "G3", "g3|3|net g3"),
        ("who_grade", "NEC", "nec"),
        ("differentiation", "well", "well|gut|g|well differentiated"),
        ("differentiation", "poor", "poor|schlecht|poorly differentiated|undifferentiated"),
        ("overall_response", "CR", "cr|complete response|complete remission"),
        ("overall_response", "PR", "pr|partial response|partial remission"), ("overall_response", "SD", "sd|stable disease|stable"),
        ("overall_response", "PD", "pd|progressive disease|progression|progress"), ("overall_response", "CR", "rc"),
        ("overall_response", "PR", "rp"), ("overall_response", "SD", "ms|ee"), ("overall_response", "PD", "mp|ep"),
        ("overall_response", "NE", "ne|not evaluable"),
        ("agent", "doxorubicin", "doxorubicin|adriamycin|dox|doxo|doxorrubicina|doxorubicine|adriamicina"),
        ("agent", "irinotecan", "irinotecan|irinotecán|cpt-11"), ("agent", "cisplatin", "cisplatin|cisplatino|cisplatine"),
        ("agent", "mitomycin", "mitomycin|mitomicina|mitomycine|mitomycin c"), ("agent", "none", "none|keine|no|-"),
        ("overall_response", "non_CR_non_PD", "non-cr/non-pd|non cr non pd"),
        ("overall_response", "CR", "komplette remission|vollremission|réponse complète"),
        ("overall_response", "CR", "respuesta completa|rc completa|completa"),
        ("overall_response", "PR", "respuesta parcial|parcial"),
        ("overall_response", "SD", "enfermedad estable|estable|se|stabile"),
        ("overall_response", "PD", "enfermedad progresiva|progresión|progresion|progresiva|ep|progredient|progressiv"),
        ("overall_response", "NE", "no evaluable|no valorable"),
        ("overall_response", "PR", "partielle remission|teilremission|réponse partielle"),
        ("overall_response", "SD", "stabile erkrankung|maladie stable|stabil"),
        ("overall_response", "PD", "progrediente erkrankung|progress|progrediente|maladie progressive"),
        ("overall_response", "NE", "nicht beurteilbar|non évaluable"),
        ("ae_term", "post_embolization_syndrome",
            "postembolisationssyndrom|post-embolization syndrome|pes|syndrome post-embolisation|síndrome postembolización|"
                + "sd postembolización|sd. postembolización"),
        ("ae_term", "abdominal_pain",
            "bauchschmerzen|schmerzen|oberbauchschmerzen|schmerz|pain|abdominal pain|douleur abdominale|douleurs abdominales|dolor "
                + "abdominal"),
        ("ae_term", "nausea", "übelkeit|uebelkeit|nausée|nausées|náusea|náuseas"),
        ("ae_term", "vomiting", "erbrechen|vomissement|vomissements|vómitos"), ("ae_term", "fever", "fieber|pyrexia|fièvre|fiebre"),
        ("ae_term", "fatigue", "müdigkeit|muedigkeit|asthenia|asthénie"),
        ("ae_term", "liver_abscess", "leberabszess|abszess|hepatic abscess|absceso hepático|absceso|abcès hépatique|abcès du foie"),
        ("ae_term", "cholecystitis", "cholezystitis|cholécystite"), ("ae_term", "ascites", "aszites|ascite"),
        ("ae_term", "hepatic_failure", "leberversagen|liver failure|insuffisance hépatique"),
        ("ae_term", "portal_vein_thrombosis", "pfortaderthrombose|pvt|thrombose porte"),
        ("ae_term", "gi_ulcer", "ulkus|magenulkus|gastric ulcer|ulcère"), ("ae_term", "pancreatitis", "pankreatitis|pancréatite"),
        ("ae_term", "puncture_site_hematoma", "leistenhämatom|hämatom|hematoma|hématome"),
        ("ae_term", "hemorrhage", "blutung|bleeding|hémorragie"), ("ae_term", "encephalopathy", "enzephalopathie|encéphalopathie"),
        ("ae_term", "other", "sonstiges|andere|other|autre"),
        ("attribution", "unrelated", "kein|kein zusammenhang|nein|nicht|none|not related|no|non lié"),
        ("attribution", "unlikely", "unwahrscheinlich|improbable"), ("attribution", "possible", "möglich|moeglich|possible"),
        ("attribution", "probable", "wahrscheinlich|likely|probable"), ("attribution", "definite", "sicher|gesichert|certain|definitely"),
        ("attribution", "unknown", "unbekannt|unklar|inconnu"),
        ("outcome", "resolved", "resuelto|resuelta|recuperado|abgeklungen|behoben|erholt|recovered|recovered/resolved|guéri|résolu|"
            + "resolved"),
        ("outcome", "resolving", "abklingend|recovering"),
        ("outcome", "ongoing", "en curso|persistente|anhaltend|andauernd|not recovered|not recovered/not resolved|en cours"),
        ("outcome", "resolved_with_sequelae", "folgeschäden|mit folgen|recovered with sequelae|séquelles"),
        ("outcome", "fatal", "muerte|éxitus|tod|tödlich|verstorben|death|décès"), ("outcome", "unknown", "unbekannt|inconnu"),
        ("event_type", "overall_progression", "progress|progression|pd"), ("death_cause", "other", "andere|sonstige|other|autre"),
        ("death_cause", "unknown", "desconocida|desconocido|no consta|unbekannt|inconnu|unknown"),
        ("death_cause", "treatment_related", "therapie|behandlung|toxizität|treatment|toxicity"),
        ("death_cause", "disease", "progresión tumoral|progresión|tumoral|enfermedad|progrès tumoral|grunderkrankung|disease|tumor|"
            + "tumour|progression|tumorprogress|cancer"),
    ];

    private static readonly Dictionary<string, (string Table, string Column)[]> ByName = Columns
        .SelectMany(c => c.Names.Split('|').Append(c.Column).Select(n => (Name: CellText.Plain(n), c.Table, c.Column)))
        .GroupBy(c => c.Name).ToDictionary(g => g.Key, g => g.Select(c => (c.Table, c.Column)).Distinct().ToArray());

    public static IEnumerable<(string Table, string Column)> Of(string name) => ByName.GetValueOrDefault(CellText.Plain(name), []);

    private static readonly HashSet<string> DateWords = new(StringComparer.Ordinal) { "date", "datum", "fecha", "data", "dt", "tag",
        "dia" },
        FillWords = new(StringComparer.Ordinal) { "de", "del", "la", "el", "of", "the", "der", "die", "des", "du", "con", "mit", "with",
            "am",
            "at", "en", "von", "bei", "und", "y", "et", "no", "nr", "the" };

    private static readonly (string Table, string Column, string[] Words)[] ByWords = [.. Columns
        .SelectMany(c => c.Names.Split('|').Select(n => (c.Table, c.Column, Words: WordsOf(n, c.Column)))).Where(c =>
            c.Words.Length > 0)];

    /// <summary>Whether a name is a word for a day and nothing else.</summary>
    public static bool IsDateWord(string name) => WideWords.Tokens(name) is { Length: > 0 } tokens && tokens.All(
        t => DateWords.Contains(t) || FillWords.Contains(t));

    /// <summary>
    /// Columns of which a name holds all words, in any order: whole where it holds no others. Words for days and words that fill do not
    /// count.
    /// </summary>
    public static IEnumerable<(string Table, string Column, bool Whole)> Within(string name)
    {
        foreach ((string table, string column, string[] words) in ByWords)
        {
            string[] own = WordsOf(name, column);
            if (own.Length == 0 || !words.All(own.Contains)) continue;
            if (words.Length == own.Length) yield return (table, column, true);
            else if (words.Length > 1 || words[0].Length > 6) yield return (table, column, false);
        }
    }

    private static string[] WordsOf(string name, string column) => [.. WideWords.Tokens(name)
        .Concat(System.Text.RegularExpressions.Regex.Matches(name, "[0-9]+").Select(m => m.Value)).Where(t => !FillWords.Contains(t)
            && !(column.EndsWith("_date", StringComparison.Ordinal) && DateWords.Contains(t))).Distinct()];

    /// <summary>
    /// Whether yes (or 1) in a column of this name means dead, as its name asks for death or for life; null where it asks for neither.
    /// </summary>
    public static bool? AsksForDeath(string name)
    {
        string plain = CellText.Plain(name);
        bool Holds(params string[] words) => words.Any(w => plain.Contains(w, StringComparison.Ordinal));
        return Holds("verstorben", "dead", "death", "deceased", "died", "tot", "gestorben", "event", "decede", "fallecid", "exitus",
            "muert",
            "dth") ? true : Holds("alive", "lebt", "lebend", "vivo", "viva", "vivant", "living") ? false : null;
    }

    /// <summary>What yes or no (also as 1 and 0) says; null for other words.</summary>
    public static bool? YesOrNo(string text) => CellText.Plain(text) switch
    {
        "ja" or "j" or "yes" or "y" or "oui" or "o" or "si" or "s" or "1" or "true" or "x" => true,
        "nein" or "n" or "no" or "non" or "0" or "false" => false,
        _ => null,
    };

    /// <summary>The value of a closed list that a word means; null where it is not known.</summary>
    /// <param name="column">Column of the templates.</param>
    /// <param name="text">The word of the user.</param>
    /// <param name="allowed">The words of the list.</param>
    /// <param name="open">Whether the list is open, so that words of other tumours stand beside it.</param>
    public static string? Value(string column, string text, IReadOnlyCollection<string> allowed, bool open = false)
    {
        if (text.Contains('?')) return null;
        string plain = CellText.Plain(text);
        if (allowed.FirstOrDefault(a => CellText.Plain(a) == plain) is { } same) return same;
        if (allowed.Contains("yes") && YesOrNo(text) is { } answer && (answer || allowed.Contains("no"))) return answer ? "yes" : "no";
        foreach ((string of, string value, string words) in Values)
            if (of == column && (allowed.Contains(value) || open) && words.Split('|').Any(w => CellText.Plain(w) == plain)) return value;
        return null;
    }
}
