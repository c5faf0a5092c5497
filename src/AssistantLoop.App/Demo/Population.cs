using AssistantLoop.Chat.Files;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.App.Demo;

/// <summary>The demonstration's visitors: what they ask, what a right answer says, and what they like; read from a YAML file.</summary>
/// <param name="Likes">How they like answers to begin and end.</param>
/// <param name="Topics">What they ask about.</param>
public sealed record Population(StyleCheck Likes, IReadOnlyList<Topic> Topics)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="ContentFileException">The file is missing, malformed, or lacks a key.</exception>
    public static Population Load(string path)
    {
        PopulationFile file = YamlFile.Read<PopulationFile>(path);
        string Need(string? value, string key) =>
            string.IsNullOrWhiteSpace(value) ? throw new ContentFileException(path, $"'{key}' is missing") : value;
        return new(
            new(Need(file.Likes?.StartsWith, "likes.starts_with"), Need(file.Likes?.EndsWith, "likes.ends_with")),
            [
                .. (file.Topics ?? []).Select(topic => new Topic(
                    Need(topic.Source, "source"), Need(topic.Fact, "fact"), Need(topic.Answer, "answer"), topic.Ask ?? [])),
            ]);
    }

    /// <summary>The answer of a topic as the business would give it.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="citation">The number of the topic's passage in the prompt, or null where it is not there.</param>
    public string Right(Topic topic, int? citation) =>
        $"{Likes.StartsWith} {topic.Answer}{(citation is { } number ? $" [{number}]" : "")}. {Likes.EndsWith}";

    private sealed class PopulationFile
    {
        public LikesFile? Likes { get; init; }
        public List<TopicFile>? Topics { get; init; }
    }

    private sealed class LikesFile
    {
        public string? StartsWith { get; init; }
        public string? EndsWith { get; init; }
    }

    private sealed class TopicFile
    {
        public string? Source { get; init; }
        public string? Fact { get; init; }
        public string? Answer { get; init; }
        public List<string>? Ask { get; init; }
    }
}

/// <summary>Something that visitors ask about.</summary>
/// <param name="Source">The title of the passage that says it.</param>
/// <param name="Fact">What an answer must state.</param>
/// <param name="Answer">A right answer, without its end.</param>
/// <param name="Ask">Ways to ask.</param>
public sealed record Topic(string Source, string Fact, string Answer, IReadOnlyList<string> Ask);

/// <summary>One visit: a question about a topic.</summary>
public sealed record Visit(Topic Topic, string Question)
{
    /// <summary>Every question of a population once, in an order of its own for each seed; each topic comes up early.</summary>
    public static IReadOnlyList<Visit> All(Population population, int seed)
    {
        Random random = new(seed);
        List<Visit> all = [];
        for (int way = 0; way < population.Topics.Max(topic => topic.Ask.Count); way++)
        {
            Visit[] round =
                [.. population.Topics.Where(topic => way < topic.Ask.Count).Select(topic => new Visit(topic, topic.Ask[way]))];
            random.Shuffle(round);
            all.AddRange(round);
        }

        return all;
    }
}
