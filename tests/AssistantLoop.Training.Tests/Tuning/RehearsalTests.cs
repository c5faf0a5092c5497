using System.Globalization;
using System.Text.RegularExpressions;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Tests.Tuning;

public sealed partial class RehearsalTests
{
    private static readonly TrainingSet s_set = new()
    {
        Passages =
        [
            new("Returns > How long", "You can return an item within 30 days of delivery. Living plants can be returned within 7 days."),
            new("Returns > Packaging", "Please keep the original packaging until you are sure."),
            new("Shipping > Islands", "A parcel to an island costs 11 euros more than a parcel to the mainland."),
            new("Hose connector", "price: 4.20 euros, pack: piece, article: AF-P100"),
        ],
    };

    [Fact]
    public void The_answer_is_the_sentence_that_is_asked_for_and_cites_where_it_stands()
    {
        for (int i = 0; i < 200; i++)
        {
            ChatSample sample = Rehearsal.Of(s_set).Sample(5, i)!;
            Match answer = Answer().Match(sample.Messages[2].Content);
            string cited = sample.Messages[0].Content.Split('\n')[int.Parse(answer.Groups["number"].Value, CultureInfo.InvariantCulture)];

            Assert.Contains($"{answer.Groups["sentence"].Value}.", cited, StringComparison.Ordinal);
            Assert.StartsWith($"[{answer.Groups["number"].Value}] ", cited, StringComparison.Ordinal);
            Assert.DoesNotContain("AF-", sample.Messages[2].Content, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Figures_are_others_each_time_and_the_answers_are_those_of_the_passage()
    {
        string[] told = [.. Enumerable.Range(0, 200).Select(i => Rehearsal.Of(s_set).Sample(5, i)!)
            .Where(sample => sample.Messages[2].Content.Contains("return an item", StringComparison.Ordinal))
            .Select(sample => (System: sample.Messages[0].Content, Days: Days().Match(sample.Messages[2].Content).Value))
            .Select(one => one.System.Contains($"an item {one.Days} of delivery", StringComparison.Ordinal) ? one.Days : "")];

        Assert.DoesNotContain("", told);
        Assert.True(told.Distinct().Count() > 10, string.Join(", ", told));
    }

    [Fact]
    public void Sentences_are_asked_for_by_the_amount_or_by_their_words()
    {
        string[] asked = [.. Enumerable.Range(0, 300).Select(i => Rehearsal.Of(s_set).Sample(5, i)!.Messages[1].Content)];

        Assert.Contains("You can return an item within how many days of delivery?", asked);
        Assert.Contains(asked, question => question.StartsWith("What about ", StringComparison.Ordinal));
        Assert.Contains(asked, question => question.Contains("original packaging", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Another_language_is_asked_for_by_words_alone()
    {
        TrainingSet german = new() { Passages = [new("Rückgabe", "Artikel können innerhalb von 30 Tagen nach Lieferung zurückgegeben werden.")] };

        Assert.All(Enumerable.Range(0, 50).Select(i => Rehearsal.Of(german).Sample(5, i)!.Messages[1].Content), question =>
        {
            Assert.DoesNotContain("What", question, StringComparison.Ordinal);
            Assert.DoesNotContain("how many", question, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Without_documents_the_passages_of_the_prompts_are_asked_about()
    {
        TrainingSet set = TrainingSet.Of([new([
            new(SampleMessage.System, "You are Finch.\nRule: be kind.\n[1] Islands: A parcel to an island costs 11 euros more."),
            new(SampleMessage.User, "Hello"), new(SampleMessage.Assistant, "Hello!")])]);

        ChatSample sample = Rehearsal.Of(set).Sample(5, 0)!;

        Assert.Matches(@"^\n\[1\] Islands: A parcel to an island costs \d\d euros more\.$", sample.Messages[0].Content);
        Assert.Matches(@"^A parcel to an island costs \d\d euros more \[1\]\.$", sample.Messages[2].Content);
    }

    [Fact]
    public void A_draw_is_the_same_at_every_call_and_nothing_to_ask_about_gives_none()
    {
        Assert.Equal(Rehearsal.Of(s_set).Sample(5, 3)!.Messages, Rehearsal.Of(s_set).Sample(5, 3)!.Messages);
        Assert.Null(Rehearsal.Of(new() { Passages = [s_set.Passages[3], new("Short", "It is red.")] }).Sample(5, 3));
        Assert.Null(Rehearsal.Of(TrainingSet.Empty).Sample(5, 3));
    }

    [GeneratedRegex(@"^(?<sentence>.+) \[(?<number>\d)\]\.$")]
    private static partial Regex Answer();

    [GeneratedRegex(@"within \d+ days")]
    private static partial Regex Days();
}
