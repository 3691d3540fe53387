namespace NotebookKit.Adjusted.Scores;

/// <summary>
/// Liver, inflammation and tumour-burden scores from single values; a missing part is the caller's to exclude, never 0 points.
/// </summary>
/// <remarks>Bounds are compared at 10 significant digits, so that −2.60 computed as −2.5999999999 stays grade 1; halves are rounded
/// up.</remarks>
public static class LiverScore
{
    /// <summary>ALBI: 0.66 log₁₀ bilirubin − 0.085 albumin (Johnson et al. 2015, doi:10.1200/JCO.2014.57.9151).</summary>
    /// <param name="bilirubin">Bilirubin, µmol/L, above 0.</param>
    /// <param name="albumin">Albumin, g/L.</param>
    public static double Albi(double bilirubin, double albumin) =>
        0.66 * Math.Log10(Positive(bilirubin, "bilirubin")) - 0.085 * Positive(albumin, "albumin");

    /// <summary>ALBI grade 1 (≤ −2.60), 2 (≤ −1.39) or 3.</summary>
    public static int AlbiGrade(double albi) => Digits(albi) <= -2.60 ? 1 : Digits(albi) <= -1.39 ? 2 : 3;

    /// <summary>Modified ALBI grade: 2 is split at −2.27 into 2a and 2b (Hiraoka et al. 2019, doi:10.1159/000494844).</summary>
    public static string ModifiedAlbiGrade(double albi) =>
        Digits(albi) <= -2.60 ? "1" : Digits(albi) <= -2.27 ? "2a" : Digits(albi) <= -1.39 ? "2b" : "3";

    /// <summary>PALBI, ALBI with platelets (Roayaie et al. 2015).</summary>
    /// <param name="bilirubin">Bilirubin, µmol/L.</param>
    /// <param name="albumin">Albumin, g/L.</param>
    /// <param name="platelets">Platelets, 10⁹/L.</param>
    public static double Palbi(double bilirubin, double albumin, double platelets)
    {
        double b = Math.Log10(Positive(bilirubin, "bilirubin")), p = Math.Log10(Positive(platelets, "platelets"));
        return 2.02 * b - 0.37 * b * b - 0.04 * Positive(albumin, "albumin") - 3.48 * p + 1.01 * p * p;
    }

    /// <summary>PALBI grade 1 (≤ −2.53), 2 (≤ −2.09) or 3.</summary>
    public static int PalbiGrade(double palbi) => Digits(palbi) <= -2.53 ? 1 : Digits(palbi) <= -2.09 ? 2 : 3;

    /// <summary>EZ-ALBI: bilirubin − 9 albumin in mg/dL and g/dL (Kariyama et al. 2020).</summary>
    /// <param name="bilirubin">Bilirubin, µmol/L.</param>
    /// <param name="albumin">Albumin, g/L.</param>
    public static double EzAlbi(double bilirubin, double albumin) =>
        Positive(bilirubin, "bilirubin") / LabUnits.BilirubinFactor - 0.9 * Positive(albumin, "albumin");

    /// <summary>EZ-ALBI grade 1 (≤ −34.4), 2 (≤ −22.2) or 3.</summary>
    public static int EzAlbiGrade(double ezAlbi) => Digits(ezAlbi) <= -34.4 ? 1 : Digits(ezAlbi) <= -22.2 ? 2 : 3;

    /// <summary>Child-Pugh points, 5 to 15 (Pugh et al. 1973, doi:10.1002/bjs.1800600817).</summary>
    /// <param name="bilirubin">Bilirubin, µmol/L.</param>
    /// <param name="albumin">Albumin, g/L.</param>
    /// <param name="inr">INR.</param>
    /// <param name="ascites">0 none, 1 slight, 2 moderate or severe.</param>
    /// <param name="encephalopathy">West-Haven grade 0 to 4.</param>
    public static int ChildPughPoints(double bilirubin, double albumin, double inr, int ascites, int encephalopathy)
    {
        double b = Digits(Positive(bilirubin, "bilirubin") / LabUnits.BilirubinFactor), a = Digits(Positive(albumin, "albumin") / 10),
            i = Digits(Positive(inr, "INR"));
        if (ascites is < 0 or > 2)
            throw new ArgumentException($"Found ascites {ascites}; expected 0 (none), 1 (slight) or 2 (moderate or severe).");
        if (encephalopathy is < 0 or > 4) throw new ArgumentException($"Found encephalopathy grade {encephalopathy}; expected 0 to 4.");
        return (b < 2 ? 1 : b <= 3 ? 2 : 3) + (a > 3.5 ? 1 : a >= 2.8 ? 2 : 3) + (i < 1.7 ? 1 : i <= 2.3 ? 2 : 3) + ascites + 1
            + (encephalopathy == 0 ? 1 : encephalopathy <= 2 ? 2 : 3);
    }

    /// <summary>Child-Pugh class A (5–6), B (7–9) or C.</summary>
    public static string ChildPughClass(int points) =>
        points is < 5 or > 15 ? throw new ArgumentException($"Found {points} points; expected 5 to 15.") : points <= 6 ? "A" : points <= 9
            ? "B"
            : "C";

    /// <summary>
    /// MELD before rounding: 3.78 ln bilirubin + 11.2 ln INR + 9.57 ln creatinine + 6.43, mg/dL; values below 1 count 1, creatinine at most
    /// 4, dialysis 4.
    /// </summary>
    /// <param name="bilirubin">Bilirubin, µmol/L.</param>
    /// <param name="inr">INR.</param>
    /// <param name="creatinine">Creatinine, µmol/L.</param>
    /// <param name="dialysis">Dialysis twice within a week.</param>
    public static double MeldRaw(double bilirubin, double inr, double creatinine, bool dialysis = false) =>
        3.78 * LogBilirubin(bilirubin) + 11.2 * Math.Log(Math.Max(1, Positive(inr, "INR")))
            + 9.57 * Math.Log(Creatinine(creatinine, dialysis, 4)) + 6.43;

    /// <summary>MELD, 6 to 40 (Kamath et al. 2001, doi:10.1053/jhep.2001.22172).</summary>
    /// <inheritdoc cref="MeldRaw"/>
    public static int Meld(double bilirubin, double inr, double creatinine, bool dialysis = false) =>
        Bounded(MeldRaw(bilirubin, inr, creatinine, dialysis));

    /// <summary>MELD-Na of OPTN since 2016: M + 1.32 (137 − Na) − 0.033 M (137 − Na) if M above 11, sodium 125 to 137.</summary>
    /// <param name="bilirubin">Bilirubin, µmol/L.</param>
    /// <param name="inr">INR.</param>
    /// <param name="creatinine">Creatinine, µmol/L.</param>
    /// <param name="sodium">Sodium, mmol/L.</param>
    /// <param name="dialysis">Dialysis twice within a week.</param>
    public static int MeldSodium(double bilirubin, double inr, double creatinine, double sodium, bool dialysis = false)
    {
        int m = MeldInitial(bilirubin, inr, creatinine, dialysis);
        double na = Math.Clamp(Positive(sodium, "sodium"), 125, 137);
        return Bounded(m > 11 ? m + 1.32 * (137 - na) - 0.033 * m * (137 - na) : m);
    }

    /// <summary>
    /// MELD-Na of 2008 before rounding: M − Na − 0.025 M (140 − Na) + 140, M between 6 and 40, sodium 125 to 140 (Kim et al. 2008,
    /// doi:10.1056/NEJMoa0801209).
    /// </summary>
    /// <inheritdoc cref="MeldSodium"/>
    public static double MeldSodium2008Raw(double bilirubin, double inr, double creatinine, double sodium, bool dialysis = false)
    {
        double m = Math.Clamp(MeldRaw(bilirubin, inr, creatinine, dialysis), 6, 40), na = Math.Clamp(Positive(sodium, "sodium"), 125, 140);
        return m - na - 0.025 * m * (140 - na) + 140;
    }

    /// <summary>MELD-Na of 2008, 6 to 40; papers before 2016 use it.</summary>
    /// <inheritdoc cref="MeldSodium2008Raw"/>
    public static int MeldSodium2008(double bilirubin, double inr, double creatinine, double sodium, bool dialysis = false) =>
        Bounded(MeldSodium2008Raw(bilirubin, inr, creatinine, sodium, dialysis));

    /// <summary>MELD(i) of OPTN 2016: rounded to the tenth before it is multiplied by 10.</summary>
    internal static int MeldInitial(double bilirubin, double inr, double creatinine, bool dialysis)
    {
        double m = 0.957 * Math.Log(Creatinine(creatinine, dialysis, 4)) + 0.378 * LogBilirubin(bilirubin)
            + 1.12 * Math.Log(Math.Max(1, Positive(inr, "INR"))) + 0.643;
        return (int)Math.Floor(LabUnits.Digits(m, 12) * 10 + 0.5);
    }

    /// <summary>MELD 3.0 before rounding (Kim et al. 2021, doi:10.1053/j.gastro.2021.08.050).</summary>
    /// <param name="bilirubin">Bilirubin, µmol/L.</param>
    /// <param name="inr">INR.</param>
    /// <param name="creatinine">Creatinine, µmol/L; at most 3 mg/dL, dialysis 3.</param>
    /// <param name="sodium">Sodium, mmol/L.</param>
    /// <param name="albumin">Albumin, g/L.</param>
    /// <param name="female">Whether the patient is a woman.</param>
    /// <param name="dialysis">Dialysis twice within a week.</param>
    public static double Meld3Raw(double bilirubin, double inr, double creatinine, double sodium, double albumin, bool female,
        bool dialysis = false)
    {
        double b = LogBilirubin(bilirubin), na = Math.Clamp(Positive(sodium, "sodium"), 125, 137),
            a = Math.Clamp(Positive(albumin, "albumin") / 10, 1.5, 3.5), c = Math.Log(Creatinine(creatinine, dialysis, 3));
        return (female ? 1.33 : 0) + 4.56 * b + 0.82 * (137 - na) - 0.24 * (137 - na) * b
            + 9.09 * Math.Log(Math.Max(1, Positive(inr, "INR"))) + 11.14 * c + 1.85 * (3.5 - a) - 1.83 * (3.5 - a) * c + 6;
    }

    /// <summary>MELD 3.0, 6 to 40.</summary>
    /// <inheritdoc cref="Meld3Raw"/>
    public static int Meld3(double bilirubin, double inr, double creatinine, double sodium, double albumin, bool female,
        bool dialysis = false) =>
        Bounded(Meld3Raw(bilirubin, inr, creatinine, sodium, albumin, female, dialysis));

    /// <summary>APRI: (AST / upper limit) / platelets × 100 (Wai et al. 2003, doi:10.1053/jhep.2003.50346).</summary>
    /// <param name="ast">AST, U/L.</param>
    /// <param name="astUpperLimit">Upper limit of normal, U/L.</param>
    /// <param name="platelets">Platelets, 10⁹/L.</param>
    public static double Apri(double ast, double astUpperLimit, double platelets) =>
        Positive(ast, "AST") / Positive(astUpperLimit, "AST upper limit") / Positive(platelets, "platelets") * 100;

    /// <summary>FIB-4: age × AST / (platelets √ALT) (Sterling et al. 2006, doi:10.1002/hep.21178).</summary>
    /// <param name="age">Age, years.</param>
    /// <param name="ast">AST, U/L.</param>
    /// <param name="alt">ALT, U/L.</param>
    /// <param name="platelets">Platelets, 10⁹/L.</param>
    public static double Fib4(double age, double ast, double alt, double platelets) =>
        Positive(age, "age") * Positive(ast, "AST") / (Positive(platelets, "platelets") * Math.Sqrt(Positive(alt, "ALT")));

    /// <summary>Ratio of two counts, such as neutrophils to lymphocytes (NLR) or platelets to lymphocytes (PLR).</summary>
    public static double Ratio(double numerator, double denominator) => Positive(numerator, "count") / Positive(denominator, "count");

    /// <summary>
    /// HAP points: albumin below 36 g/L, bilirubin above 17 µmol/L, AFP above 400 ng/mL, size above 7 cm (Kadalayil et al. 2013,
    /// doi:10.1093/annonc/mdt247).
    /// </summary>
    /// <param name="albumin">Albumin, g/L.</param>
    /// <param name="bilirubin">Bilirubin, µmol/L.</param>
    /// <param name="afp">Alpha-fetoprotein, ng/mL.</param>
    /// <param name="largest">Largest tumour, cm.</param>
    public static int HapPoints(double albumin, double bilirubin, double afp, double largest) =>
        (Digits(Positive(albumin, "albumin")) < 36 ? 1 : 0) + (Digits(Positive(bilirubin, "bilirubin")) > 17 ? 1 : 0)
            + (NotNegative(afp, "AFP") > 400 ? 1 : 0) + (Digits(Positive(largest, "largest tumour")) > 7 ? 1 : 0);

    /// <summary>HAP class A (0), B (1), C (2), D (more).</summary>
    public static string HapClass(int points) =>
        points switch { 0 => "A", 1 => "B", 2 => "C", > 2 and <= 4 => "D",
            _ => throw new ArgumentException($"Found {points} points; expected 0 to 4.") };

    /// <summary>
    /// Six-and-twelve: low (sum of size in cm and number ≤ 6), intermediate (≤ 12) or high (Wang et al. 2019,
    /// doi:10.1016/j.jhep.2019.01.013).
    /// </summary>
    public static string SixAndTwelve(double largest, int tumours) =>
        Digits(Sum(largest, tumours)) <= 6 ? "low" : Digits(Sum(largest, tumours)) <= 12 ? "intermediate" : "high";

    /// <summary>Up-to-seven: within (sum ≤ 7) or beyond (Mazzaferro et al. 2009, doi:10.1016/S1470-2045(08)70284-5).</summary>
    public static string UpToSeven(double largest, int tumours) => Digits(Sum(largest, tumours)) <= 7 ? "within" : "beyond";

    /// <summary>Tumour burden score √(size² + number²) (Sasaki et al. 2018, doi:10.1097/SLA.0000000000002064).</summary>
    public static double TumourBurdenScore(double largest, int tumours) =>
        Math.Sqrt(Positive(largest, "largest tumour") * largest + (double)tumours * tumours);

    /// <summary>BCLC stage 0, A, B, C or D (Reig et al. 2022, doi:10.1016/j.jhep.2021.11.018).</summary>
    /// <param name="largest">Largest tumour, cm.</param>
    /// <param name="tumours">Number of tumours.</param>
    /// <param name="spread">Vascular invasion or extrahepatic spread.</param>
    /// <param name="childPughClass">A, B or C.</param>
    /// <param name="performance">ECOG performance status 0 to 4.</param>
    /// <param name="transplantable">Whether end-stage liver function can be mended by transplantation; only then Child-Pugh C is not
    /// D.</param>
    /// <remarks>D: ECOG above 2 or Child-Pugh C without transplantation; C: spread or ECOG 1–2; 0: single ≤ 2 cm; A: single, or up to 3 of
    /// ≤ 3 cm; else B.</remarks>
    public static string Bclc(double largest, int tumours, bool spread, string childPughClass, int performance, bool transplantable = false)
    {
        if (childPughClass is not ("A" or "B" or "C"))
            throw new ArgumentException($"Found Child-Pugh class '{childPughClass}'; expected A, B or C.");
        if (performance is < 0 or > 4) throw new ArgumentException($"Found ECOG {performance}; expected 0 to 4.");
        if (tumours < 1) throw new ArgumentException($"Found {tumours} tumours; expected at least 1.");
        double size = Digits(Positive(largest, "largest tumour"));
        if (performance > 2 || (childPughClass == "C" && !transplantable)) return "D";
        if (spread || performance > 0) return "C";
        return tumours == 1 && size <= 2 ? "0" : tumours == 1 || (tumours <= 3 && size <= 3) ? "A" : "B";
    }

    private static double LogBilirubin(double bilirubin) =>
        Math.Log(Math.Max(1, Positive(bilirubin, "bilirubin") / LabUnits.BilirubinFactor));

    private static double Creatinine(double creatinine, bool dialysis, double most) =>
        dialysis ? most : Math.Clamp(Positive(creatinine, "creatinine") / LabUnits.CreatinineFactor, 1, most);

    private static double Sum(double largest, int tumours) =>
        tumours < 1
            ? throw new ArgumentException($"Found {tumours} tumours; expected at least 1.")
            : Positive(largest, "largest tumour") + tumours;

    private static int Bounded(double score) => Math.Clamp((int)Math.Floor(Digits(score) + 0.5), 6, 40);

    private static double Digits(double x) => LabUnits.Digits(x, 10);

    private static double Positive(double x, string what) =>
        x > 0 && double.IsFinite(x) ? x : throw new ArgumentException(
            FormattableString.Invariant($"Found {what} {x}; expected a number above 0."));

    private static double NotNegative(double x, string what) =>
        x >= 0 && double.IsFinite(x) ? x : throw new ArgumentException(
            FormattableString.Invariant($"Found {what} {x}; expected 0 or more."));
}
