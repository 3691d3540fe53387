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
            "patient_id|pat-nr|patnr|patient|patient id|patientid|id|pid|subject|subject id|subjid|usubjid|record_id|study id|studyid|pat "
                + "id|patienten-id|patienten id|fall|fallnr|case|n° patient|numero patient|paciente|PATIENT_ID"),
        ("patients", "age_at_index_years", "age|alter|age at index|age at treatment|alter bei therapie|alter jahre|age years|edad|âge|AGE"),
        ("patients", "sex", "sex|geschlecht|geschl|gender|sexe|sexo|SEX"),
        ("patients", "ecog_ps", "ecog|ecog ps|performance status|ecog status|who ps"),
        ("patients", "primary_site",
            "primary|primary site|primary tumor|primary tumour|primarius|primärtumor|primaertumor|lokalisation primarius|site of primary|"
                + "tumeur primitive|primitif|site primitif|primario|tumor primario"),
        ("patients", "functional_syndrome", "functional syndrome|syndrome|funktionell|hormonsyndrom|functional"),
        ("patients", "differentiation", "differentiation|differenzierung|différenciation"),
        ("patients", "who_grade", "grade|grading|who grade|g|tumor grade|who|grade oms|oms|grado"),
        ("patients", "ki67_percent", "ki67|ki-67|ki 67|mib1|ki67 index|ki67 percent|ki-67 %"),
        ("patients", "mitoses_per_2mm2", "mitoses|mitosen|mitotic count|mitoserate"),
        ("patients", "diagnosis_date",
            "diagnosis|diagnose|diagnosis date|date of diagnosis|diagnosedatum|erstdiagnose|ed|dx date|date diagnostic|fecha diagnostico"),
        ("patients", "liver_mets_date", "liver mets date|liver metastases|lebermetastasen seit|datum lebermetastasen"),
        ("patients", "liver_tumor_burden_percent", "liver tumor burden|tumor burden|tumorlast|hepatic burden|lebertumorlast"),
        ("patients", "bilobar_disease", "bilobar|bilobär"),
        ("patients", "extrahepatic_disease", "extrahepatic disease|extrahepatic|extrahepatisch|ehd"),
        ("patients", "prior_ssa", "prior ssa|ssa|somatostatin analog"),
        ("patients", "prior_prrt", "prior prrt|prrt"),
        ("patients", "vital_status",
            "vital status|status|verstorben|dead|death|deceased|tot|died|os event|event|os_status|décédé|fallecido|dthfl|DTHFL"),
        ("patients", "last_contact_date",
            "last contact|last follow up|last followup|last fu|letzter kontakt|letzte nachsorge|last seen|date last contact|lfu|dernières "
                + "nouvelles|lstalvdt|LSTALVDT|last news"),
        ("patients", "death_date",
            "death date|date of death|tod|todesdatum|sterbedatum|verstorben am|dod|date décès|fecha muerte|dthdt|DTHDT"),
        ("patients", "death_cause", "cause of death|todesursache|death cause|cause décès"),
        ("procedures", "procedure_id", "procedure id|eingriffsnummer|prozedur id"),
        ("procedures", "procedure_date",
            "procedure date|date of procedure|proc date|eingriff datum|eingriffsdatum|datum eingriff|treatment date|therapy date|tace date|"
                + "embolization date|datum tace|date intervention|datum|date|trtsdt|TRTSDT"),
        ("procedures", "modality",
            "modality|procedure|procedure type|proc type|type|art|eingriff art|eingriffsart|therapie|therapy|treatment|verfahren|"
                + "intervention|TRT01A"),
        ("procedures", "target", "target|zielgebiet|lobe|lappen"),
        ("procedures", "agent", "agent|drug|chemotherapeutic|zytostatikum|chemo|medikament"),
        ("procedures", "activity_gbq", "activity|activity gbq|aktivität|aktivitaet|administered activity"),
        ("procedures", "tumor_dose_gy", "tumor dose|tumour dose|tumordosis"),
        ("procedures", "normal_liver_dose_gy", "liver dose|normal liver dose|leberdosis"),
        ("procedures", "lung_shunt_percent", "lung shunt|lungenshunt|shunt"),
        ("procedures", "largest_hepatic_tumor_mm",
            "tumor size|tumour size|tumorgröße|tumorgroesse|largest tumor|largest lesion|max diameter|größter herd|taille tumeur"),
        ("procedures", "length_of_stay_nights", "length of stay|los|nights|liegedauer|verweildauer|nächte"),
        ("procedures", "discharge_date", "discharge|discharge date|entlassung|entlassungsdatum"),
        ("imaging", "imaging_date",
            "imaging date|scan date|date of scan|ct date|mri date|untersuchungsdatum|bildgebung datum|datum bildgebung|staging datum"),
        ("imaging", "modality", "imaging modality|scan type|scan modality|bildgebung"),
        ("imaging", "overall_response",
            "response|overall response|best response|ansprechen|mrecist|recist|resp|réponse|respuesta|OVRLRESP|AVALC"),
        ("imaging", "new_lesions", "new lesions|new lesion|neue läsionen|neue herde"),
        ("adverse_events", "ae_term",
            "adverse event|ae|ae term|nebenwirkung|komplikation|complication|toxicity|event term|effet indésirable|AEDECOD"),
        ("adverse_events", "ae_term_verbatim", "verbatim|ae text|ae verbatim|beschreibung"),
        ("adverse_events", "onset_date", "onset|onset date|ae date|beginn|start date|ae onset|ae start|début|ASTDT"),
        ("adverse_events", "end_date", "ae end|end date|ende|resolved on|AENDT"),
        ("adverse_events", "ctcae_grade", "ctcae|ctcae grade|ctcae grad|ae grade|toxicity grade|schweregrad|grade ctcae|AETOXGR"),
        ("adverse_events", "attribution",
            "attribution|causality|relation|zusammenhang|kausalität|related|imputabilité|ae attribution|AEREL"),
        ("adverse_events", "serious", "serious|sae|schwerwiegend|AESER"),
        ("adverse_events", "outcome", "outcome|ae outcome|ausgang|verlauf|évolution|AEOUT"),
        ("followup_events", "event_date",
            "progression date|date of progression|pd date|progress|datum progress|progressdatum|progression|date progression"),
        ("labs", "lab_date", "lab date|labordatum|date lab"), ("labs", "test", "test|parameter|laborwert|analyte"),
        ("labs", "value", "value|wert|result"), ("labs", "unit", "unit|einheit"),
        ("systemic_therapy", "therapy_class", "systemic therapy|therapy class|systemtherapie"),
        ("systemic_therapy", "start_date", "therapy start|start systemic therapy|beginn systemtherapie"),
    ];

    /// <summary>Words for values of closed lists: the words of a language before the value of the template.</summary>
    private static readonly (string Column, string Value, string Words)[] Values =
    [
        ("sex", "female", "f|w|weiblich|frau|female|woman|femme|mujer|feminin|femenino"),
        ("sex", "male", "m|männlich|maennlich|mann|male|man|homme|hombre|masculin|masculino"),
        ("vital_status", "dead", "dead|deceased|died|death|verstorben|tot|gestorben|ja|yes|y|1|1:deceased|true|décédé|oui|muerto|si|sí"),
        ("vital_status", "alive", "alive|living|lebt|lebend|am leben|nein|no|n|0|0:living|false|vivant|non|vivo"),
        ("modality", "tae", "tae|bland embolization|embolisation|embolization|bland"),
        ("modality", "ctace", "tace|ctace|c-tace|conventional tace|konventionelle tace|chemoembolisation|chemoembolization"),
        ("modality", "deb_tace", "deb-tace|deb tace|debtace|dc bead|debiri|tace mit beads"),
        ("modality", "tare_glass", "tare glass|therasphere|glass"),
        ("modality", "tare_resin", "tare resin|sir-spheres|sirsphere|sirt resin|resin"),
        ("modality", "ablation_rfa", "rfa|radiofrequency"), ("modality", "ablation_mwa", "mwa|microwave|ablation"),
        ("modality", "ct", "ct|computed tomography"), ("modality", "mri", "mri|mrt|mr|irm|rm"),
        ("primary_site", "pancreas", "pancreas|pankreas|pancréas|páncreas|pnet"),
        ("primary_site", "small_bowel", "small bowel|small intestine|dünndarm|duenndarm|ileum|jejunum|midgut|intestin grêle|grêle"),
        ("primary_site", "lung_bronchus", "lung|lunge|bronchus|bronchial|poumon|pulmón"),
        ("primary_site", "unknown_primary", "unknown|cup|unbekannt|unknown primary|unklar|inconnu|desconocido"),
        ("primary_site", "stomach", "stomach|magen|estomac|estómago|gastric"),
        ("primary_site", "rectum", "rectum|rektum"), ("primary_site", "colon", "colon|kolon"), ("primary_site", "appendix", "appendix"),
        ("primary_site", "duodenum", "duodenum"), ("primary_site", "thymus", "thymus"), ("primary_site", "other", "other|andere|sonstige"),
        ("who_grade", "G1", "g1|1|net g1"), ("who_grade", "G2", "g2|2|net g2"), ("who_grade", "G3", "g3|3|net g3"),
        ("who_grade", "NEC", "nec"),
        ("differentiation", "well", "well|gut|g|well differentiated"),
        ("differentiation", "poor", "poor|schlecht|poorly differentiated|undifferentiated"),
        ("overall_response", "CR", "cr|complete response|complete remission"),
        ("overall_response", "PR", "pr|partial response|partial remission"), ("overall_response", "SD", "sd|stable disease|stable"),
        ("overall_response", "PD", "pd|progressive disease|progression|progress"), ("overall_response", "CR", "rc"),
        ("overall_response", "PR", "rp"), ("overall_response", "SD", "ms|ee"), ("overall_response", "PD", "mp|ep"),
        ("overall_response", "NE", "ne|not evaluable"),
        ("agent", "doxorubicin", "doxorubicin|adriamycin|dox"), ("agent", "none", "none|keine|no|-"),
        ("overall_response", "non_CR_non_PD", "non-cr/non-pd|non cr non pd"),
        ("overall_response", "CR", "komplette remission|vollremission|réponse complète"),
        ("overall_response", "PR", "partielle remission|teilremission|réponse partielle"),
        ("overall_response", "SD", "stabile erkrankung|maladie stable|stabil"),
        ("overall_response", "PD", "progrediente erkrankung|progress|progrediente|maladie progressive"),
        ("overall_response", "NE", "nicht beurteilbar|non évaluable"),
        ("ae_term", "post_embolization_syndrome", "postembolisationssyndrom|post-embolization syndrome|pes|syndrome post-embolisation"),
        ("ae_term", "abdominal_pain",
            "bauchschmerzen|schmerzen|oberbauchschmerzen|schmerz|pain|abdominal pain|douleur abdominale|douleurs abdominales|dolor "
                + "abdominal"),
        ("ae_term", "nausea", "übelkeit|uebelkeit|nausée|nausées|náusea"),
        ("ae_term", "vomiting", "erbrechen|vomissement|vomissements|vómitos"), ("ae_term", "fever", "fieber|pyrexia|fièvre|fiebre"),
        ("ae_term", "fatigue", "müdigkeit|muedigkeit|asthenia|asthénie"),
        ("ae_term", "liver_abscess", "leberabszess|abszess|hepatic abscess|abcès hépatique|abcès du foie"),
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
        ("outcome", "resolved", "abgeklungen|behoben|erholt|recovered|recovered/resolved|guéri|résolu|resolved"),
        ("outcome", "resolving", "abklingend|recovering"),
        ("outcome", "ongoing", "anhaltend|andauernd|not recovered|not recovered/not resolved|en cours"),
        ("outcome", "resolved_with_sequelae", "folgeschäden|mit folgen|recovered with sequelae|séquelles"),
        ("outcome", "fatal", "tod|tödlich|verstorben|death|décès"), ("outcome", "unknown", "unbekannt|inconnu"),
        ("event_type", "overall_progression", "progress|progression|pd"), ("death_cause", "other", "andere|sonstige|other|autre"),
        ("death_cause", "unknown", "unbekannt|inconnu|unknown"),
        ("death_cause", "treatment_related", "therapie|behandlung|toxizität|treatment|toxicity"),
        ("death_cause", "disease", "disease|tumor|tumour|progression|tumorprogress|cancer"),
    ];

    private static readonly Dictionary<string, (string Table, string Column)[]> ByName = Columns
        .SelectMany(c => c.Names.Split('|').Append(c.Column).Select(n => (Name: CellText.Plain(n), c.Table, c.Column)))
        .GroupBy(c => c.Name).ToDictionary(g => g.Key, g => g.Select(c => (c.Table, c.Column)).Distinct().ToArray());

    public static IEnumerable<(string Table, string Column)> Of(string name) => ByName.GetValueOrDefault(CellText.Plain(name), []);

    /// <summary>Whether the name of a column asks if somebody died, so that 1 means yes.</summary>
    public static bool AsksForDeath(string name) =>
        CellText.Plain(name) is var plain && new[] { "verstorben", "dead", "death", "deceased", "died", "tot", "gestorben", "event",
            "decede", "fallecido", "dth" }.Any(w => plain.Contains(w, StringComparison.Ordinal));

    /// <summary>The value of a closed list that a word means; null where it is not known.</summary>
    public static string? Value(string column, string text, IReadOnlyCollection<string> allowed)
    {
        if (text.Contains('?')) return null;
        string plain = CellText.Plain(text);
        if (allowed.FirstOrDefault(a => CellText.Plain(a) == plain) is { } same) return same;
        if (allowed.Contains("yes") && plain is "ja" or "y" or "j" or "oui" or "si" or "1" or "true" && allowed.Contains("yes"))
            return "yes";
        if (allowed.Contains("no") && plain is "nein" or "n" or "non" or "0" or "false" && allowed.Contains("no")) return "no";
        foreach ((string of, string value, string words) in Values)
            if (of == column && allowed.Contains(value) && words.Split('|').Any(w => CellText.Plain(w) == plain)) return value;
        return null;
    }
}
