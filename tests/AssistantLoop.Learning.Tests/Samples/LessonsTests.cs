using AssistantLoop.Chat.Files;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Decontamination;
using AssistantLoop.Learning.DataSets.Duplicates;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Tests.Samples;

/// <summary>The sample business's lessons: their size, that nothing asked is taught, and that they are new.</summary>
public sealed class LessonsTests
{
    private static readonly string s_business = Path.Combine(Root(), "samples", "alder-finch");

    private static readonly List<Lesson> s_lessons =
        YamlFile.Read<LessonFile>(Path.Combine(s_business, "lessons", "corrections.yaml")).Lessons;

    private static readonly Suite s_suite = Suite.Load(Path.Combine(s_business, "lessons", "suite.yaml"));

    private static readonly Suite[] s_others =
    [
        .. ((string[])["suite.yaml", "suite-general.yaml", "suite-200.yaml", Path.Combine("demo", "suite.yaml"), Path.Combine("demo", "unseen.yaml")])
            .Select(file => Suite.Load(Path.Combine(s_business, file))),
    ];

    [Fact]
    public void Twelve_rules_and_eight_terms_have_five_corrections_each()
    {
        Assert.Equal(12, s_lessons.Count(lesson => lesson.Kind == "rule"));
        Assert.Equal(8, s_lessons.Count(lesson => lesson.Kind == "term"));
        Assert.All(s_lessons, lesson => Assert.Equal(5, lesson.Ask.Distinct().Count()));
        Assert.Equal(100, s_lessons.SelectMany(lesson => lesson.Ask).Distinct().Count());
        Assert.Equal(20, s_lessons.Select(lesson => lesson.Answer).Distinct().Count());
    }

    [Fact]
    public void A_right_answer_has_the_house_style() =>
        Assert.All(s_lessons, lesson => Assert.Matches("^Happy to help! .*\\. Warmly, Finch$", lesson.Answer));

    [Fact]
    public void Each_lesson_is_asked_two_or_three_times_for_what_its_answer_says()
    {
        Assert.True(s_suite.Cases.Count >= 40);
        ILookup<string, SuiteCase> asked = s_suite.Cases.ToLookup(asked => asked.Id[..asked.Id.LastIndexOf('-')]);
        Assert.Equal(s_lessons.Select(lesson => lesson.Id).Order(), asked.Select(group => group.Key).Order());
        Assert.All(s_lessons, lesson =>
        {
            Assert.InRange(asked[lesson.Id].Count(), 2, 3);
            Assert.All(asked[lesson.Id], each =>
            {
                Assert.Equal([lesson.Kind], each.Tags);
                Assert.All(each.Expect, fact => Assert.Contains(fact, lesson.Answer));
            });
        });
    }

    [Fact]
    public void No_question_of_any_suite_is_taught()
    {
        Suite[] suites = [s_suite, .. s_others];
        DecontaminationStep step = new([.. suites.Select(suite => Questions(suite))], DataSetRules.Default);
        (string Question, ulong[] Pieces)[] asked =
            [.. suites.SelectMany(suite => suite.Cases).Select(each => (each.Question, Shingles.Of(each.Question)))];

        Assert.All(s_lessons.SelectMany(lesson => lesson.Ask), question =>
        {
            Assert.Null(step.Found(Of(question)));
            ulong[] own = Shingles.Of(question);
            Assert.DoesNotContain(asked, held => Shingles.Jaccard(own, held.Pieces) >= DataSetRules.Default.NearDuplicate);
        });
    }

    [Fact]
    public void No_other_suite_and_no_training_file_asks_a_held_out_question()
    {
        DecontaminationStep step = new([Questions(s_suite)], DataSetRules.Default);
        IEnumerable<IReadOnlyList<SampleMessage>> trained =
        [
            .. ChatSampleFile.Read(Path.Combine(s_business, "training", "samples.jsonl")).Select(chat => chat.Messages),
            .. PreferenceFile.Read(Path.Combine(s_business, "training", "pairs.jsonl")).Select(pair => pair.Prompt),
        ];
        string[] others =
        [
            .. s_others.SelectMany(suite => suite.Cases).Select(each => each.Question),
            .. trained.SelectMany(messages => messages).Where(message => message.Role == SampleMessage.User).Select(message => message.Content),
            .. File.ReadAllLines(Path.Combine(s_business, "corrections.yaml"))
                .Where(line => line.StartsWith("- question:", StringComparison.Ordinal)).Select(line => line["- question:".Length..].Trim()),
        ];

        Assert.True(others.Length > 300);
        Assert.All(others, question => Assert.Null(step.Found(Of(question))));
    }

    [Fact]
    public void The_check_sees_a_held_out_question_that_is_taught() =>
        Assert.NotNull(new DecontaminationStep([Questions(s_suite)], DataSetRules.Default).Found(Of("on which day do you repair a BENT tine")));

    [Fact]
    public void No_document_says_what_a_lesson_teaches()
    {
        string documents = string.Join('\n', Directory
            .EnumerateFiles(Path.Combine(s_business, "documents"), "*", SearchOption.AllDirectories).Select(File.ReadAllText));

        Assert.All(s_lessons, lesson => Assert.DoesNotContain(
            lesson.Answer["Happy to help! ".Length..^" Warmly, Finch".Length], documents, StringComparison.OrdinalIgnoreCase));
    }

    private static SuiteTexts Questions(Suite suite) => new(suite.Name, [.. suite.Cases.Select(asked => asked.Question)], []);

    private static Sample Of(string question) => new()
    {
        Id = Guid.NewGuid(),
        Kind = PairKind.Correction,
        ConversationId = Guid.NewGuid(),
        Identity = AgentAuthor.First,
        ByAgent = true,
        Prompt = [new(SampleMessage.User, question)],
    };

    private static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }

    private sealed class LessonFile
    {
        public List<Lesson> Lessons { get; init; } = [];
    }

    private sealed class Lesson
    {
        public string Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Answer { get; init; } = "";
        public List<string> Ask { get; init; } = [];
    }
}
