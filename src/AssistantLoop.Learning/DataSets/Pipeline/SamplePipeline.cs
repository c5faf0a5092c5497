using System.Security.Cryptography;
using System.Text;

namespace AssistantLoop.Learning.DataSets.Pipeline;

/// <summary>Sends samples through the steps, one after the other, and keeps the book on each.</summary>
public sealed class SamplePipeline(IReadOnlyList<ISampleStep> steps)
{
    /// <summary>Runs all steps.</summary>
    /// <param name="samples">All pieces of feedback, in the order of their ids.</param>
    /// <param name="cancellationToken">Stops before the next step.</param>
    public PipelineResult Run(IReadOnlyList<Sample> samples, CancellationToken cancellationToken)
    {
        Dictionary<Guid, LedgerEntry> ledger = samples.ToDictionary(sample => sample.Id, Entry);
        List<StepCount> counts = [];
        List<Sample> now = [.. samples];
        foreach (ISampleStep step in steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            counts.Add(Apply(step, now, ledger));
        }

        return new(now, ledger, counts);
    }

    private static StepCount Apply(ISampleStep step, List<Sample> now, Dictionary<Guid, LedgerEntry> ledger)
    {
        int given = now.Count, dropped = 0, quarantined = 0, changed = 0, overruled = 0;
        Dictionary<int, Sample> after = [];
        HashSet<int> gone = [];
        foreach (Verdict verdict in step.Judge(now))
        {
            Sample sample = now[verdict.At];
            LedgerEntry entry = ledger[sample.Id];
            if (verdict.Changed is not null)
            {
                after[verdict.At] = verdict.Changed;
                changed++;
                ledger[sample.Id] = entry with { Notes = [.. entry.Notes, $"{step.Name}: {verdict.Reason}"] };
            }
            else if (sample.Confirmed && !step.IsHard)
            {
                overruled++;
                string note = $"{step.Name}: kept because an agent confirmed it; otherwise {verdict.Reason}";
                ledger[sample.Id] = entry with { Notes = [.. entry.Notes, note] };
            }
            else if (gone.Add(verdict.At))
            {
                _ = verdict.Outcome == SampleOutcome.Quarantined ? quarantined++ : dropped++;
                ledger[sample.Id] = entry with
                {
                    Outcome = verdict.Outcome,
                    Step = step.Name,
                    Reason = verdict.Reason,
                    Evidence = verdict.Evidence,
                    Related = verdict.Related,
                };
            }
        }

        foreach ((int at, Sample sample) in after)
        {
            now[at] = sample;
        }

        int place = 0;
        now.RemoveAll(_ => gone.Contains(place++));
        return new(step.Name, given, dropped, quarantined, changed, overruled);
    }

    private static LedgerEntry Entry(Sample sample) => new()
    {
        Id = sample.Id,
        Kind = sample.Kind,
        Identity = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sample.Identity)))[..16],
    };
}

/// <summary>What the steps left in, the book on all samples, and what each step did.</summary>
public sealed record PipelineResult(
    IReadOnlyList<Sample> Kept, IReadOnlyDictionary<Guid, LedgerEntry> Ledger, IReadOnlyList<StepCount> Steps);
