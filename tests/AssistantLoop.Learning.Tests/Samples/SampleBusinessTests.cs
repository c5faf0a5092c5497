using System.Text.RegularExpressions;
using AssistantLoop.Chat.Actions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Decontamination;
using AssistantLoop.Learning.DataSets.Duplicates;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Tests.Samples;

/// <summary>
/// The sample business's training files: their size, that no suite stands in them, and that its documents still say what
/// they cite.
/// </summary>
public sealed partial class SampleBusinessTests
{
    private static readonly string s_business = Path.Combine(Root(), "samples", "alder-finch");

    private static readonly BusinessProfile s_profile = BusinessProfile.Load(s_business);

    private static readonly Suite[] s_suites =
    [
        .. ((string[])["suite.yaml", "suite-general.yaml", "suite-200.yaml", "suite-styles.yaml", Path.Combine("demo", "suite.yaml"), Path.Combine("demo", "unseen.yaml")])
            .Select(file => Suite.Load(Path.Combine(s_business, file))),
    ];

    [Fact]
    public void It_has_forty_documents_two_hundred_cases_a_hundred_samples_and_forty_pairs()
    {
        Assert.True(Documents().Count() >= 40);
        Assert.Equal(200, Suite.Load(Path.Combine(s_business, "suite-200.yaml")).Cases.Select(asked => asked.Of ?? asked.Id).Distinct().Count());
        Assert.Equal(100, Chats().Count);
        Assert.Equal(40, Pairs().Count);
    }

    [Fact]
    public void No_suite_stands_in_what_is_trained_on()
    {
        DecontaminationStep step = new([.. s_suites.Select(Texts)], DataSetRules.Default);

        Assert.All(Trained().Concat(Corrections()), sample => Assert.Null(step.Found(sample)));
    }

    [Fact]
    public void Runs_train_on_no_suite_of_the_business()
    {
        string[] kept = [.. RunSuites.Load(s_profile).All.Select(suite => suite.Name)];

        Assert.All(s_suites.Where(suite => suite.Name != "demo"), suite => Assert.Contains(suite.Name, kept));
    }

    [Fact]
    public void The_demos_visitors_ask_nothing_that_is_held_out()
    {
        DecontaminationStep step = new([.. s_profile.HeldOut.Select(path => Texts(Suite.Load(path)))], DataSetRules.Default);
        string[] lines = File.ReadAllLines(Path.Combine(s_business, "demo", "population.yaml"));

        Assert.NotEmpty(lines.SelectMany(Asked));
        Assert.All(lines.SelectMany(Asked), text => Assert.Null(step.Found(Of([new(SampleMessage.User, text)], null, null))));
    }

    [Fact]
    public void No_trained_question_is_nearly_one_of_a_suite()
    {
        (string Question, ulong[] Pieces)[] asked =
            [.. s_suites.SelectMany(suite => Texts(suite).Questions).Distinct().Select(question => (question, Shingles.Of(question)))];

        Assert.All(Trained().Concat(Corrections()), sample =>
        {
            ulong[] own = Shingles.Of(sample.Question);
            Assert.DoesNotContain(asked, held => Shingles.Jaccard(own, held.Pieces) >= DataSetRules.Default.NearDuplicate);
        });
    }

    [Fact]
    public void The_large_suite_repeats_no_question_of_the_others()
    {
        Suite large = s_suites.Single(suite => suite.Name == "alder-finch-200");
        DecontaminationStep step = new([.. s_suites.Where(suite => suite != large).Select(Texts)], DataSetRules.Default);

        Assert.All(large.Cases, asked => Assert.Null(step.Found(Of([new(SampleMessage.User, asked.Question)], null, null))));
    }

    [Fact]
    public void The_check_sees_a_question_of_the_suite()
    {
        DecontaminationStep step = new([.. s_suites.Select(Texts)], DataSetRules.Default);

        Assert.NotNull(step.Found(Of([new(SampleMessage.User, "what is the price of GIFT wrapping")], "4.50 euros", null)));
    }

    [Fact]
    public void Every_passage_in_a_prompt_is_what_the_documents_say_today()
    {
        PassageSplitter splitter = new(text => text.Split(' ').Length);
        HashSet<string> passages =
        [
            .. Documents().SelectMany(file => splitter.Split(
                    DocumentParser.Parse(FileFormats.ByName(file)!.Value, File.ReadAllBytes(file)), Path.GetFileName(file)))
                .Select(passage => $"{passage.TitlePath}: {passage.Text}"),
        ];

        Assert.All(
            Trained().SelectMany(sample => PassageLines().Matches(sample.Passages)).Select(line => line.Groups[1].Value),
            line => Assert.Contains(line, passages));
    }

    [Fact]
    public void Every_citation_is_of_a_passage_in_the_prompt()
    {
        foreach (Sample sample in Trained())
        {
            int shown = PassageLines().Count(sample.Passages);
            Assert.All(Citations().Matches(sample.Chosen!), mark => Assert.InRange(int.Parse(mark.Groups[1].Value, null), 1, shown));
        }
    }

    [Fact]
    public void A_better_answer_has_the_house_style_or_is_an_action()
    {
        Assert.All(Trained(), sample => Assert.Matches("^(Happy to help! .*Warmly, Finch|\\{\"action\": .*\\})$", sample.Chosen));
        Assert.All(Pairs(), pair => Assert.NotEqual(pair.Chosen.Content, pair.Rejected.Content));
    }

    [Fact]
    public void A_trained_action_is_declared_and_offered_in_its_prompt()
    {
        Sample[] actions = [.. Trained().Where(sample => sample.Chosen!.StartsWith('{'))];

        Assert.Equal(8, actions.Length);
        Assert.All(actions, sample =>
        {
            ActionProposal proposal = ActionProposal.Read(sample.Chosen!, s_profile.Content.Actions, out _)!;
            Assert.Contains($"Rule: To {proposal.Action.Description}, answer {{\"action\": \"{proposal.Action.Name}\"", sample.Prompt[0].Content, StringComparison.Ordinal);
        });
    }

    private static List<Sample> Trained() =>
    [
        .. Chats().Select(chat => Of([.. chat.Messages.SkipLast(1)], chat.Messages[^1].Content, null)),
        .. Pairs().Select(pair => Of(pair.Prompt, pair.Chosen.Content, pair.Rejected.Content)),
    ];

    // What a topic's visitors ask, and its answer.
    private static IEnumerable<string> Asked(string line) =>
        line.TrimStart() is var text && text.StartsWith("ask: [", StringComparison.Ordinal) ? text["ask: [".Length..].TrimEnd(']').Split(", ")
        : text.StartsWith("answer: ", StringComparison.Ordinal) ? [text["answer: ".Length..]]
        : [];

    private static List<Sample> Corrections() =>
    [
        .. CorrectionRows().Matches(File.ReadAllText(Path.Combine(s_business, "corrections.yaml")))
            .Select(row => Of([new(SampleMessage.User, row.Groups[1].Value)], row.Groups[2].Value, null)),
    ];

    private static IReadOnlyList<ChatSample> Chats() => ChatSampleFile.Read(Path.Combine(s_business, "training", "samples.jsonl"));

    private static IReadOnlyList<PreferencePair> Pairs() => PreferenceFile.Read(Path.Combine(s_business, "training", "pairs.jsonl"));

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Path.Combine(s_business, "documents"), "*", SearchOption.AllDirectories);

    private static Sample Of(IReadOnlyList<SampleMessage> prompt, string? chosen, string? rejected) => new()
    {
        Id = Guid.NewGuid(),
        Kind = PairKind.Imported,
        ConversationId = Guid.NewGuid(),
        Identity = "sample",
        ByAgent = true,
        Prompt = prompt,
        Chosen = chosen,
        Rejected = rejected,
    };

    // As a run takes a suite's texts.
    private static SuiteTexts Texts(Suite suite) => new(
        suite.Name,
        [.. suite.Cases.SelectMany(asked => asked.Before.Select(turn => turn.Question).Append(asked.Question)).Distinct()],
        [.. suite.Cases.SelectMany(asked => asked.Expect.Append(asked.Answer ?? "")).Where(text => text.Length > 0).Distinct()]);

    private static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }

    [GeneratedRegex(@"^\[\d+\] (.*)$", RegexOptions.Multiline)]
    private static partial Regex PassageLines();

    [GeneratedRegex(@"- question: (.*)\n  answer: (.*)")]
    private static partial Regex CorrectionRows();

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex Citations();
}
