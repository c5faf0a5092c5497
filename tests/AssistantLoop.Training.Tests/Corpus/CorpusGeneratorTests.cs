using System.Globalization;
using System.Text.Json;
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
        [.. Enumerable.Range(0, 4000).Select(i => s_generator.Draw(Seed, i))];

    [Fact]
    public void The_same_seed_and_index_give_the_same_sample()
    {
        List<ChatSample> whole = [.. s_generator.Generate(Seed, 0).Take(40)];
        List<ChatSample> resumed = [.. new CorpusGenerator().Generate(Seed, 25).Take(15)];

        Assert.Equal(whole.Skip(25).Select(Text), resumed.Select(Text));
    }

    [Fact]
    public void Threads_draw_the_samples_that_one_draws()
    {
        string[] drawn = new string[200];
        Parallel.For(0, drawn.Length, i => drawn[i] = Text(s_generator.Sample(Seed, i)));

        Assert.Equal(s_drawn.Take(drawn.Length).Select(sample => Text(sample.Sample)), drawn);
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
            Assert.All(sample.Messages, message => Assert.DoesNotMatch("[\uE000-\uE0FF]|\\{[a-z]+\\}|  ", message.Content));
        }
    }

    [Theory]
    [InlineData("the Otter box is tested at noon", "Otter box", "is tested at noon")]
    [InlineData("Otter boxes are tested at noon", "Otter boxes", "are tested at noon")]
    [InlineData("our Otter box costs 3 euros", "Otter box", "costs 3 euros")]
    [InlineData("the Otter box can be tested", "Otter box", null)]
    [InlineData("the Otter box: 3 euros", "Otter box", null)]
    [InlineData("we test the Otter box", "Otter box", null)]
    [InlineData("Otter boxes must be tested", "Otter boxes", null)]
    public void A_pronoun_may_stand_for_a_subject_whose_verb_shows_its_number(string sentence, string subject, string? rest) =>
        Assert.Equal(rest, AssistantLoop.Training.Corpus.Phrasing.Words.AfterSubject(sentence, subject));

    [Fact]
    public void A_passage_says_it_only_for_what_its_title_or_the_sentence_before_names()
    {
        int pronouns = 0, left = 0;
        foreach (Passage passage in s_drawn.SelectMany(drawn => drawn.Scene.Passages))
        {
            for (int i = 0; i < passage.Facts.Count; i++)
            {
                (string key, string sentence) = (passage.Facts[i].Key, passage.Sentences[i]);
                bool titled = passage.Title.Contains(AssistantLoop.Training.Corpus.Phrasing.Words.Bare(key), StringComparison.OrdinalIgnoreCase);
                bool named = sentence.Contains(key, StringComparison.OrdinalIgnoreCase);
                if (PronounLine().IsMatch(sentence) && !named)
                {
                    Assert.True(i > 0 ? passage.Facts[i - 1].Key == key : titled, passage.Text);
                    pronouns++;
                }
                else if (!named && titled && passage.Facts[i].Kind.Key is "subject" or "product")
                {
                    left++;
                }
            }
        }

        Assert.InRange(pronouns, 200, 4000);
        Assert.InRange(left, 100, 4000);
    }

    [Fact]
    public void Some_questions_name_a_thing_by_its_noun_alone()
    {
        int shorter = s_drawn.SelectMany(drawn => drawn.Turns).Count(turn =>
            turn.About is { } about && turn.Kind is TurnKind.SingleFact && about.Fact.Key.Split(' ') is [_, .., var noun]
            && !turn.Question.Contains(about.Fact.Key, StringComparison.OrdinalIgnoreCase)
            && turn.Question.Contains(" the " + noun, StringComparison.Ordinal));
        Assert.InRange(shorter, 50, 2000);
    }

    [Fact]
    public void Passages_are_numbered_lines_of_at_most_sixty_words()
    {
        foreach (DrawnSample drawn in s_drawn)
        {
            string[] lines = drawn.Sample.Messages[0].Content.Split('\n');
            string[] passages = [.. lines.Where(line => PassageLine().IsMatch(line))];
            Assert.Equal(drawn.Shown.Count, passages.Length);
            Assert.Equal(passages.Length == 0, lines.Contains("No documents match."));
            Assert.Equal(Enumerable.Range(1, passages.Length), passages.Select(NumberOf));
            Assert.All(drawn.Scene.Passages, passage => Assert.InRange(
                string.Join(' ', passage.Facts.Select(fact => fact.Sentence)).Split(' ').Length, 1, 60));
        }
    }

    [Fact]
    public void The_fact_of_the_last_answer_stands_in_the_answer_and_in_the_cited_passage()
    {
        foreach (DrawnSample drawn in s_drawn)
        {
            string system = drawn.Sample.Messages[0].Content;
            string answer = drawn.Sample.Messages[^1].Content;
            foreach (Statement statement in drawn.Turns[^1].Statements.Where(_ => drawn.Scene.Json is null))
            {
                string source = statement.Passage == 0
                    ? system
                    : system.Split('\n').Single(line =>
                        line.StartsWith($"[{drawn.NumberOf(statement.Passage)}] ", StringComparison.Ordinal));
                Assert.Contains(statement.Value, answer.Replace("**", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
                Assert.Contains(statement.Value, source, StringComparison.OrdinalIgnoreCase);
                Assert.Contains(
                    statement.Passage == 0 ? "" : $" [{drawn.NumberOf(statement.Passage)}]", answer, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Where_passages_changed_only_the_last_answer_is_learnt()
    {
        int changed = 0;
        foreach (DrawnSample drawn in s_drawn)
        {
            List<int?> weights = [.. drawn.Sample.Messages.Where(message => message.Role == SampleMessage.Assistant)
                .Select(message => message.Weight)];
            Assert.Null(weights[^1]);
            changed += weights.Contains(0) ? 1 : 0;
            bool whole = drawn.Shown.Order().SequenceEqual(Enumerable.Range(1, drawn.Scene.Passages.Count));
            Assert.True(whole || weights.SkipLast(1).All(weight => weight == 0));
        }

        Assert.InRange(changed, s_drawn.Count / 10, s_drawn.Count / 2);
    }

    [Fact]
    public void Citations_of_a_learnt_answer_name_passages_that_are_there()
    {
        foreach (DrawnSample drawn in s_drawn)
        {
            IEnumerable<int> cited = drawn.Sample.Messages
                .Where(message => message is { Role: SampleMessage.Assistant, Weight: not 0 })
                .SelectMany(message => Citation().Matches(message.Content))
                .Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            Assert.All(cited, number => Assert.InRange(number, 1, drawn.Shown.Count));
        }
    }

    [Fact]
    public void What_the_documents_do_not_say_stands_nowhere_in_the_prompt()
    {
        List<(DrawnSample Drawn, DrawnTurn Turn)> refused = [.. s_drawn.SelectMany(drawn =>
            drawn.Turns.Where(turn => turn.Missing is not null).Select(turn => (drawn, turn)))];

        Assert.True(refused.Count > 200);
        Assert.All(refused, entry =>
        {
            Assert.Equal("I am sorry, our documents do not say. Shall I ask a person?", entry.Turn.Text);
            Assert.DoesNotContain(entry.Turn.Missing!, entry.Drawn.Scene.SystemText(), StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public void Many_questions_that_nothing_answers_are_on_what_the_passages_speak_of()
    {
        // As a search finds them: half of the question's longer words stand in the prompt.
        List<double> shares = [.. s_drawn.SelectMany(drawn => drawn.Turns.Where(turn => turn.Missing is not null).Select(turn =>
        {
            string prompt = drawn.Scene.SystemText();
            string[] words = [.. turn.Question.Split([' ', '?', '.', ','], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 4)];
            return words.Length == 0 ? 0 : words.Average(word => prompt.Contains(word, StringComparison.OrdinalIgnoreCase) ? 1.0 : 0);
        }))];
        Assert.InRange(shares.Average(share => share >= 0.5 ? 1.0 : 0), 0.25, 0.7);
    }

    [Fact]
    public void A_json_field_of_any_name_is_described_and_no_name_comes_twice()
    {
        CorpusGenerator generator = new(new() { Json = 1, Open = 0.5 });
        int open = 0;
        foreach (DrawnSample drawn in Enumerable.Range(0, 300).Select(i => generator.Draw(Seed, i)))
        {
            string prompt = drawn.Sample.Messages[0].Content;
            IReadOnlyList<JsonField> fields = drawn.Scene.Json?.Fields ?? [];
            Assert.Equal(fields.Count, fields.Select(field => field.Name).Distinct().Count());
            open += fields.Count(field => field.Open);
            Assert.All(fields.Where(field => field.Open), field =>
                Assert.Matches($"\"{field.Name}\": (<[a-z]|.+?\"description\": )", prompt));
            IReadOnlyList<string> extracted = [.. (drawn.Scene.Extraction?.Fields ?? []).Select(field => field.Name)];
            Assert.Equal(extracted.Count, extracted.Distinct().Count());
        }

        Assert.InRange(open, 100, 600);
    }

    [Fact]
    public void An_answer_never_obeys_an_order_of_a_passage()
    {
        List<DrawnSample> ordered = [.. s_drawn.Where(drawn => drawn.Scene.OrderedWord is not null)];

        Assert.True(ordered.Count > 100);
        Assert.All(ordered, drawn => Assert.All(
            drawn.Sample.Messages.Where(message => message.Role == SampleMessage.Assistant),
            message => Assert.DoesNotContain(drawn.Scene.OrderedWord!, message.Content, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void A_word_said_for_another_leaves_names_alone()
    {
        CorpusGenerator generator = new(new() { Wording = 1, Json = 0, Style = 0 });
        int reworded = 0;
        foreach (DrawnSample drawn in Enumerable.Range(0, 1000).Select(i => generator.Draw(Seed, i)))
        {
            Statement? said = drawn.Turns[^1].Informs ? drawn.Turns[^1].Statements[0] : null;
            if (drawn.Turns[^1].About is not { } about || said is null) continue;
            string answer = drawn.Sample.Messages[^1].Content;
            reworded += answer.Contains(said.Text, StringComparison.OrdinalIgnoreCase) ? 0 : 1;
            bool names = said.Text.Contains(about.Fact.Key, StringComparison.OrdinalIgnoreCase);
            Assert.True(!names || answer.Contains(about.Fact.Key, StringComparison.OrdinalIgnoreCase), answer);
        }

        Assert.True(reworded > 20, $"{reworded} answers are reworded.");
    }

    [Fact]
    public void Json_answers_are_json()
    {
        List<(DrawnSample Drawn, string Answer)> answers = [.. s_drawn.SelectMany(drawn => drawn.Turns.Index()
            .Where(turn => turn.Item.Verbatim || (drawn.Scene.Json is not null && turn.Item.Informs))
            .Select(turn => (drawn, drawn.Sample.Messages[(2 * turn.Index) + 2].Content)))];

        Assert.True(answers.Count > 200);
        Assert.All(answers, entry =>
        {
            using JsonDocument document = JsonDocument.Parse(entry.Answer);
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        });
    }

    [Fact]
    public void The_sample_business_never_occurs() =>
        Assert.DoesNotContain(s_drawn, drawn => SampleBusiness().IsMatch(Text(drawn.Sample)));

    [Fact]
    public void A_dialogue_fits_a_window_of_1024_tokens()
    {
        // 3 characters a token, a careful guess; nine in ten stay under 600 tokens.
        List<int> lengths = [.. s_drawn.Select(drawn => Text(drawn.Sample).Length).Order()];
        Assert.True(lengths[^1] <= 1024 * 4, $"The longest sample has {lengths[^1]} characters.");
        Assert.True(lengths[lengths.Count * 9 / 10] <= 600 * 4);
    }

    [Fact]
    public void Every_kind_of_turn_occurs()
    {
        List<TurnKind> all = [.. s_drawn.SelectMany(drawn => drawn.Turns).Select(turn => turn.Kind)];
        double Share(params TurnKind[] kinds) => (double)all.Count(kinds.Contains) / all.Count;

        Assert.All(Enum.GetValues<TurnKind>(), kind => Assert.True(Share(kind) > 0.004, $"{kind}: {Share(kind):P2}"));
        Assert.InRange(Share(TurnKind.SingleFact, TurnKind.FollowUp, TurnKind.Newest), 0.35, 0.65);
        Assert.InRange(Share(TurnKind.NotStated), 0.05, 0.1);
    }

    private static string Text(ChatSample sample) =>
        string.Join('\n', sample.Messages.Select(message => message.Role + ": " + message.Content));

    private static int NumberOf(string line) =>
        int.Parse(PassageLine().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\[(\d)\] .+: .+$")]
    private static partial Regex PassageLine();

    [GeneratedRegex(@"^(It|They) [a-z]+ ")]
    private static partial Regex PronounLine();

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex Citation();

    [GeneratedRegex(@"\b(Alder|Finch|alderfinch)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SampleBusiness();
}
