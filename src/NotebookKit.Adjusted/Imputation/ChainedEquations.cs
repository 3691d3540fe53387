using NotebookKit.Numerics;
using NotebookKit.Adjusted.Models;

namespace NotebookKit.Adjusted.Imputation;

/// <summary>A column of the imputation model: numbers, or codes of levels.</summary>
internal sealed record ImputationColumn(string Name)
{
    /// <summary>Numbers, NaN where missing; empty for levels.</summary>
    public double[] Numbers { get; init; } = [];

    /// <summary>Codes, −1 where missing; empty for numbers.</summary>
    public int[] Codes { get; init; } = [];

    public ImmutableArray<string> Levels { get; init; } = [];

    public bool IsFactor => Codes.Length > 0;

    public int Rows => IsFactor ? Codes.Length : Numbers.Length;

    public bool IsMissing(int row) => IsFactor ? Codes[row] < 0 : double.IsNaN(Numbers[row]);
}

/// <summary>
/// Imputation by chained equations (van Buuren and Groothuis-Oudshoorn 2011, doi:10.18637/jss.v045.i03): each incomplete column in turn
/// from all others. Numbers by predictive mean matching on a draw of the coefficients; levels by logistic or multinomial regression, the
/// coefficients drawn too, with pseudo-rows against separation (White, Daniel and Royston 2010, doi:10.1016/j.csda.2010.04.005).
/// </summary>
/// <remarks>As R's <c>mice</c> with pmm and logreg; its polyreg draws no coefficients, this does.</remarks>
internal static class ChainedEquations
{
    private const double Ridge = 1e-5;

    /// <summary>
    /// Row that lends its value to each row of each incomplete column, by imputed data set; a complete row lends to itself.
    /// </summary>
    public static (int[][][] Source, double[][][] Means) Run(ImmutableArray<ImputationColumn> columns, double[][] complete,
        ImputationOptions options)
    {
        int[][] have = [.. columns.Select(c => Enumerable.Range(0, c.Rows).Where(i => !c.IsMissing(i)).ToArray())],
            lack = [.. columns.Select(c => Enumerable.Range(0, c.Rows).Where(c.IsMissing).ToArray())];
        int[] incomplete = [.. Enumerable.Range(0, columns.Length).Select(k => (k, n: lack[k].Length))
            .Where(x => x.n > 0).OrderBy(x => x.n).ThenBy(x => x.k).Select(x => x.k)];
        int[][][] source = new int[options.Imputations][][];
        double[][][] means = new double[options.Imputations][][];
        int done = 0;
        Parallel.For(0, options.Imputations, m =>
        {
            var random = new DeterministicRandom(options.Seed);
            ulong own = random.NextUInt64() ^ (0x9E3779B97F4A7C15 * (ulong)(m + 1));
            var chain = new Chain(columns, complete, have, lack, options.Donors, new PosteriorDraws(new DeterministicRandom(own)));
            means[m] = new double[options.Iterations][];
            for (int t = 0; t < options.Iterations; t++)
            {
                LongWork.Report("Multiple imputation",
                    (double)(Interlocked.Increment(ref done) - 1) / (options.Imputations * options.Iterations));
                foreach (int k in incomplete) chain.Impute(k);
                means[m][t] = [.. incomplete.Select(chain.MeanImputed)];
            }
            source[m] = [.. columns.Select((_, k) => chain.Source[k])];
        });
        return (source, means);
    }

    /// <summary>One imputed data set on its way.</summary>
    private sealed class Chain
    {
        private readonly ImmutableArray<ImputationColumn> _columns;
        private readonly PosteriorDraws _draws;
        private readonly int _donors, _rows;
        private readonly double[][] _design; // intercept, complete columns, then the columns of each variable
        private readonly int[] _first; // place of each variable in the design
        private readonly double[] _centre, _spread; // of numbers, over the rows that have them
        private readonly int[][] _have, _lack;
        private readonly double[]?[] _last; // coefficients of levels, where the next search starts

        public Chain(ImmutableArray<ImputationColumn> columns, double[][] complete, int[][] have, int[][] lack, int donors,
            PosteriorDraws draws)
        {
            (_columns, _draws, _donors, _rows) = (columns, draws, donors, columns[0].Rows);
            (_have, _lack) = (have, lack);
            (_centre, _spread, _first, _last) = (new double[columns.Length], new double[columns.Length], new int[columns.Length],
                new double[columns.Length][]);
            var design = new List<double[]> { Enumerable.Repeat(1.0, _rows).ToArray() };
            design.AddRange(complete.Select(c => Scaled(c, [.. Enumerable.Range(0, _rows)], out _, out _)));
            Source = [.. columns.Select(_ => Enumerable.Range(0, _rows).ToArray())];
            for (int k = 0; k < columns.Length; k++)
            {
                _first[k] = design.Count;
                if (!columns[k].IsFactor) Scaled(columns[k].Numbers, _have[k], out _centre[k], out _spread[k]);
                design.AddRange(Enumerable.Range(0, Width(k)).Select(_ => new double[_rows]));
            }
            _design = [.. design];
            for (int k = 0; k < columns.Length; k++)
            {
                foreach (int i in _lack[k]) Source[k][i] = _have[k][draws.Below(_have[k].Length)];
                Write(k, [.. Enumerable.Range(0, _rows)]);
            }
        }

        /// <summary>Row whose value each row of each variable has now.</summary>
        public int[][] Source { get; }

        public double MeanImputed(int k) =>
            _lack[k].Average(i => _columns[k].IsFactor ? _columns[k].Codes[Source[k][i]] : _columns[k].Numbers[Source[k][i]]);

        public void Impute(int k)
        {
            LongWork.Check();
            double[][] others = [.. _design.Where((_, j) => j < _first[k] || j >= _first[k] + Width(k))];
            if (_columns[k].IsFactor) Levels(k, others);
            else Numbers(k, others);
            Write(k, _lack[k]);
        }

        private int Width(int k) => _columns[k].IsFactor ? _columns[k].Levels.Length - 1 : 1;

        private void Write(int k, int[] rows)
        {
            ImputationColumn column = _columns[k];
            foreach (int i in rows)
            {
                int from = Source[k][i];
                if (!column.IsFactor) _design[_first[k]][i] = (column.Numbers[from] - _centre[k]) / _spread[k];
                else for (int l = 1; l < column.Levels.Length; l++) _design[_first[k] + l - 1][i] = column.Codes[from] == l ? 1 : 0;
            }
        }

        /// <summary>Predictive mean matching: fitted means of complete rows against means drawn for the others.</summary>
        private void Numbers(int k, double[][] x)
        {
            int[] have = _have[k], lack = _lack[k];
            int p = x.Length;
            double[] own = new double[_rows], mask = new double[_rows], cross = new double[p * p], right = new double[p];
            foreach (int i in have) (own[i], mask[i]) = ((_columns[k].Numbers[i] - _centre[k]) / _spread[k], 1);
            var products = new WeightedCrossProduct(p);
            for (int start = 0; start < _rows; start += WeightedCrossProduct.Block)
                products.Add(mask.AsSpan(start, Math.Min(WeightedCrossProduct.Block, _rows - start)), x, start);
            products.AddTo(cross, 1);
            for (int j = 0; j < p; j++)
            {
                right[j] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(own, x[j]);
                cross[j * p + j] *= 1 + Ridge;
            }
            var factor = new Cholesky(cross, p);
            double[] beta = factor.Solve(right), fitted = Predict(x, beta);
            double squares = 0;
            foreach (int i in have) squares += (own[i] - fitted[i]) * (own[i] - fitted[i]);
            double sigma = Math.Sqrt(squares / _draws.ChiSquare(Math.Max(1, have.Length - factor.Rank)));
            double[] drawn = Predict(x, _draws.Coefficients(beta, factor.Inverse(), sigma));
            int[] donors = _draws.Donors(Array.ConvertAll(have, i => fitted[i]), Array.ConvertAll(lack, i => drawn[i]), _donors);
            for (int t = 0; t < lack.Length; t++) Source[k][lack[t]] = have[donors[t]];
        }

        /// <summary>Logistic or multinomial regression with drawn coefficients; the value comes from any row of the level drawn.</summary>
        private void Levels(int k, double[][] x)
        {
            int[] have = _have[k], lack = _lack[k], codes = _columns[k].Codes;
            int levels = _columns[k].Levels.Length, added = 2 * (x.Length - 1) * levels, n = have.Length + added;
            int[] sample = new int[levels];
            foreach (int i in have) sample[codes[i]] = i;
            if (levels == 1)
            {
                foreach (int i in lack) Source[k][i] = sample[0];
                return;
            }
            double[][] seen = [.. x.Select(c => Augmented(c, have, n))];
            int[] y = new int[n];
            double[] weight = new double[n];
            for (int t = 0; t < have.Length; t++) (y[t], weight[t]) = (codes[have[t]], 1);
            int row = have.Length;
            for (int j = 1; j < x.Length; j++)
            {
                double spread = Spread(x[j], have);
                for (int l = 0; l < levels; l++)
                    for (int sign = -1; sign <= 1; sign += 2, row++)
                    {
                        seen[j][row] += sign * spread;
                        (y[row], weight[row]) = (l, x.Length / (double)added);
                    }
            }
            Likelihood likelihood = levels == 2
                ? new GlmLikelihood(GlmFamily.Binomial, new Design(seen), Array.ConvertAll(y, v => (double)v), null, weight)
                : new MultinomialLikelihood(seen, y, weight, levels);
            // one more step, whose likelihood nobody needs, ends about 0.0001 away where a draw lies about 1 away
            Maximum maximum = Newton.Maximize(likelihood, _last[k], maxIterations: 30, tolerance: 1e-2);
            Newton.Mask(likelihood, maximum.IsAliased);
            var factor = new Cholesky(likelihood.Information, likelihood.Columns);
            double[] step = factor.Solve(likelihood.Gradient), mean = [.. maximum.Beta.Zip(step, (b, s) => b + s)];
            _last[k] = mean;
            double[] drawn = _draws.Coefficients(mean, factor.Inverse());
            double[][] missing = [.. x.Select(c => Array.ConvertAll(lack, i => c[i]))],
                probability = MultinomialLikelihood.Probabilities(missing, drawn, levels);
            for (int t = 0; t < lack.Length; t++)
            {
                double u = _draws.Uniform();
                int level = 0;
                while (level < levels - 1 && u >= probability[level][t]) u -= probability[level++][t];
                Source[k][lack[t]] = sample[level];
            }
        }

        private static double[] Predict(double[][] x, double[] beta)
        {
            double[] eta = new double[x[0].Length];
            for (int j = 0; j < x.Length; j++) System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(x[j], beta[j], eta, eta);
            return eta;
        }

        /// <summary>The rows that have a value, then pseudo-rows at the mean.</summary>
        private static double[] Augmented(double[] x, int[] rows, int n)
        {
            double[] values = new double[n];
            double mean = 0;
            for (int t = 0; t < rows.Length; t++) mean += values[t] = x[rows[t]];
            Array.Fill(values, mean / rows.Length, rows.Length, n - rows.Length);
            return values;
        }

        private static double Spread(double[] x, int[] rows)
        {
            double sum = 0, squares = 0;
            foreach (int i in rows) (sum, squares) = (sum + x[i], squares + x[i] * x[i]);
            return Math.Sqrt(Math.Max(0, squares / rows.Length - sum / rows.Length * (sum / rows.Length)));
        }

        private static double[] Scaled(double[] x, int[] rows, out double centre, out double spread)
        {
            double mean = 0, squares = 0;
            foreach (int i in rows) mean += x[i];
            mean /= rows.Length;
            foreach (int i in rows) squares += (x[i] - mean) * (x[i] - mean);
            double deviation = squares > 0 ? Math.Sqrt(squares / rows.Length) : 1;
            (centre, spread) = (mean, deviation);
            return Array.ConvertAll(x, v => (v - mean) / deviation);
        }
    }
}
