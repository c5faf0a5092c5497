using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>Draws the system message of a sample: business, style, and passages that go together or distract.</summary>
internal sealed class SceneMaker(CorpusTables tables, CorpusWeights weights)
{
    /// <summary>Longest passages of a prompt together, characters (about 4 a token).</summary>
    private const int MostCharacters = 900;

    public Scene Draw(Dice dice, bool heldOut)
    {
        var world = new World(dice, tables.Phrases, heldOut);
        var scene = new Scene(world, Style.Draw(dice, world, weights.Style), []);
        if (dice.Chance(weights.Glossary))
        {
            scene = scene with { Glossary = Glossary(dice, world) };
        }

        if (dice.Chance(weights.Rule))
        {
            scene = scene with { Rule = new Fact(dice.Pick(tables.Rules.Kinds), world, dice) };
        }

        int count = dice.Weighted(
            weights.NoPassage, weights.OnePassage, weights.TwoPassages, weights.ThreePassages, weights.FourPassages);
        if (count >= 2 && dice.Chance(weights.Comparison))
        {
            scene = Add(Add(scene, Single(dice, world, "product.price")), Single(dice, world, "product.price"));
        }

        for (int attempt = 0; scene.Passages.Count < count && attempt < 20; attempt++)
        {
            scene = Add(scene, Draw(dice, scene));
        }

        List<Passage> shuffled = [.. scene.Passages];
        dice.Shuffle(shuffled);
        return scene with { Passages = shuffled };
    }

    /// <summary>A fact that the scene does not state: same kind under another key, a sibling, or any other.</summary>
    public Fact? Unstated(Dice dice, Scene scene)
    {
        for (int attempt = 0; attempt < 30; attempt++)
        {
            Fact fact = Neighbour(dice, scene);
            if (!scene.MayAnswer(fact.Kind, fact.Id))
            {
                return fact;
            }
        }

        return null;
    }

    private static Scene Add(Scene scene, Passage? passage) =>
        passage is null || scene.Passages.Sum(known => known.Text.Length) + passage.Text.Length > MostCharacters
            || passage.Facts.Any(fact => scene.MayAnswer(fact.Kind, fact.Id))
            ? scene
            : scene with { Passages = [.. scene.Passages, passage] };

    private Passage Single(Dice dice, World world, string kind)
    {
        var fact = new Fact(tables.Facts.Kinds.Find(known => known.Name == kind)!, world, dice);
        return new(fact.Title, [fact], null);
    }

    private Passage Draw(Dice dice, Scene scene)
    {
        Fact first = Neighbour(dice, scene);
        List<Fact> facts = [first];
        IReadOnlyList<FactKind> topic = tables.Facts.Kinds.FindAll(kind => kind.Topic == first.Kind.Topic);
        int wanted = dice.Weighted(0.5, 0.35, 0.15);
        for (int attempt = 0; facts.Count <= wanted && attempt < 8; attempt++)
        {
            FactKind kind = dice.Pick(topic);
            bool shared = kind.Key is not null && kind.Key == first.Kind.Key && kind != first.Kind;
            var fact = new Fact(kind, scene.World, dice, key: shared ? first.Key : null);
            var sofar = new Scene(scene.World, scene.Style, [new("", facts, null)]);
            bool twin = kind.Key is not null && kind.Topic != "product" && facts.Count == 1 && dice.Chance(0.6);
            if (!sofar.MayAnswer(kind, fact.Id) && (twin || facts.TrueForAll(known => known.Kind != kind)))
            {
                facts.Add(fact);
            }
        }

        string? filler = dice.Chance(weights.Filler)
            ? dice.Pick(tables.Phrases["filler"]).Render(dice, _ => first.Title)
            : null;
        return new(first.Title, facts, filler);
    }

    private Fact Neighbour(Dice dice, Scene scene)
    {
        World world = scene.World;
        List<(int Number, Fact Fact)> known = [.. scene.Facts];
        int relation = known.Count == 0 ? 2 : dice.Weighted(0.25, 0.35, 0.40);
        Fact? near = known.Count == 0 ? null : dice.Pick(known).Fact;
        if (relation == 0 && near!.Kind.Key is not null)
        {
            return new(near.Kind, world, dice);
        }

        if (relation == 1)
        {
            FactKind sibling = dice.Pick(tables.Facts.Kinds.FindAll(kind => kind.Topic == near!.Kind.Topic));
            bool shared = sibling.Key is not null && sibling.Key == near!.Kind.Key;
            return new(sibling, world, dice, key: shared ? near!.Key : null);
        }

        return new(dice.Pick(dice.Pick(tables.Facts.Topics)), world, dice);
    }

    private static List<(string Term, string Meaning)> Glossary(Dice dice, World world)
    {
        int count = dice.Between(1, 3);
        List<(string Term, string Meaning)> entries = [];
        for (int i = 0; i < count; i++)
        {
            string meaning = dice.Pick(world.Phrases["meanings"]).Source;
            string initials = string.Concat(meaning.Split(' ').Select(word => char.ToUpperInvariant(word[0])));
            string term = dice.Chance(0.5) ? initials + (char)('A' + dice.Below(26)) : world.ProperName(dice);
            if (!entries.Exists(entry => entry.Term == term || entry.Meaning == meaning))
            {
                entries.Add((term, meaning));
            }
        }

        return entries;
    }
}
