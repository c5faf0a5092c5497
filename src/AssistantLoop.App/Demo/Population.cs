using AssistantLoop.Chat.Files;
using AssistantLoop.Chat.Styles;

namespace AssistantLoop.App.Demo;

/// <summary>The demonstration's visitors: what they ask, what a right answer says, and what they like; read from a YAML file.</summary>
/// <param name="Likes">What they like about answers, one habit a round; those of earlier rounds stay.</param>
/// <param name="Topics">What they ask about.</param>
public sealed record Population(IReadOnlyList<StyleCheck> Likes, IReadOnlyList<Topic> Topics)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="ContentFileException">The file is missing, malformed, or lacks a key.</exception>
    public static Population Load(string path)
    {
        PopulationFile file = YamlFile.Read<PopulationFile>(path);
        string Need(string? value, string key) =>
            string.IsNullOrWhiteSpace(value) ? throw new ContentFileException(path, $"'{key}' is missing") : value;
        return new(
            [.. (file.Likes ?? []).Select(like => new StyleCheck(like.StartsWith, like.EndsWith) { Holds = like.Holds is null ? [] : [like.Holds] })],
            [
                .. (file.Topics ?? []).Select(topic => new Topic(
                    Need(topic.Source, "source"), Need(topic.Fact, "fact"), Need(topic.Answer, "answer"), topic.Ask ?? [])),
            ]);
    }

    /// <summary>What visitors of a round like, all in one; rounds count from 1.</summary>
    public StyleCheck LikedIn(int round)
    {
        StyleCheck[] liked = [.. Likes.Take(round)];
        return new(
            liked.Select(like => like.StartsWith).LastOrDefault(text => text is not null),
            liked.Select(like => like.EndsWith).LastOrDefault(text => text is not null))
        {
            Holds = [.. liked.SelectMany(like => like.Holds)],
        };
    }

    /// <summary>The answer of a topic as the business would give it in a round.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="citation">The number of the topic's passage in the prompt, or null where it is not there.</param>
    /// <param name="round">The round, from 1.</param>
    public string Right(Topic topic, int? citation, int round) =>
        InHabits($"{topic.Answer}{(citation is { } number ? $" [{number}]" : "")}.", round);

    /// <summary>An answer with a round's habits, those that it has already and those that it lacks.</summary>
    public string WithHabits(string answer, int round)
    {
        IEnumerable<string?> habits = Likes.SelectMany(like => (string?[])[like.StartsWith, .. like.Holds, like.EndsWith]);
        foreach (string habit in habits.OfType<string>()) answer = answer.Replace(habit, "", StringComparison.Ordinal);
        return InHabits(string.Join(' ', answer.Split(' ', StringSplitOptions.RemoveEmptyEntries)), round);
    }

    private string InHabits(string told, int round)
    {
        StyleCheck liked = LikedIn(round);
        return string.Join(' ', ((string?[])[liked.StartsWith, told, .. liked.Holds, liked.EndsWith]).OfType<string>());
    }

    private sealed class PopulationFile
    {
        public List<LikeFile>? Likes { get; init; }
        public List<TopicFile>? Topics { get; init; }
    }

    private sealed class LikeFile
    {
        public string? StartsWith { get; init; }
        public string? EndsWith { get; init; }
        public string? Holds { get; init; }
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
    private const int FirstRound = 14;
    private const int MoreEachRound = 10;

    /// <summary>
    /// The visits of a round, from 1: those of the rounds before come again, and ten more with them, as a business that is
    /// found useful is asked more. Topics and order are a seed's own.
    /// </summary>
    public static IReadOnlyList<Visit> Of(Population population, int round, int seed)
    {
        Random random = new(seed);
        List<Visit> all = [];
        for (int way = 0; way < population.Topics.Max(topic => topic.Ask.Count); way++)
        {
            Visit[] once =
                [.. population.Topics.Where(topic => way < topic.Ask.Count).Select(topic => new Visit(topic, topic.Ask[way]))];
            random.Shuffle(once);
            all.AddRange(once);
        }

        return [.. all.Take(FirstRound + MoreEachRound * (round - 1))];
    }
}
