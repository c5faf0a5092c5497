namespace AssistantLoop.Evaluation.Comparison;

/// <summary>How many cases a decision takes.</summary>
public static class SampleSize
{
    /// <summary>With so many cases, four in five repeats of the comparison would decide.</summary>
    private const double Power = 0.8;

    /// <summary>
    /// Cases for a paired mean to stand clear of a bound: n = ((z(1 - α/2) + z(power)) s / distance)², rounded up
    /// (Chow, Shao and Wang 2008, chapter 3). Null where the mean lies on the bound: no number of cases would do.
    /// </summary>
    /// <param name="distance">The mean change less the bound, above 0.</param>
    /// <param name="deviation">Standard deviation of the paired changes.</param>
    /// <param name="confidence">Two-sided, such as 0.95.</param>
    public static int? For(double distance, double deviation, double confidence)
    {
        double cases = Math.Pow((Normal(1 - ((1 - confidence) / 2)) + Normal(Power)) * deviation / distance, 2);
        return cases < 1_000_000 ? (int)Math.Ceiling(cases) : null;
    }

    /// <summary>The standard normal quantile, 0 &lt; share &lt; 1, within 1.2e-9 (Acklam 2003).</summary>
    public static double Normal(double share)
    {
        const double Tail = 0.02425;
        if (share > 0.5)
        {
            return -Normal(1 - share);
        }

        if (share < Tail)
        {
            double root = Math.Sqrt(-2 * Math.Log(share));
            return Series(root, -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783)
                / Series(root, 7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1);
        }

        double centred = share - 0.5, square = centred * centred;
        return centred
            * Series(square, -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239)
            / Series(square, -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1);
    }

    private static double Series(double at, params ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        foreach (double coefficient in coefficients)
        {
            sum = (sum * at) + coefficient;
        }

        return sum;
    }
}
