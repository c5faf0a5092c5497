namespace AssistantLoop.Learning.Experiments;

/// <summary>
/// Compares the share of visitors with a mark (such as "rated an answer down") between control and treatment, and may be
/// looked at after every visitor: whatever the moment of looking, a true null hypothesis is rejected at level a with
/// probability a at most, exactly and not only for many visitors.
/// </summary>
/// <remarks>
/// Turner, Ly and Grünwald, "Generic E-variables for exact sequential k-sample tests that allow for optional stopping",
/// Journal of Statistical Planning and Inference 230 (2024). Visitors are taken in blocks of n_c of the control and n_t
/// of the treatment. Before each block, from the earlier ones, q_c and q_t = (bad + 0.18) / (visitors + 0.36). The block
/// multiplies the evidence by the likelihood under (q_c, q_t) over that under the point (p_c, p_t) of the null hypothesis
/// nearest to it in Kullback-Leibler divergence; that factor's mean is 1 at most under every point of a convex null. For
/// p_c = p_t the nearest point is (n_c q_c + n_t q_t) / (n_c + n_t) in both. Evidence of 1/a rejects at level a (Ville's
/// inequality). The interval holds the differences d whose null p_t = p_c + d was never rejected (Turner and Grünwald,
/// "Exact anytime-valid confidence intervals for contingency tables and beyond", Statistics and Probability Letters 198,
/// 2023).
/// </remarks>
/// <param name="controls">Visitors of the control in a block, 1 or more.</param>
/// <param name="treatments">Visitors of the treatment in a block, 1 or more.</param>
public sealed class SequentialTest(int controls, int treatments)
{
    /// <summary>Prior counts of each of the two outcomes; the value that the paper recommends.</summary>
    private const double Prior = 0.18;

    /// <summary>The most visitors of one arm in a block: past it, a block takes too long to fill.</summary>
    private const int LargestBlock = 20;

    private readonly List<(int Control, int Treatment)> _blocks = [];
    private readonly Queue<bool> _waitingControls = new();
    private readonly Queue<bool> _waitingTreatments = new();
    private double _logHigher;
    private double _logLower;
    private int _bad;
    private int _badTreated;

    /// <summary>Visitors of the control so far, and those of them with the mark.</summary>
    public (int Visitors, int Marked) Control { get; private set; }

    /// <summary>Visitors of the treatment so far, and those of them with the mark.</summary>
    public (int Visitors, int Marked) Treatment { get; private set; }

    /// <summary>The evidence against "the treatment's share is no higher than the control's".</summary>
    public double Higher => Math.Exp(_logHigher);

    /// <summary>The evidence against "the treatment's share is no lower than the control's".</summary>
    public double Lower => Math.Exp(_logLower);

    /// <summary>Whole blocks so far.</summary>
    public int Blocks => _blocks.Count;

    /// <summary>A test whose blocks fit the share of visitors that the treatment gets.</summary>
    /// <param name="share">0 to 1; at 0 and 1 no block ever fills.</param>
    public static SequentialTest ForShare(double share)
    {
        double ratio = share is > 0 and < 1 ? Math.Max(share, 1 - share) / Math.Min(share, 1 - share) : 1;
        int many = (int)Math.Clamp(Math.Round(ratio), 1, LargestBlock);
        return share <= 0.5 ? new(many, 1) : new(1, many);
    }

    /// <summary>Takes a visitor's outcome, in the order in which they came.</summary>
    public void Add(bool treated, bool marked)
    {
        (treated ? _waitingTreatments : _waitingControls).Enqueue(marked);
        if (treated)
        {
            Treatment = (Treatment.Visitors + 1, Treatment.Marked + (marked ? 1 : 0));
        }
        else
        {
            Control = (Control.Visitors + 1, Control.Marked + (marked ? 1 : 0));
        }

        if (_waitingControls.Count >= controls && _waitingTreatments.Count >= treatments)
        {
            AddBlock(Take(_waitingControls, controls), Take(_waitingTreatments, treatments));
        }
    }

    /// <summary>
    /// The differences (treatment's share less control's) that are still possible at confidence 1 - <paramref name="level"/>,
    /// whenever this is looked at; to a hundredth, rounded outwards.
    /// </summary>
    public (double Least, double Most) Interval(double level)
    {
        int least = -99;
        while (least < 99 && IsRejected(least / 100.0, level))
        {
            least++;
        }

        int most = 99;
        while (most > least && IsRejected(most / 100.0, level))
        {
            most--;
        }

        return ((least - 1) / 100.0, (most + 1) / 100.0);
    }

    /// <summary>What a block multiplies the evidence by, as a logarithm.</summary>
    internal static double LogFactor(
        (int Marked, int Visitors) control, (int Marked, int Visitors) treatment,
        (double Control, double Treatment) guess, (double Control, double Treatment) nearest) =>
        LogRatio(control, guess.Control, nearest.Control) + LogRatio(treatment, guess.Treatment, nearest.Treatment);

    /// <summary>
    /// The point with p_t = p_c + difference that is nearest to the guess: the divergence's slope along that line rises
    /// from below 0 to above 0, so halving finds its zero.
    /// </summary>
    internal static (double Control, double Treatment) Nearest(
        (double Control, double Treatment) guess, double difference, int controls, int treatments)
    {
        double low = Math.Max(0, -difference);
        double high = Math.Min(1, 1 - difference);
        for (int i = 0; i < 50; i++)
        {
            double at = (low + high) / 2;
            double slope = controls * (at - guess.Control) / (at * (1 - at))
                + treatments * (at + difference - guess.Treatment) / ((at + difference) * (1 - at - difference));
            (low, high) = slope < 0 ? (at, high) : (low, at);
        }

        return ((low + high) / 2, (low + high) / 2 + difference);
    }

    private static double LogRatio((int Marked, int Visitors) seen, double guess, double nearest) =>
        seen.Marked * Math.Log(guess / nearest) + (seen.Visitors - seen.Marked) * Math.Log((1 - guess) / (1 - nearest));

    private static double Guess(int marked, int visitors) => (marked + Prior) / (visitors + 2 * Prior);

    private static int Take(Queue<bool> waiting, int count)
    {
        int marked = 0;
        for (int i = 0; i < count; i++)
        {
            marked += waiting.Dequeue() ? 1 : 0;
        }

        return marked;
    }

    private void AddBlock(int control, int treatment)
    {
        (double Control, double Treatment) guess =
            (Guess(_bad, _blocks.Count * controls), Guess(_badTreated, _blocks.Count * treatments));
        double same = (controls * guess.Control + treatments * guess.Treatment) / (controls + treatments);
        double factor = LogFactor((control, controls), (treatment, treatments), guess, (same, same));
        // A one-sided null is betted against only where the guess lies outside it; else the factor is 1.
        if (guess.Treatment > guess.Control)
        {
            _logHigher += factor;
        }
        else if (guess.Treatment < guess.Control)
        {
            _logLower += factor;
        }

        _bad += control;
        _badTreated += treatment;
        _blocks.Add((control, treatment));
    }

    private bool IsRejected(double difference, double level)
    {
        double evidence = 0;
        int bad = 0, badTreated = 0;
        for (int i = 0; i < _blocks.Count; i++)
        {
            (double Control, double Treatment) guess = (Guess(bad, i * controls), Guess(badTreated, i * treatments));
            evidence += LogFactor(
                (_blocks[i].Control, controls), (_blocks[i].Treatment, treatments), guess,
                Nearest(guess, difference, controls, treatments));
            if (evidence >= -Math.Log(level))
            {
                return true;
            }

            bad += _blocks[i].Control;
            badTreated += _blocks[i].Treatment;
        }

        return false;
    }
}
