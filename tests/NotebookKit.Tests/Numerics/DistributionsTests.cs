using NotebookKit.Tests.Statistics;
using System.Text.Json;
using CsCheck;
using NotebookKit.Numerics;
using NotebookKit.Statistics;

namespace NotebookKit.Tests.Numerics;

public sealed class DistributionsTests
{
    public static readonly TheoryData<string, double, Func<double[], double>> Functions = new()
    {
        { "normal_log_upper", 1e-13, a => Distributions.NormalLogUpper(a[0]) },
        { "normal_quantile", 1e-14, a => Distributions.NormalQuantile(a[0]) },
        { "chi_square_log_upper", 1e-12, a => Distributions.ChiSquareLogUpper(a[0], a[1]) },
        { "chi_square_quantile", 1e-12, a => Distributions.ChiSquareQuantile(a[0], a[1]) },
        { "chi_square_quantile_upper", 1e-12, a => Distributions.ChiSquareQuantileUpper(a[0], a[1]) },
        { "t_two_sided_log", 1e-12, a => Distributions.TLogTwoSided(a[0], a[1]) },
        { "t_quantile", 1e-12, a => Distributions.TQuantile(a[0], a[1]) },
        { "f_log_upper", 1e-12, a => Distributions.FLogUpper(a[0], a[1], a[2]) },
        { "beta_lower", 1e-12, a => Distributions.BetaLower(a[0], a[1], a[2]) },
        { "beta_quantile", 1e-12, a => Distributions.BetaQuantile(a[0], a[1], a[2]) },
        { "binomial_upper", 1e-12, a => Distributions.BinomialUpper((long)a[0], (long)a[1], a[2]) },
        { "binomial", 1e-12, a => Distributions.BinomialProbability((long)a[0], (long)a[1], a[2]) },
        { "poisson_upper", 1e-12, a => Distributions.PoissonUpper((long)a[0], a[1]) },
        { "hypergeometric", 1e-12, a => Distributions.HypergeometricProbability((long)a[0], (long)a[1], (long)a[2], (long)a[3]) },
        { "hypergeometric_upper", 1e-12, a => Distributions.HypergeometricUpper((long)a[0], (long)a[1], (long)a[2], (long)a[3]) },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Equals_R(string name, double tolerance, Func<double[], double> function)
    {
        JsonElement golden = Golden.Load("distributions").GetProperty(name);
        double[] expected = golden.Doubles("value");
        double[][] arguments = [.. golden.GetProperty("arguments").EnumerateArray()
            .Select(r => r.EnumerateArray().Select(e => e.GetDouble()).ToArray())];
        Assert.NotEmpty(expected);
        for (int i = 0; i < expected.Length; i++)
            Golden.Relative(expected[i], function(arguments[i]), tolerance, $"{name}({string.Join(", ", arguments[i])})");
    }

    [Fact]
    public void Tails_sum_to_one() =>
        Gen.Select(Gen.Double[0.01, 200], Gen.Double[0.1, 300]).Sample((x, df) =>
            Math.Abs(Distributions.ChiSquareLower(x, df) + Distributions.ChiSquareUpper(x, df) - 1) < 1e-13);

    [Fact]
    public void Binomial_tails_by_hand()
    {
        Golden.Relative(11.0 / 16, Distributions.BinomialUpper(2, 4, 0.5), 1e-14);
        Golden.Relative(11.0 / 16, Distributions.BinomialLower(2, 4, 0.5), 1e-14);
        Golden.Relative(Math.Exp(-2) * 5, Distributions.PoissonLower(2, 2), 1e-14);
        Golden.Relative(3.0 / 7, Distributions.HypergeometricLower(1, 2, 5, 4) - Distributions.HypergeometricLower(0, 2, 5, 4) - 1.0 / 7,
            1e-13);
    }

    [Fact]
    public void Quantile_inverts_the_tail() =>
        Gen.Select(Gen.Double[1e-12, 1 - 1e-9], Gen.Double[0.2, 500]).Sample((p, df) =>
            Math.Abs(Distributions.TUpper(-Distributions.TQuantile(p, df), df) / p - 1) < 1e-9
            && Math.Abs(Distributions.ChiSquareLower(Distributions.ChiSquareQuantile(p, df), df) / p - 1) < 1e-9
            && Math.Abs(Distributions.NormalUpper(-Distributions.NormalQuantile(p)) / p - 1) < 1e-12);

    [Fact]
    public void Infinite_degrees_of_freedom_are_the_limit()
    {
        Golden.Relative(Distributions.NormalTwoSided(2), Distributions.TTwoSided(2, double.PositiveInfinity), 1e-15);
        Golden.Relative(Distributions.ChiSquareUpper(6, 3), Distributions.FUpper(2, 3, double.PositiveInfinity), 1e-15);
        Golden.Relative(1.959963984540054, Distributions.TQuantile(0.975, double.PositiveInfinity), 1e-15);
    }

    [Fact]
    public void Undefined_is_not_a_number_rather_than_a_wrong_one()
    {
        Assert.Equal(double.NaN, Distributions.ChiSquareUpper(double.NaN, 1));
        Assert.Equal(double.NaN, Distributions.ChiSquareUpper(1, 0));
        Assert.Equal(double.NaN, Distributions.TTwoSided(1, -1));
        Assert.Equal(0, Distributions.TTwoSided(double.PositiveInfinity, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distributions.NormalQuantile(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distributions.BetaQuantile(1, 2, 3));
        Assert.Throws<ArgumentException>(() => Distributions.HypergeometricUpper(1, 2, 3, 6));
    }
}

public sealed class QuantilesTests
{
    [Fact]
    public void Equals_R()
    {
        foreach (JsonElement golden in Golden.Load("quantiles").EnumerateArray())
        {
            double[] x = golden.Doubles("x"), p = golden.Doubles("p");
            double[] before = [.. x];
            foreach (QuantileType type in Enum.GetValues<QuantileType>())
            {
                double[] expected = golden.Doubles("type" + (int)type);
                for (int i = 0; i < p.Length; i++)
                    Golden.Relative(expected[i], Quantiles.Of(x, p[i], type), 1e-14, $"n = {x.Length}, p = {p[i]}, {type}");
            }
            Golden.Relative(golden.Double("median"), Quantiles.Median(x), 1e-15);
            Assert.Equal(before, x);
        }
    }

    [Fact]
    public void Quartiles_by_hand()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        Assert.Equal(2, Quantiles.Of(x, 0.25, QuantileType.Type2));
        Assert.Equal(1.75, Quantiles.Of(x, 0.25, QuantileType.Type6));
        Assert.Equal(2.25, Quantiles.Of(x, 0.25, QuantileType.Type7));
        Assert.Equal(1.5, Quantiles.Of([1, 2, 3, 4], 0.25, QuantileType.Type2));
    }

    [Fact]
    public void Without_values_there_is_none()
    {
        Assert.Null(Quantiles.Median([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantiles.Of([1], 1.1, QuantileType.Type7));
    }
}
