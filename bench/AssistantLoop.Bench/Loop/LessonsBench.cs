using System.Globalization;
using AssistantLoop.App.Versions;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Learning.Runs;

namespace AssistantLoop.Bench.Loop;

/// <summary>
/// What one run of the loop with its defaults learns of 100 corrections that teach 20 new rules and terms, on questions in
/// other words, and what it costs elsewhere. The questions find their passages, or none, as visitors' do.
/// </summary>
internal static class LessonsBench
{
    private const int First = 1;

    private static readonly string[] s_kinds = ["rule", "term"];

    public static async Task RunAsync(int seed, string model, CancellationToken cancellationToken)
    {
        await using SampleLoop loop = await SampleLoop.OpenAsync(model, cancellationToken);
        IReadOnlyList<LessonFile.Lesson> lessons = LessonFile.Read(loop.File("lessons", "corrections.yaml"));
        Suite suite = Suite.Load(loop.File("lessons", "suite.yaml")), general = Suite.Load(loop.File("suite-general.yaml"));
        SuiteResult before = await loop.MeasureAsync(suite, First, cancellationToken);
        SuiteResult generalBefore = await loop.MeasureAsync(general, First, cancellationToken);

        LessonAgent agent = new(loop);
        Progress.Say($"visitors ask {lessons.Sum(lesson => lesson.Ask.Count)} questions, an agent corrects the answers");
        int filed = await agent.TeachAsync(lessons, seed, cancellationToken);
        int overruled = await agent.OverruleAsync(cancellationToken);
        int confirmed = await agent.ConfirmAsync(cancellationToken);

        (RunResult run, RunPhases phases) = await loop.TrainAsync(new RunRequest(Seed: seed), cancellationToken);
        SuiteResult after = await loop.MeasureAsync(suite, run.Version, cancellationToken);
        SuiteResult generalAfter = await loop.MeasureAsync(general, run.Version, cancellationToken);

        Say($"model {model} ({loop.Get<EngineSource>().Model.Hash[..12]}), seed {seed}, {loop.Settings.Threads} threads");
        Say($"{filed} corrections of {lessons.Count} lessons");
        Say($"by the agent's word: {overruled} that triage left to the documents, {confirmed} that quarantine would take");
        Say($"trained on {run.Samples}; held-out loss {run.HeldOutBefore:0.000} to {run.HeldOutAfter:0.000}");
        Say($"gate: {run.Outcome}: {run.Decision}");
        Say($"corrections asked again: {run.Impact}\n");
        Say($"{"right answers to held-out questions",-38} {"before",12} {"after",12}");
        foreach (string kind in s_kinds)
        {
            HashSet<string> ids = [.. suite.Cases.Where(asked => asked.Tags.Contains(kind)).Select(asked => asked.Id)];
            WriteRight($"{lessons.Count(lesson => lesson.Kind == kind)} {kind}s", before, after, ids);
        }

        WriteRight("all", before, after, [.. suite.Cases.Select(asked => asked.Id)]);
        Write("in the house's style", before.Metrics[MetricNames.Style], after.Metrics[MetricNames.Style]);
        Write("refused", before.Metrics[MetricNames.FalseRefusal], after.Metrics[MetricNames.FalseRefusal]);
        Write($"general suite ({general.Cases.Count} cases)", generalBefore.Metrics[MetricNames.Overall], generalAfter.Metrics[MetricNames.Overall]);
        Say($"\nthe run: {phases.Total:0} s");
        foreach ((string name, double seconds) in phases.All)
        {
            Say($"{seconds,8:0.0}  {name}");
        }

        WriteWrong(suite, after);
        WriteWrong(general, generalAfter);
    }

    private static void WriteRight(string name, SuiteResult before, SuiteResult after, HashSet<string> ids)
    {
        string Right(SuiteResult result)
        {
            int right = result.Cases.Count(answered => ids.Contains(answered.Id) && IsRight(answered));
            return string.Create(CultureInfo.InvariantCulture, $"{right} of {ids.Count} {(double)right / ids.Count:0.00}");
        }

        Say($"{name,-38} {Right(before),12} {Right(after),12}");
    }

    private static void WriteWrong(Suite suite, SuiteResult result)
    {
        Say($"\nnot right after the run, {suite.Name}:");
        foreach (CaseResult answered in result.Cases.Where(answered => answered.Score < 1 && !IsRight(answered)))
        {
            Say($"  {answered.Id}: {answered.Question} -> {answered.Answer}");
        }
    }

    private static bool IsRight(CaseResult answered) => answered.Value(MetricNames.Accuracy) == 1;

    private static void Write(string name, double before, double after) => Say($"{name,-38} {before,12:P1} {after,12:P1}");

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
