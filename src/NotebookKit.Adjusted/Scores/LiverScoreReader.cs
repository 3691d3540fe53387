namespace NotebookKit.Adjusted.Scores;

/// <summary>Computes every score whose columns are given.</summary>
internal sealed class LiverScoreReader
{
    private readonly ColumnReader _reader;
    private readonly LiverScoreColumns _columns;
    private readonly int _n;
    private readonly List<LabFinding> _findings = [];
    private readonly List<ScoreColumn> _scores = [];

    private LiverScoreReader(DataFrame frame, LiverScoreColumns columns)
    {
        (_reader, _columns) = (new ColumnReader(frame), columns);
        _n = _reader.RowCount;
    }

    public static LiverScoreTable Read(DataFrame frame, LiverScoreColumns columns)
    {
        var reader = new LiverScoreReader(frame, columns);
        reader.Compute();
        if (reader._scores.Count == 0)
            throw new ArgumentException(
                "No score can be computed: none has all its columns. ALBI, for example, needs Bilirubin and Albumin, each with its unit.");
        return new LiverScoreTable { Scores = [.. reader._scores], Findings = [.. reader._findings.Distinct()], N = reader._n,
            Frame = frame };
    }

    private void Compute()
    {
        const string metastases = "cirrhosis and HCC; in metastases a measure of liver function alone";
        double?[]? b = Lab(_columns.Bilirubin, LabQuantity.Bilirubin), a = Lab(_columns.Albumin, LabQuantity.Albumin),
            p = Lab(_columns.Platelets, LabQuantity.Platelets);
        double?[]? inr = Lab(_columns.Inr is { } i ? new LabColumn(i, "1") : null, LabQuantity.Inr),
            cr = Lab(_columns.Creatinine, LabQuantity.Creatinine), na = Lab(_columns.Sodium, LabQuantity.Sodium);
        double?[]? ast = Lab(_columns.Ast, LabQuantity.Ast), alt = Lab(_columns.Alt, LabQuantity.Alt),
            neut = Lab(_columns.Neutrophils, LabQuantity.Neutrophils), lymph = Lab(_columns.Lymphocytes, LabQuantity.Lymphocytes);
        double?[]? afp = Lab(_columns.Afp, LabQuantity.Afp), size = Lab(_columns.LargestTumour, LabQuantity.Length),
            tumours = Plain(_columns.Tumours), age = Plain(_columns.Age);
        double?[]? ascites = Ascites(), enc = Plain(_columns.Encephalopathy), ecog = Plain(_columns.Performance),
            spread = Plain(_columns.Spread);
        double?[] dialysis = Plain(_columns.Dialysis) ?? [.. Enumerable.Repeat((double?)0, _n)];
        double?[]? female = _columns.Sex is { } sex
            ? [.. _reader.Texts(sex).Select(t => t is null ? (double?)null : t == _columns.Female ? 1 : 0)]
            : null;
        double?[]? uln = _columns.AstUpperLimit is { } u && _columns.Ast is { } ac
            ? [.. Enumerable.Repeat((double?)(u * LabUnits.Factor(LabQuantity.Ast, ac.Unit)), _n)]
            : null;

        Number("albi", "0.66 log10(bilirubin µmol/L) − 0.085 albumin g/L", "Johnson 2015", "HCC", [b, a], v => LiverScore.Albi(v[0], v[1]));
        Grade("albi_grade", "≤ −2.60: 1; ≤ −1.39: 2; else 3", "Johnson 2015", "HCC", [b, a],
            v => Text(LiverScore.AlbiGrade(LiverScore.Albi(v[0], v[1]))));
        Grade("malbi_grade", "grade 2 split at −2.27", "Hiraoka 2019", "HCC", [b, a],
            v => LiverScore.ModifiedAlbiGrade(LiverScore.Albi(v[0], v[1])));
        Number("palbi", "2.02 lb − 0.37 lb² − 0.04 albumin g/L − 3.48 lp + 1.01 lp²; lb, lp: log10 of bilirubin µmol/L, platelets 10⁹/L",
            "Roayaie 2015", "HCC", [b, a, p], v => LiverScore.Palbi(v[0], v[1], v[2]));
        Grade("palbi_grade", "≤ −2.53: 1; ≤ −2.09: 2; else 3", "Roayaie 2015", "HCC", [b, a, p],
            v => Text(LiverScore.PalbiGrade(LiverScore.Palbi(v[0], v[1], v[2]))));
        Number("ez_albi", "bilirubin mg/dL − 9 albumin g/dL", "Kariyama 2020", "HCC", [b, a], v => LiverScore.EzAlbi(v[0], v[1]));
        Grade("ez_albi_grade", "≤ −34.4: 1; ≤ −22.2: 2; else 3", "Kariyama 2020", "HCC", [b, a],
            v => Text(LiverScore.EzAlbiGrade(LiverScore.EzAlbi(v[0], v[1]))));
        Number("child_pugh_points", "bilirubin, albumin, INR, ascites, encephalopathy: 1–3 points each", "Pugh 1973", metastases,
            [b, a, inr, ascites, enc], v => LiverScore.ChildPughPoints(v[0], v[1], v[2], (int)v[3], (int)v[4]));
        Grade("child_pugh_class", "A 5–6, B 7–9, C 10–15", "Pugh 1973", metastases, [b, a, inr, ascites, enc],
            v => LiverScore.ChildPughClass(LiverScore.ChildPughPoints(v[0], v[1], v[2], (int)v[3], (int)v[4])));
        Number("meld", "3.78 ln bilirubin + 11.2 ln INR + 9.57 ln creatinine + 6.43 (mg/dL)", "Kamath 2001", metastases,
            [b, inr, cr, dialysis], v => LiverScore.Meld(v[0], v[1], v[2], v[3] == 1));
        Number("meld_na", "M + 1.32 (137 − Na) − 0.033 M (137 − Na) if M > 11", "OPTN 2016", metastases, [b, inr, cr, na, dialysis],
            v => LiverScore.MeldSodium(v[0], v[1], v[2], v[3], v[4] == 1));
        Number("meld_na_2008", "M − Na − 0.025 M (140 − Na) + 140", "Kim 2008", metastases, [b, inr, cr, na, dialysis],
            v => LiverScore.MeldSodium2008(v[0], v[1], v[2], v[3], v[4] == 1));
        Number("meld_3", "MELD with sex and albumin", "Kim 2021", metastases, [b, inr, cr, na, a, female, dialysis],
            v => LiverScore.Meld3(v[0], v[1], v[2], v[3], v[4], v[5] == 1, v[6] == 1));
        Number("apri", "(AST/ULN)/platelets × 100", "Wai 2003", "hepatitis C fibrosis", [ast, uln, p],
            v => LiverScore.Apri(v[0], v[1], v[2]));
        Number("fib4", "age × AST/(platelets √ALT)", "Sterling 2006", "hepatitis C and HIV fibrosis", [age, ast, alt, p],
            v => LiverScore.Fib4(v[0], v[1], v[2], v[3]));
        Number("nlr", "neutrophils/lymphocytes", "", "cut-offs are data-driven in every paper", [neut, lymph],
            v => LiverScore.Ratio(v[0], v[1]));
        Number("plr", "platelets/lymphocytes", "", "cut-offs are data-driven in every paper", [p, lymph],
            v => LiverScore.Ratio(v[0], v[1]));
        Number("sii", "platelets × neutrophils/lymphocytes", "Hu 2014", "cut-offs are data-driven in every paper", [p, neut, lymph],
            v => v[0] * LiverScore.Ratio(v[1], v[2]));
        Number("hap_points", "albumin < 36 g/L, bilirubin > 17 µmol/L, AFP > 400 ng/mL, size > 7 cm", "Kadalayil 2013", "HCC before TACE",
            [a, b, afp, size], v => LiverScore.HapPoints(v[0], v[1], v[2], v[3]));
        Grade("hap_class", "A 0, B 1, C 2, D > 2 points", "Kadalayil 2013", "HCC before TACE", [a, b, afp, size],
            v => LiverScore.HapClass(LiverScore.HapPoints(v[0], v[1], v[2], v[3])));
        Grade("six_and_twelve", "size cm + number ≤ 6, ≤ 12, above", "Wang 2019", "HCC before TACE", [size, tumours],
            v => LiverScore.SixAndTwelve(v[0], (int)v[1]));
        Grade("up_to_seven", "size cm + number ≤ 7", "Mazzaferro 2009", "HCC", [size, tumours], v => LiverScore.UpToSeven(v[0], (int)v[1]));
        Number("tumour_burden_score", "√(size² + number²), cm", "Sasaki 2018", "colorectal metastases, HCC", [size, tumours],
            v => LiverScore.TumourBurdenScore(v[0], (int)v[1]));
        Grade("bclc", "tumour, spread, Child-Pugh, ECOG", "Reig 2022", "HCC", [size, tumours, spread, b, a, inr, ascites, enc, ecog],
            v => LiverScore.Bclc(v[0], (int)v[1], v[2] == 1,
                LiverScore.ChildPughClass(LiverScore.ChildPughPoints(v[3], v[4], v[5], (int)v[6], (int)v[7])), (int)v[8]));
    }

    private static string Text(int grade) => grade.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Number(string name, string formula, string source, string validity, double?[]?[] parts, Func<double[], double> score)
    {
        if (parts.Any(p => p is null)) return;
        double?[] values = [.. Enumerable.Range(0, _n).Select(i => Parts(parts, i) is { } v ? At(i, name, score, v) : (double?)null)];
        _scores.Add(
            new ScoreColumn(name, formula, source, validity,
                [.. values.Select(v => v?.ToString("R", System.Globalization.CultureInfo.InvariantCulture))]) { Numbers = [.. values] });
    }

    private void Grade(string name, string formula, string source, string validity, double?[]?[] parts, Func<double[], string> grade)
    {
        if (parts.Any(p => p is null)) return;
        _scores.Add(
            new ScoreColumn(name, formula, source, validity,
                [.. Enumerable.Range(0, _n).Select(i => Parts(parts, i) is { } v ? At(i, name, grade, v) : null)]));
    }

    private static T At<T>(int row, string name, Func<double[], T> score, double[] parts)
    {
        try
        {
            return score(parts);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"Score {name}, row {ColumnReader.ExcelRow(row)}: {e.Message}", e);
        }
    }

    private static double[]? Parts(double?[]?[] parts, int row)
    {
        double[] values = new double[parts.Length];
        for (int k = 0; k < parts.Length; k++)
        {
            if (parts[k]![row] is not { } v) return null;
            values[k] = v;
        }
        return values;
    }

    private double?[]? Plain(string? column) => column is null ? null : _reader.Numbers(column);

    /// <summary>Values in the canonical unit; doubtful ones are findings and missing.</summary>
    private double?[]? Lab(LabColumn? column, LabQuantity quantity)
    {
        if (column is null) return null;
        double factor = LabUnits.Factor(quantity, column.Unit);
        double?[] values = _reader.Numbers(column.Name);
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is not { } v) continue;
            if (LabUnits.Doubt(quantity, v, column.Unit) is { } doubt)
            {
                _findings.Add(new LabFinding(column.Name, ColumnReader.ExcelRow(i), v, column.Unit, doubt));
                values[i] = null;
            }
            else values[i] = v * factor;
        }
        return values;
    }

    private double?[]? Ascites()
    {
        if (_columns.Ascites is not { } column) return null;
        string?[] texts = _reader.Texts(column);
        return [.. texts.Select((t, i) => t?.ToLowerInvariant() switch
        {
            null => (double?)null, "none" or "no" or "absent" or "0" => 0, "slight" or "mild" or "1" => 1,
                "moderate" or "severe" or "moderate or severe" or "2" => 2,
            _ => throw new InvalidDataException(
                $"Column '{column}', row {ColumnReader.ExcelRow(i)}: found '{t}'; expected none, slight or moderate (or 0, 1, 2)."),
        })];
    }
}
