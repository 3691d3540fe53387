#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

// Writes the synthetic cohort: dotnet run data-templates/synthetic/generate-synthetic.cs [-- folder]
//
// INVENTED: no patient of it exists, and it reproduces no published cohort. It has the shape of many: 400 patients with hepatocellular
// carcinoma and one first treatment each, TACE or TARE, chosen by size and vascular invasion, so that the plain comparison is confounded.
// What is true in it is written in README.md. Same bytes on every run: own random numbers, no clock, no culture.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : Path.GetDirectoryName(ThisFile())!;
var patients = new StringBuilder(
    "patient_id,centre,treatment,age_years,sex,cause,ecog,tumours,largest_cm,portal_invasion,afp_ng_ml,bilirubin_mg_dl,albumin_g_dl,"
    + "platelets_10e9_l,inr,creatinine_mg_dl,sodium_mmol_l,ascites,scan_month,response,grade3_90d,os_months,death,cause_of_death\n");
var labs = new StringBuilder("value_id,patient_id,treatment,visit,day,test,value,unit,uln,lln\n");
int values = 0;
for (int i = 1; i <= 400; i++) new Patient(i, new Random((ulong)i * 104729)).Write(patients, labs, ref values);
Directory.CreateDirectory(folder);
File.WriteAllText(Path.Combine(folder, "patients.csv"), patients.ToString(), new UTF8Encoding(false));
File.WriteAllText(Path.Combine(folder, "labs.csv"), labs.ToString(), new UTF8Encoding(false));

static string ThisFile([CallerFilePath] string path = "") => path;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195).</summary>
internal class Random(ulong seed)
{
    private ulong _state = seed;

    public double Unit()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Nearly normal: twelve uniform numbers added up, the same on every machine.</summary>
    public double Normal()
    {
        double sum = -6;
        for (int k = 0; k < 12; k++) sum += Unit();
        return sum;
    }

    public bool Chance(double probability) => Unit() < probability;

    public bool Odds(double log) => Chance(1 / (1 + Math.Exp(-log)));

    public int Between(int first, int last) => first + (int)(Unit() * (last - first + 1));
}

internal class Patient(int number, Random random)
{
    public void Write(StringBuilder patients, StringBuilder labs, ref int values)
    {
        string id = $"H{number:000}", centre = random.Chance(0.55) ? "A" : "B";
        double age = Math.Clamp(Math.Round(65 + 9 * random.Normal()), 34, 88);
        bool male = random.Chance(0.78);
        string cause = random.Unit() switch { < 0.42 => "viral", < 0.68 => "alcohol", < 0.9 => "metabolic", _ => "other" };
        bool ecog = random.Odds(-0.6 + 0.03 * (age - 65));
        int tumours = 1;
        while (tumours < 9 && random.Chance(0.52)) tumours++;
        double size = Math.Clamp(Math.Round(Math.Exp(1.5 + 0.5 * random.Normal()), 1), 1.2, 17);
        bool invaded = random.Odds(-1.7 + 0.28 * (size - 5)), main = invaded && random.Chance(0.35);
        double logAfp = 3.1 + 0.12 * (size - 5) + (invaded ? 0.9 : 0) + 2 * random.Normal();
        double liver = random.Normal(); // reserve of the liver: high is bad
        double bilirubin = Math.Round(Math.Exp(-0.15 + 0.35 * liver + 0.25 * random.Normal()), 1);
        double albumin = Math.Clamp(Math.Round(3.75 - 0.3 * liver + 0.3 * random.Normal(), 1), 1.9, 5.2);
        double platelets = Math.Round(Math.Exp(4.95 - 0.15 * liver + 0.35 * random.Normal()));
        double inr = Math.Max(0.9, Math.Round(1.12 + 0.08 * liver + 0.07 * random.Normal(), 2));
        double creatinine = Math.Round(Math.Exp(-0.15 + 0.22 * random.Normal()), 2),
            sodium = Math.Round(139 - 0.8 * liver + 2.2 * random.Normal());
        bilirubin = Math.Max(0.2, bilirubin);
        string ascites = random.Odds(-2.1 + 0.9 * liver) ? random.Chance(0.3) ? "moderate" : "slight" : "none";
        double albi = 0.66 * Math.Log10(17.1 * bilirubin) - 0.85 * albumin;

        bool tare = random.Odds(-0.75 + 1.5 * (invaded ? 1 : 0) + 0.2 * (size - 5) + 0.025 * (age - 65) - 0.25 * (tumours - 2)
            + (centre == "B" ? 0.3 : 0));
        bool responder = random.Odds(0.15 + (tare ? 0.5 : 0) - 0.14 * (size - 5) - 0.2 * (tumours - 2) - (invaded ? 0.4 : 0));
        double risk = (ecog ? 0.4 : 0) + (main ? 0.9 : invaded ? 0.6 : 0) + 0.9 * (albi + 2.4) + 0.07 * (size - 5) + 0.09 * (logAfp - 3.5)
            + 0.06 * (tumours - 2)
            + (tare ? -0.35 : 0) + (responder ? -0.35 : 0);
        double dies = 26 * Math.Pow(-Math.Log(1 - random.Unit()) * Math.Exp(-risk), 1 / 1.15), ends = 10 + 50 * random.Unit();
        bool death = dies <= ends;
        double months = Math.Max(0.2, Math.Round(Math.Min(dies, ends), 1)), scan = Math.Round(1.5 + 2 * random.Unit(), 1);
        string died = !death ? "0" : random.Odds(-0.9 + 1.1 * (albi + 2.4)) ? "liver failure" : random.Chance(0.85) ? "tumour" : "other";
        bool scanned = months > scan && !random.Chance(0.04);
        string response = !scanned ? "NE" : responder ? random.Chance(tare ? 0.4 : 0.3) ? "CR" : "PR"
            : random.Odds(-0.9 + (invaded ? 0.6 : 0)) ? "PD" : "SD";
        bool toxic = random.Odds(-2.1 + 0.9 * (albi + 2.4) + (tare ? 0.15 : 0) + (ecog ? 0.3 : 0));

        bool noAfp = random.Odds(-2.1 + (centre == "B" ? 0.7 : 0)), noEcog = random.Odds(-2.9 + (tare ? 0.5 : 0)),
            noInr = random.Chance(0.05), noSodium = random.Chance(0.03);
        Row(patients, id, centre, tare ? "TARE" : "TACE", age, male ? "male" : "female", cause, noEcog ? null : ecog ? 1 : 0, tumours, size,
            main ? "main" : invaded ? "branch" : "none", noAfp ? null : Afp(Math.Exp(logAfp)), bilirubin, albumin, platelets,
            noInr ? null : inr, creatinine,
            noSodium ? null : sodium, ascites, scanned ? scan : null, response, toxic ? 1 : 0, months, death ? 1 : 0, died);

        foreach ((string visit, int first, int last, double month) in new[] { ("baseline", -14, 0, 0.0), ("month 1", 26, 36, 1),
            ("month 3", 80, 100, 3) })
        {
            int day = random.Between(first, last);
            double drift = month * (tare ? 0.05 : 0.02) * (1 + 0.5 * liver),
                alt = Math.Exp(3.6 + (month == 1 ? tare ? 0.15 : 0.45 : 0) + 0.45 * random.Normal());
            bool missing = month > 0 && (random.Chance(0.1) || months < month + 0.3);
            double now = Math.Max(0.2, bilirubin * Math.Exp(drift + 0.12 * random.Normal() * Math.Min(1, month))),
                protein = albumin - 0.04 * month + 0.12 * random.Normal() * Math.Min(1, month);
            double count = platelets * Math.Exp((month > 0 ? -0.08 : 0) + 0.1 * random.Normal() * Math.Min(1, month));
            if (missing) continue;
            bool si = centre == "B";
            Lab(labs, ref values, id, tare, visit, day, "bilirubin_total", si ? Math.Round(17.1 * now) : Math.Round(now, 1),
                si ? "umol/L" : "mg/dL", si ? 21 : 1.2, si ? 3 : 0.2);
            bool slip = number % 97 == 0 && month == 1; // a unit copied from the line above
            Lab(labs, ref values, id, tare, visit, day, "albumin", si || slip ? Math.Round(10 * protein) : Math.Round(protein, 1),
                si ? "g/L" : "g/dL", si ? 50 : 5, si ? 35 : 3.5);
            Lab(labs, ref values, id, tare, visit, day, "alt", Math.Round(alt), "U/L", 45, 5);
            Lab(labs, ref values, id, tare, visit, day, "platelets", Math.Round(count), "10^9/L", 400, 150);
        }
    }

    private static double Afp(double value) => value < 10 ? Math.Round(Math.Max(0.9, value), 1) : Math.Round(value);

    private static void Lab(StringBuilder labs, ref int values, string id, bool tare, string visit, int day, string test, double value,
        string unit, double upper, double lower) =>
        Row(labs, $"V{++values:00000}", id, tare ? "TARE" : "TACE", visit, day, test, value, unit, upper, lower);

    private static void Row(StringBuilder table, params object?[] cells) =>
        table.AppendJoin(',', cells.Select(c => Convert.ToString(c, CultureInfo.InvariantCulture))).Append('\n');
}
