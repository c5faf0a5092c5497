using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Settings;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Models.Tokenization;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Measuring;
using AssistantLoop.Training.Corpus.Preferences;
using AssistantLoop.Training.Corpus.Probes;
using AssistantLoop.Training.Corpus.Relevance;

namespace AssistantLoop.App.Cli.Pretrain;

/// <summary>pretrain data: the generated dialogues as a file, to look at or to train something else with.</summary>
internal static class PretrainDataVerb
{
    private static readonly Argument<string?> s_file = new("FILE")
    {
        Description = "where to write the samples, as JSON lines; may be left out with --measure",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int> s_count =
        new("--count") { Description = "how many samples", DefaultValueFactory = _ => 1000 };

    private static readonly Option<ulong> s_seed =
        new("--seed") { Description = "the corpus's seed", DefaultValueFactory = _ => 1 };

    private static readonly Option<CorpusStage> s_stage = new("--stage")
    {
        Description = "pretrain (the starter model's mix), sft (more of what system messages demand), preference "
            + "(pairs of a right answer and a faulty one) or relevance (a passage and questions that it answers or not)",
        DefaultValueFactory = _ => CorpusStage.Pretrain,
    };

    private static readonly Option<string> s_mistakesOf = new("--mistakes-of")
    {
        Description = "with --stage preference: a model's folder; --count questions are put to it, and each wrong answer of its own makes a pair",
    };

    private static readonly Option<bool> s_measure = new("--measure")
    {
        Description = "print how varied the samples are; tokens are counted by the model of the settings",
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "write the measurement as JSON" };

    public static Command Create()
    {
        Command command = new("data", "Write generated support dialogues, or measure them.")
        {
            s_file, s_count, s_seed, s_stage, s_mistakesOf, s_measure, s_json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        int count = parsed.GetValue(s_count);
        if (count is < 1 or > 10_000_000)
            throw new SettingException("count", $"must be from 1 to 10000000; given: {count}");
        bool measure = parsed.GetValue(s_measure);
        if (measure && parsed.GetValue(s_stage) == CorpusStage.Relevance)
            throw new SettingException("measure", "tells of dialogues, and --stage relevance makes none; leave one of the two out");
        string? mistakesOf = parsed.GetValue(s_mistakesOf);
        if (mistakesOf is not null && (parsed.GetValue(s_stage) != CorpusStage.Preference || parsed.GetValue(s_file) is null || measure))
            throw new SettingException("mistakes-of", "makes a file of pairs; give --stage preference and a FILE, and not --measure");
        if (mistakesOf is not null && count > 200_000)
            throw new SettingException("count", "must be at most 200000 with --mistakes-of");
        if (parsed.GetValue(s_file) is { } file)
        {
            string path = Path.GetFullPath(file);
            if (mistakesOf is not null)
            {
                await WriteMistakesAsync(path, Path.GetFullPath(mistakesOf), parsed, count, cancellationToken);
                return;
            }

            Write(path, parsed.GetValue(s_stage), parsed.GetValue(s_seed), count);
            if (!parsed.GetValue(s_json)) Console.WriteLine($"{path}: {count} samples");
        }
        else if (!measure)
        {
            throw new SettingException("FILE", "is missing; name a file to write, or give --measure");
        }

        if (measure) Measure(parsed, count);
    }

    private static void Write(string path, CorpusStage stage, ulong seed, int count)
    {
        if (stage == CorpusStage.Preference)
        {
            PreferenceFile.Write(path, new PreferenceGenerator().Generate(seed, 0).Take(count));
            return;
        }

        IEnumerable<ChatSample> samples = stage == CorpusStage.Relevance
            ? new RelevanceGenerator().Generate(seed, 0)
            : new CorpusGenerator(WeightsOf(stage)).Generate(seed, 0);
        ChatSampleFile.Write(path, samples.Take(count));
    }

    private static async Task WriteMistakesAsync(
        string path, string model, ParseResult parsed, int count, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new SettingException("FILE", $"must lie in a folder that exists; given: {path}");
        CorpusProbe[] asked = [.. new PreferenceGenerator().Questions(parsed.GetValue(s_seed), 0).Take(count)];
        IReadOnlyList<ProbeAnswer> answers = await ProbeAnswers.AskAsync(
            model, SettingOptions.Read(parsed), asked, constrained: false, cancellationToken);
        PreferencePair[] pairs = [.. answers.Where(answer => !answer.Verdict.Passed && answer.Text.Trim() != answer.Probe.Reference).Select(
            answer => new PreferencePair(
                answer.Probe.Prompt,
                new(SampleMessage.Assistant, answer.Probe.Reference),
                new(SampleMessage.Assistant, answer.Text.Trim())))];
        PreferenceFile.Write(path, pairs);
        if (!parsed.GetValue(s_json)) Console.WriteLine($"{path}: {pairs.Length} pairs of {count} questions");
    }

    private static void Measure(ParseResult parsed, int count)
    {
        if (count > 200_000) throw new SettingException("count", "must be at most 200000 with --measure");
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Load(SettingOptions.Read(parsed).Model);
        CorpusMeasurement measured = CorpusMeter.Measure(
            new CorpusGenerator(WeightsOf(parsed.GetValue(s_stage))), parsed.GetValue(s_seed), count,
            text => tokenizer.Encode(text).Length);
        if (parsed.GetValue(s_json))
        {
            Session.WriteJson(measured);
            return;
        }

        string grams = string.Join(", ", measured.DistinctGrams.Select(share => Percent(share)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {measured.Samples} samples, {measured.Characters} characters, {measured.Tokens} tokens ({measured.AnswerTokens} of answers)
            tokens a sample: half {measured.TokenQuantiles[0]}, 90 % {measured.TokenQuantiles[1]}, 99 % {measured.TokenQuantiles[2]}, longest {measured.TokenQuantiles[3]}
            distinct 1- to 4-grams of all: {grams}; distinct questions: {Percent(measured.DistinctQuestions)}; near duplicates: {Percent(measured.NearDuplicates)}
            one thread makes {measured.TokensPerSecond:0} tokens a second
            """));
        foreach ((TurnKind kind, double share) in measured.Turns) Console.WriteLine($"  {kind,-12} {Percent(share),7}");
    }

    private static CorpusWeights? WeightsOf(CorpusStage stage) => stage == CorpusStage.Pretrain ? null : CorpusWeights.Tuning;

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);
}
