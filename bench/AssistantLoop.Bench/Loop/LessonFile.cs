using AssistantLoop.Chat.Files;

namespace AssistantLoop.Bench.Loop;

/// <summary>The keys of samples/alder-finch/lessons/corrections.yaml, which explains itself.</summary>
internal sealed class LessonFile
{
    public List<Lesson> Lessons { get; init; } = [];

    public static IReadOnlyList<Lesson> Read(string path) => YamlFile.Read<LessonFile>(path).Lessons;

    internal sealed class Lesson
    {
        public string Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Answer { get; init; } = "";
        public List<string> Ask { get; init; } = [];
    }
}
