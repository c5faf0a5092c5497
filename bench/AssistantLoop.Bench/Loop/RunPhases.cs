using System.Diagnostics;
using AssistantLoop.Learning.Runs;

namespace AssistantLoop.Bench.Loop;

/// <summary>
/// How long each phase of a run took, by the times at which its events came: what passes before an event belongs to the
/// phase that the event is of. Events are read four times a second.
/// </summary>
internal sealed class RunPhases
{
    private const int ToldEvery = 20;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<string, double> _seconds = [];
    private double _last;

    /// <summary>Seconds from the request to the end.</summary>
    public double Total => _last;

    /// <summary>The phases in order, with their seconds.</summary>
    public IEnumerable<(string Name, double Seconds)> All => _seconds.Select(phase => (phase.Key, phase.Value));

    public void Add(RunEvent happened)
    {
        double now = _clock.Elapsed.TotalSeconds;
        string phase = PhaseOf(happened);
        _seconds[phase] = _seconds.GetValueOrDefault(phase) + now - _last;
        _last = now;
        if (happened.Message is { } message)
        {
            Progress.Say(message);
        }
        else if (happened.Step % ToldEvery == 0)
        {
            Progress.Say(FormattableString.Invariant(
                $"step {happened.Step} of {happened.Steps}, loss {happened.Loss:0.000}, held out {happened.HeldOutLoss:0.000}"));
        }
    }

    private string PhaseOf(RunEvent happened) => happened switch
    {
        { Kind: "progress" } => "training",
        { Kind: "evaluation", Step: not null } => "suites",
        { Kind: "evaluation" } => "corrections asked again, gate",
        _ when _seconds.ContainsKey("training") => "report, end",
        _ => "triage, data set, recipe",
    };
}
