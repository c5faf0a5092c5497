using System.CommandLine;
using AssistantLoop.App.Settings;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;

namespace AssistantLoop.App.Cli.Pretrain;

/// <summary>pretrain data: the generated dialogues as a file, to look at or to train something else with.</summary>
internal static class PretrainDataVerb
{
    public static Command Create()
    {
        Argument<string> file = new("FILE") { Description = "where to write the samples, as chat JSON lines" };
        Option<int> count = new("--count") { Description = "how many samples", DefaultValueFactory = _ => 1000 };
        Option<ulong> seed = new("--seed") { Description = "the corpus's seed", DefaultValueFactory = _ => 1 };
        Command command = new("data", "Write generated support dialogues.") { file, count, seed };
        command.SetAction(parsed =>
        {
            int samples = parsed.GetValue(count);
            if (samples is < 1 or > 10_000_000)
                throw new SettingException("count", $"must be from 1 to 10000000; given: {samples}");
            string path = Path.GetFullPath(parsed.GetValue(file)!);
            ChatSampleFile.Write(path, new CorpusGenerator().Generate(parsed.GetValue(seed), 0).Take(samples));
            Console.WriteLine($"{path}: {samples} samples");
        });
        return command;
    }
}
