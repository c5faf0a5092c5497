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
    /// <summary>Ways to ask that the first round uses; each round after it uses one more.</summary>
    private const int FirstWays = 2;

    /// <summary>
    /// The visits of each round, in an order of their own for each seed. A round brings topics that none before had, as a
    /// business that is found useful is asked about more and more, and asks each in more ways.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<Visit>> Rounds(Population population, int rounds, int seed)
    {
        Random random = new(seed);
        Topic[] topics = [.. population.Topics];
        random.Shuffle(topics);
        List<IReadOnlyList<Visit>> all = [];
        foreach (Topic[] group in topics.Chunk((topics.Length + rounds - 1) / rounds))
        {
            Visit[] visits =
            [
                .. group.SelectMany(topic => topic.Ask.Take(FirstWays + all.Count).Select(question => new Visit(topic, question))),
            ];
            random.Shuffle(visits);
            all.Add(visits);
        }

        return all;
    }
}
