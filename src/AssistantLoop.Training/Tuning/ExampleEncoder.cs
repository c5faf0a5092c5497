using AssistantLoop.Models;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Objectives;

namespace AssistantLoop.Training.Tuning;

/// <summary>Examples as tokens, by the encoder that serving uses: those short enough, and how many were not.</summary>
internal sealed class ExampleEncoder(ModelFolder model, Recipe recipe)
{
    private readonly ChatEncoder _encoder = new(model.Template, model.Tokenizer);
    private readonly int _most = Math.Min(recipe.MaxLength, model.Config.MaxPositions);

    /// <summary>Those short enough that an objective learns from, in the set's order.</summary>
    /// <exception cref="TrainingException">An example teaches nothing.</exception>
    public EncodedSet Encode(TrainingSet set, string name)
    {
        IEnumerable<Example> all =
        [
            .. set.Samples.Select((sample, i) =>
                Weighed(sample, set, Imitation(sample, $"{name} sample {i + 1} of {set.Samples.Count}"))),
            .. set.Pairs.Select((pair, i) => Weighed(pair, set, Pair(pair, $"{name} pair {i + 1} of {set.Pairs.Count}"))),
            .. Ratings(set.Ratings, name).Zip(set.Ratings, (example, rating) => Weighed(rating, set, example)),
        ];
        List<Example> taken = [.. all.Where(example => recipe.Aims.Any(aim => aim.Objective.Takes(example)))];
        List<Example> kept = [.. taken.Where(example => example.Texts.All(text => text.Ids.Length <= _most))];
        return new EncodedSet(kept, taken.Count - kept.Count, set.Count - taken.Count);
    }

    /// <summary>Pairs of which both answers are short enough, whatever the objectives, in their order.</summary>
    /// <exception cref="TrainingException">An answer is empty, or a pair's answers are the same.</exception>
    public EncodedSet Pairs(IReadOnlyList<PreferencePair> pairs, string name)
    {
        List<Example> kept = [];
        for (int i = 0; i < pairs.Count; i++)
        {
            string which = $"{name} pair {i + 1} of {pairs.Count}";
            Example both = Both(Answer(pairs[i].Prompt, pairs[i].Chosen, which), pairs[i], which);
            if (both.Texts[0].Ids.AsSpan().SequenceEqual(both.Texts[1].Ids))
                throw new TrainingException($"{which} has the same answer twice: \"{Start([pairs[i].Chosen])}\".");
            if (both.Texts.All(text => text.Ids.Length <= _most)) kept.Add(both);
        }

        return new EncodedSet(kept, pairs.Count - kept.Count, 0);
    }

    /// <summary>
    /// As many general samples as make the recipe's share beside <paramref name="own"/> examples, others for each way of <see cref="Recipe.Wordings"/>. Where the
    /// business's samples have a frame, three of four are in it: one on the business's own passages, one on a made business's, one without
    /// any. Those that are too long are passed over, as many again are not looked for.
    /// </summary>
    public IReadOnlyList<Example> General(int own, HouseFrame? frame, Rehearsal rehearsal, int way = 0)
    {
        int count = (int)Math.Round(own * recipe.ReplayShare / (1 - recipe.ReplayShare));
        // A wish out of scope is refused by the business's name.
        CorpusWeights none = frame is { Named: true } ? CorpusWeights.BareReplay : CorpusWeights.BareReplay with { OutOfScope = 0, SmallTalk = 0 };
        CorpusGenerator general = new(CorpusWeights.Replay), framed = new(CorpusWeights.FramedReplay), bare = new(none);
        ulong seed = (ulong)recipe.Seed;
        ChatSample Drawn(long i) => frame is null ? general.Sample(seed, i) : (i % 4) switch
        {
            0 => frame.Dress(rehearsal.Sample(seed, i) ?? framed.Sample(seed, i)),
            1 => frame.Dress(bare.Sample(seed, i)),
            2 => frame.Dress(framed.Sample(seed, i)),
            _ => general.Sample(seed, i),
        };
        return
        [
            .. Enumerable.Range(0, count).Select(i => Drawn((way * 100_000L) + i))
                .Select(sample => Imitation(sample, "A general sample") with { Kind = ExampleKind.General })
                .Where(example => example.Texts[0].Ids.Length <= _most),
        ];
    }

    private static Example Weighed(object source, TrainingSet set, Example example)
    {
        double weight = set.WeightOf?.Invoke(source) ?? 1;
        return weight > 0 && double.IsFinite(weight)
            ? example with { Weight = weight }
            : throw new TrainingException($"An example's weight must be a number over 0; one is {weight}.");
    }

    private Example Imitation(ChatSample sample, string name) =>
        new(ExampleKind.Imitation, [Encode(sample.Messages, name)]);

    private Example Pair(PreferencePair pair, string name)
    {
        EncodedChat chosen = Answer(pair.Prompt, pair.Chosen, name);
        return recipe.OnlyImitates
            ? new Example(ExampleKind.Imitation, [chosen])
            : Both(chosen, pair, name);
    }

    private Example Both(EncodedChat chosen, PreferencePair pair, string name) =>
        new(ExampleKind.Pair, [chosen, Answer(pair.Prompt, pair.Rejected, name)]);

    // Each prompt is also set before the next example's answer, for KTO's reference point.
    private IEnumerable<Example> Ratings(IReadOnlyList<UnpairedSample> ratings, string name) => ratings.Select(
        (rating, i) =>
        {
            string which = $"{name} rating {i + 1} of {ratings.Count}";
            UnpairedSample next = ratings[(i + 1) % ratings.Count];
            EncodedChat? mismatched = recipe.OnlyImitates ? null : Answer(rating.Prompt, next.Completion, which);
            return new Example(
                rating.Label ? ExampleKind.Liked : ExampleKind.Disliked,
                [Answer(rating.Prompt, rating.Completion, which)])
            {
                Mismatched = mismatched?.Ids.Length <= _most ? mismatched : null,
            };
        });

    private EncodedChat Answer(IReadOnlyList<SampleMessage> prompt, SampleMessage answer, string name) => Encode(
        [
            .. prompt.Select(message =>
                message.Role == SampleMessage.Assistant ? message with { Weight = 0 } : message),
            answer with { Weight = null },
        ], name);

    private EncodedChat Encode(IReadOnlyList<SampleMessage> messages, string name)
    {
        EncodedChat chat = _encoder.Encode(messages);
        return Example.Counted(chat) > 0
            ? chat
            : throw new TrainingException($"{name} has no assistant token that counts: \"{Start(messages)}\".");
    }

    private static string Start(IReadOnlyList<SampleMessage> messages)
    {
        string text = messages is [.., { } last] ? last.Content.ReplaceLineEndings(" ") : "";
        return text.Length <= 60 ? text : $"{text[..60]}…";
    }
}

/// <summary>Encoded examples, and how many were too long or of a kind that no objective takes.</summary>
internal sealed record EncodedSet(IReadOnlyList<Example> Examples, int TooLong, int NotTaken);
