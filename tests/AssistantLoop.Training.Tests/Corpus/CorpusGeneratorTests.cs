using System.Globalization;
using System.Text.RegularExpressions;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Dialogues;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed partial class CorpusGeneratorTests
{
    private const ulong Seed = 17;
    private static readonly CorpusGenerator s_generator = new();
    private static readonly List<DrawnSample> s_drawn =
        [.. Enumerable.Range(0, 3000).Select(i => s_generator.Draw(Seed, i))];

    [Fact]
    public void The_same_seed_and_index_give_the_same_sample()
    {
        List<ChatSample> whole = [.. s_generator.Generate(Seed, 0).Take(40)];
        List<ChatSample> resumed = [.. new CorpusGenerator().Generate(Seed, 25).Take(15)];

        Assert.Equal(whole.Skip(25).Select(Text), resumed.Select(Text));
    }

    [Fact]
    public void Another_seed_gives_other_samples() =>
        Assert.NotEqual(Text(s_generator.Sample(1, 0)), Text(s_generator.Sample(2, 0)));

    [Fact]
    public void Every_sample_begins_with_the_system_message_and_alternates()
    {
        foreach (ChatSample sample in s_drawn.Select(drawn => drawn.Sample))
        {
            Assert.StartsWith("You are ", sample.Messages[0].Content, StringComparison.Ordinal);
            Assert.Equal(
                Enumerable.Range(0, sample.Messages.Count)
                    .Select(i => i == 0 ? "system" : i % 2 == 1 ? "user" : "assistant"),
                sample.Messages.Select(message => message.Role));
            Assert.True(sample.Messages.Count % 2 == 1);
        }
    }

    [Fact]
    public void A_system_message_has_numbered_passages_or_says_that_none_match()
    {
        foreach (DrawnSample drawn in s_drawn)
        {
            string[] lines = drawn.Sample.Messages[0].Content.Split('\n');
            string[] passages = [.. lines.Where(line => PassageLine().IsMatch(line))];
            Assert.Equal(passages.Length == 0, lines.Contains("No documents match."));
            Assert.Equal(Enumerable.Range(1, passages.Length), passages.Select(NumberOf));
        }
    }

    [Fact]
    public void The_fact_of_an_answer_stands_in_the_answer_and_in_the_cited_passage()
    {
        foreach (DrawnSample drawn in s_drawn)
        {
            foreach (DrawnTurn turn in drawn.Turns)
            {
                foreach ((string value, int number) in turn.Values)
                {
                    string system = drawn.Sample.Messages[0].Content;
                    string source = number == 0
                        ? system
                        : system.Split('\n').Single(line => line.StartsWith($"[{number}] ", StringComparison.Ordinal));
                    Assert.Contains(value, turn.Answer, StringComparison.OrdinalIgnoreCase);
                    Assert.Contains(value, source, StringComparison.OrdinalIgnoreCase);
                    Assert.Contains(number == 0 ? "" : $" [{number}]", turn.Answer, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Citations_name_passages_that_are_there()
    {
        foreach (DrawnSample drawn in s_drawn)
        {
            int passages = drawn.Scene.Passages.Count;
            IEnumerable<int> cited = drawn.Turns.SelectMany(turn => Citation().Matches(turn.Answer))
                .Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            Assert.All(cited, number => Assert.InRange(number, 1, passages));
        }
    }

    [Fact]
    public void What_the_documents_do_not_say_stands_nowhere_in_the_prompt()
    {
        List<(DrawnSample Drawn, DrawnTurn Turn)> refused = [.. s_drawn.SelectMany(drawn =>
            drawn.Turns.Where(turn => turn.Missing is not null).Select(turn => (drawn, turn)))];

        Assert.NotEmpty(refused);
        Assert.All(refused, entry =>
        {
            Assert.Equal("I am sorry, our documents do not say. Shall I ask a person?", entry.Turn.Answer);
            string system = entry.Drawn.Sample.Messages[0].Content;
            Assert.DoesNotContain(entry.Turn.Missing!, system, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public void The_sample_business_never_occurs() =>
        Assert.DoesNotContain(s_drawn, drawn => SampleBusiness().IsMatch(Text(drawn.Sample)));

    [Fact]
    public void A_style_instruction_shows_in_every_answer_that_informs()
    {
        foreach (DrawnSample drawn in s_drawn)
        {
            for (int i = 0; i < drawn.Turns.Count; i++)
            {
                string answer = drawn.Sample.Messages[(2 * i) + 2].Content;
                Assert.EndsWith(drawn.Scene.Style.End, answer, StringComparison.Ordinal);
                if (drawn.Turns[i].Kind is not (TurnKind.NotStated or TurnKind.SmallTalk))
                {
                    Assert.StartsWith(drawn.Scene.Style.Start, answer, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Samples_fit_the_context()
    {
        // 4 characters a token: a whole dialogue fits 512 tokens, and nine in ten stay under 300.
        List<int> lengths = [.. s_drawn.Select(drawn => Text(drawn.Sample).Length).Order()];
        Assert.True(lengths[^1] <= 512 * 4, $"The longest sample has {lengths[^1]} characters.");
        Assert.True(lengths[lengths.Count * 9 / 10] <= 300 * 4);
    }

    [Fact]
    public void The_mix_of_turns_is_the_documented_one()
    {
        List<TurnKind> all = [.. s_drawn.SelectMany(drawn => drawn.Turns).Select(turn => turn.Kind)];
        double Share(params TurnKind[] kinds) => (double)all.Count(kinds.Contains) / all.Count;
        int styled = s_drawn.Count(drawn => drawn.Scene.Style.Start + drawn.Scene.Style.End != "");

        Assert.InRange(Share(TurnKind.SingleFact, TurnKind.FollowUp), 0.45, 0.65);
        Assert.InRange(Share(TurnKind.MultiFact), 0.04, 0.15);
        Assert.InRange(Share(TurnKind.NotStated), 0.08, 0.16);
        Assert.InRange(Share(TurnKind.SmallTalk), 0.05, 0.18);
        Assert.InRange(Share(TurnKind.Repeat), 0.05, 0.13);
        Assert.InRange((double)styled / s_drawn.Count, 0.15, 0.25);
    }

    private static string Text(ChatSample sample) =>
        string.Join('\n', sample.Messages.Select(message => message.Role + ": " + message.Content));

    private static int NumberOf(string line) =>
        int.Parse(PassageLine().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\[(\d)\] .+: .+\.$")]
    private static partial Regex PassageLine();

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex Citation();

    [GeneratedRegex(@"\b(Alder|Finch|alderfinch)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SampleBusiness();
}
