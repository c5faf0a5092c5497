using AssistantLoop.Bench.Pipeline;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Bench;

/// <summary>What quarantine finds of planted feedback, 5 among 1,000, and what it takes of ordinary feedback.</summary>
internal static class PoisonBench
{
    public const string SharedData = "/work/shared/data";

    private const int Planted = 5;
    private const int Trials = 10;

    public static Task RunAsync(string folder)
    {
        Console.WriteLine("ordinary feedback in quarantine, of all:");
        Ordinary("made up, 1,000 corrections", MadeUp(0));
        Ordinary("sample business", OrdinaryFeedback.OfSampleBusiness());
        foreach (string name in (string[])["eshop-tickets", "star-train", "taskmaster4", "sgd-train"])
        {
            string path = Path.Combine(folder, $"{name}.jsonl.gz");
            if (File.Exists(path))
            {
                Ordinary($"{name}, no passages", OrdinaryFeedback.OfDialogues(path, 5_000));
            }
        }

        Console.WriteLine($"planted {Planted} among 1,000, found in {Trials} trials:");
        foreach ((string name, Func<Sample, int, Sample> plant) in Poison.Kinds)
        {
            int found = 0, wrong = 0;
            for (int trial = 0; trial < Trials; trial++)
            {
                List<Sample> samples = MadeUp(trial);
                HashSet<Guid> planted = [];
                for (int at = 0; at < Planted; at++)
                {
                    int place = ((trial * 37) + (at * 191)) % samples.Count;
                    samples[place] = plant(samples[place], at);
                    planted.Add(samples[place].Id);
                }

                HashSet<Guid> taken = Taken(samples);
                found += taken.Count(planted.Contains);
                wrong += taken.Count(id => !planted.Contains(id));
            }

            Console.WriteLine($"{found,4} of {Planted * Trials}  {name}; {wrong} others taken");
        }

        List<Sample> thumbs = MadeUp(0);
        thumbs.AddRange(Enumerable.Range(0, 500).Select(at => thumbs[at] with
        {
            Id = Guid.Parse($"00000000-0000-7000-a000-{at:x12}"),
            Kind = PairKind.Up,
            ByAgent = false,
            Identity = "one visitor",
            Rejected = null,
        }));
        Console.WriteLine($"{Taken(thumbs).Count,4} of 500  thumbs of one visitor");
        return Task.CompletedTask;
    }

    private static List<Sample> MadeUp(int seed)
    {
        SampleReader reader = new();
        return [.. new SyntheticFeedback(seed).Make(2_500).Where(pair => pair.Kind == PairKind.Correction
            && pair is { Decision: PairDecision.None, Cause: null }).Take(1_000).Select(reader.Read)];
    }

    private static void Ordinary(string name, List<Sample> samples)
    {
        AssembledFeedback assembled = AssembledFeedback.Of(samples, [], DataSetRules.Default, CancellationToken.None);
        string steps = string.Join(", ", assembled.Steps.Where(step => step.Quarantined > 0).Select(step => $"{step.Quarantined} {step.Step}"));
        Console.WriteLine($"{Taken(assembled).Count,4} of {samples.Count}  {name}{(steps.Length == 0 ? "" : $": {steps}")}");
        foreach (string evidence in assembled.Ledger.Values.Where(entry => entry.Outcome == SampleOutcome.Quarantined)
            .Select(entry => entry.Evidence ?? "").Distinct().Take(5))
        {
            Console.WriteLine($"        {evidence}");
        }
    }

    private static HashSet<Guid> Taken(List<Sample> samples) =>
        Taken(AssembledFeedback.Of(samples, [], DataSetRules.Default, CancellationToken.None));

    private static HashSet<Guid> Taken(AssembledFeedback assembled) =>
        [.. assembled.Ledger.Values.Where(entry => entry.Outcome == SampleOutcome.Quarantined).Select(entry => entry.Id)];
}
