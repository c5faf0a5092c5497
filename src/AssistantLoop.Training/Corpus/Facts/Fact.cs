using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Facts;

/// <summary>A drawn fact: one sentence of a passage, and the questions it answers.</summary>
internal sealed class Fact
{
    private readonly SlotValues _slots;

    public Fact(FactKind kind, World world, Dice dice, string? key = null)
    {
        Kind = kind;
        _slots = new(world, dice, kind.Lets);
        if (key is not null)
        {
            _slots.Preset(kind.Key!, key);
        }

        Key = kind.Key is null ? "" : _slots.Of(kind.Key);
        Title = dice.Pick(kind.Titles).Render(dice, _slots.Of);
        Sentence = dice.Pick(kind.Sentences).Render(dice, _slots.Of);
    }

    public FactKind Kind { get; }

    /// <summary>The key slot's value, else empty.</summary>
    public string Key { get; }

    public string Id => Kind.Name + "/" + Key;

    public string Title { get; }

    /// <summary>The sentence without a capital (names aside) and full stop.</summary>
    public string Sentence { get; }

    public bool HasFollow => Kind.Questions.Exists(question => question.Follow);

    /// <summary>Draws a question on this fact with its answer.</summary>
    public Asked Ask(Dice dice, bool follow)
    {
        Question question = dice.Pick(Kind.Questions.FindAll(candidate => candidate.Follow == follow));
        string text = question.Text.Render(dice, _slots.Of);
        string statement = question.Reply?.Render(dice, _slots.Of) ?? Sentence;
        string answer = question.Form switch
        {
            AnswerForm.Yes => "yes, " + statement,
            AnswerForm.No => "no, " + statement,
            _ => statement,
        };
        return new(Words.Capital(text), answer, question.Fact.Render(dice, _slots.Of), this);
    }
}

/// <summary>A question and its answer, which has neither capital, citation nor full stop yet.</summary>
internal sealed record Asked(string Question, string Answer, string Value, Fact Fact);
