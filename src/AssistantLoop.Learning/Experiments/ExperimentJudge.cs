using System.Globalization;

namespace AssistantLoop.Learning.Experiments;

/// <summary>Reads the outcomes of an experiment and says whether to go on.</summary>
public static class ExperimentJudge
{
    /// <summary>A treatment that is no better is called better with this probability at most.</summary>
    public const double BenefitLevel = 0.05;

    /// <summary>A treatment that is no worse is stopped with this probability at most; looser, since stopping costs little.</summary>
    public const double HarmLevel = 0.1;

    /// <summary>Differences of unhappy visitors below this are not worth more waiting.</summary>
    public const double Margin = 0.05;

    /// <summary>The hard floor: more unhappy visitors than this, and twice the control's share, stops at once …</summary>
    public const double Floor = 0.5;

    /// <summary>… after this many visitors of each.</summary>
    public const int FloorVisitors = 20;

    /// <summary>Judges.</summary>
    /// <param name="outcomes">Settled outcomes, in order.</param>
    /// <param name="treatment">The version that is tried.</param>
    /// <param name="share">Its share of the visitors.</param>
    public static ExperimentReading Judge(IReadOnlyList<VisitorOutcome> outcomes, Guid treatment, double share)
    {
        SequentialTest unhappy = SequentialTest.ForShare(share);
        SequentialTest down = SequentialTest.ForShare(share);
        SequentialTest fallback = SequentialTest.ForShare(share);
        SequentialTest again = SequentialTest.ForShare(share);
        SequentialTest up = SequentialTest.ForShare(share);
        double harm = 1;
        double benefit = 1;
        foreach (VisitorOutcome outcome in outcomes)
        {
            bool treated = outcome.VersionId == treatment;
            unhappy.Add(treated, outcome.Unhappy);
            down.Add(treated, outcome.Down);
            fallback.Add(treated, outcome.Fallback);
            again.Add(treated, outcome.Again);
            up.Add(treated, outcome.Up);
            // The mean of evidence is evidence against "worse in none of them", and each look may take the greatest so far.
            harm = Math.Max(harm, (down.Higher + fallback.Higher + again.Higher) / 3);
            benefit = Math.Max(benefit, unhappy.Lower);
        }

        ExperimentMeasure[] measures =
        [
            Measure("unhappy", unhappy), Measure("down", down), Measure("fallback", fallback),
            Measure("regenerated", again), Measure("up", up),
        ];
        (ExperimentVerdict verdict, string why) = Decide(harm, benefit, unhappy, measures[0]);
        return new(verdict, why, unhappy.Control.Visitors, unhappy.Treatment.Visitors, harm, benefit, measures);
    }

    private static (ExperimentVerdict Verdict, string Why) Decide(
        double harm, double benefit, SequentialTest unhappy, ExperimentMeasure measure)
    {
        string shares = string.Create(
            CultureInfo.InvariantCulture,
            $"unhappy visitors {measure.Control ?? 0:P1} of {unhappy.Control.Visitors} with the control, "
            + $"{measure.Treatment ?? 0:P1} of {unhappy.Treatment.Visitors} with the treatment");
        if (harm >= 1 / HarmLevel)
        {
            return (ExperimentVerdict.Worse, Evidence("worse", harm));
        }

        if (Math.Min(unhappy.Control.Visitors, unhappy.Treatment.Visitors) >= FloorVisitors
            && measure.Treatment > Floor && measure.Treatment > 2 * measure.Control)
        {
            return (ExperimentVerdict.Worse, $"past the floor: {shares}");
        }

        if (benefit >= 1 / BenefitLevel)
        {
            return (ExperimentVerdict.Better, Evidence("better", benefit));
        }

        return measure.Least > -Margin && measure.Most < Margin
            ? (ExperimentVerdict.Even, $"they differ by less than {Margin:P0}: {shares}")
            : (ExperimentVerdict.GoOn, shares);

        string Evidence(string word, double value) => string.Create(
            CultureInfo.InvariantCulture, $"the treatment is {word} (evidence {value:0} to 1): {shares}");
    }

    private static ExperimentMeasure Measure(string name, SequentialTest test)
    {
        (double least, double most) = test.Interval(BenefitLevel);
        return new(name, ShareOf(test.Control), ShareOf(test.Treatment), least, most);
    }

    private static double? ShareOf((int Visitors, int Marked) arm) =>
        arm.Visitors == 0 ? null : (double)arm.Marked / arm.Visitors;
}
