using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Facts;

/// <summary>A drawn fact: one sentence of a passage, and the questions it answers.</summary>
internal sealed class Fact
{
    private readonly World _world;
    private readonly SlotValues _slots;

    public Fact(FactKind kind, World world, Dice dice, string? key = null)
    {
        Kind = kind;
        _world = world;
        _slots = new(world, dice, kind.Lets);
        if (key is not null)
        {
            _slots.Preset(kind.Key!, key);
        }

        Key = kind.Key is null ? "" : _slots.Of(kind.Key);
        string title = dice.Pick(kind.Titles).Render(dice, _slots.Of);
        Title = kind.Open ? Words.Capital(title) : title;
        Sentence = dice.Pick(kind.Sentences).Render(dice, _slots.Of);
        Id = Kind.Name + "/" + Key;
    }

    private Fact(Fact other, string sentence)
    {
        (Kind, Key, Id, Title) = (other.Kind, other.Key, other.Id, other.Title);
        (_world, _slots) = (other._world, other._slots);
        Sentence = sentence;
    }

    public FactKind Kind { get; }

    /// <summary>The key slot's value, else empty.</summary>
    public string Key { get; }

    public string Id { get; }

    public string Title { get; }

    /// <summary>The sentence without a capital (names aside) and full stop.</summary>
    public string Sentence { get; }

    public bool HasFollow => Kind.FollowUps.Count > 0;

    /// <summary>Draws a question on this fact with its answer.</summary>
    public Asked Ask(Dice dice, bool follow = false)
    {
        Question question = dice.Pick(follow ? Kind.FollowUps : Kind.Asked(_world.HeldOut));
        string text = question.Text.Render(dice, _slots.Of);
        string statement = question.Reply?.Render(dice, _slots.Of) ?? Sentence;
        return new(Words.Capital(text), question.Form, statement, ValueFor(question, dice)) { Of = question };
    }

    /// <summary>The same fact in another sentence.</summary>
    public Fact As(string sentence) => new(this, sentence);

    /// <summary>Whether a sentence holds all that this fact's sentence holds of what its questions ask for.</summary>
    public bool Keeps(string sentence)
    {
        var still = new Dice(0);
        return Kind.Questions.Select(question => ValueFor(question, still)).All(value =>
            sentence.Contains(value, StringComparison.OrdinalIgnoreCase)
            || !Sentence.Contains(value, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a question of their kind asks the same of this fact and of another, their keys apart.</summary>
    public bool AsksAlike(Fact other, Question question)
    {
        string Text(Fact fact) => question.Text.Render(new Dice(0), fact._slots.Of).Replace(fact.Key, "", StringComparison.Ordinal);
        return Kind == other.Kind && Text(this) == Text(other);
    }

    /// <summary>The fact in a wording of its own, as a visitor might claim it.</summary>
    public string Restate(Dice dice) => dice.Pick(Kind.Sentences).Render(dice, _slots.Of);

    /// <summary>What this fact answers to a question of its kind.</summary>
    public string ValueFor(Question question, Dice dice) => question.Fact.Render(dice, _slots.Of);
}

/// <summary>A question and its answer, which has neither capital, citation nor full stop yet.</summary>
internal sealed record Asked(string Text, AnswerForm Form, string Statement, string Value)
{
    /// <summary>The kind's question that was drawn.</summary>
    public required Question Of { get; init; }
}
