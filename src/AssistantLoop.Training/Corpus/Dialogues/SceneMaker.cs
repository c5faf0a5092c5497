using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>Draws the system message of a sample: business, style, rules, and passages that go together or distract.</summary>
/// <param name="tables">Phrases, rules and actions.</param>
/// <param name="facts">What the passages are about.</param>
/// <param name="weights">The mix.</param>
internal sealed class SceneMaker(CorpusTables tables, FactBook facts, CorpusWeights weights)
{
    private readonly PassageMaker _passages = new(facts, weights);

    /// <summary>What the passages are about.</summary>
    public PassageMaker Passages => _passages;

    public Scene Draw(Dice dice, bool heldOut)
    {
        var world = new World(dice, tables.Phrases, heldOut);
        if (dice.Chance(weights.Json))
        {
            return Json(dice, world);
        }

        var scene = new Scene(world, Style.Draw(dice, world, weights.Style), []);
        if (dice.Chance(weights.Glossary))
        {
            scene = scene with { Glossary = Glossary(dice, world) };
        }

        if (dice.Chance(weights.Rule))
        {
            scene = scene with { Rules = Several(dice, world, tables.Rules, dice.Between(1, 3)) };
        }

        if (dice.Chance(weights.Actions))
        {
            scene = scene with { Actions = Several(dice, world, tables.Actions, dice.Between(1, 3)) };
        }

        scene = _passages.Fill(scene, dice);
        if (dice.Chance(weights.Wording))
        {
            scene = scene with { Wording = Wording(dice, scene) };
        }

        return scene with { RuleLines = RuleLines(dice, scene) };
    }

    // The schema stands in the style's place: a business says there how its answers are to be.
    private Scene Json(Dice dice, World world)
    {
        Extraction? extraction = dice.Chance(0.35) ? Extraction.Draw(dice, world, weights.Open) : null;
        JsonForm? form = extraction is null ? JsonForm.Draw(dice, world, weights.Open) : null;
        string schema = extraction?.Schema(dice) ?? form!.Schema(dice, world);
        string wish = world.Phrase(
            dice, extraction is null ? "json.ask" : "extract.ask", slot => slot == "schema" ? schema : null);
        Style style = new(wish, "", "", AnswerShape.Sentence, NeverSorry: false);
        Scene scene = new(world, style, []) { Json = form, Extraction = extraction };
        return extraction is not null && dice.Chance(0.7) ? scene : _passages.Fill(scene, dice);
    }

    private static List<Fact> Several(Dice dice, World world, FactBook book, int count)
    {
        List<Fact> drawn = [];
        for (int attempt = 0; drawn.Count < count && attempt < 10; attempt++)
        {
            FactKind kind = dice.Pick(book.Kinds);
            if (drawn.TrueForAll(known => known.Kind != kind && !known.Kind.Overlaps.Contains(kind.Name)))
            {
                drawn.Add(new(kind, world, dice));
            }
        }

        return drawn;
    }

    // A word of the passages and another one, an invented one, or its replacement in the table.
    private (string Word, string Instead)? Wording(Dice dice, Scene scene)
    {
        World world = scene.World;
        string[] words = [.. scene.Facts.SelectMany(entry => entry.Fact.Sentence.Split(' '))
            .Where(word => tables.Stuff.Contains(word))];
        bool any = words.Length > 0 && dice.Chance(weights.Open);
        for (int attempt = 0; attempt < 12; attempt++)
        {
            string[] pair = any
                ? [dice.Pick(words), dice.Pick(world.Phrases("stuff")).Source]
                : world.Phrase(dice, "swaps").Split(": ", 2);
            bool In(string text) => Words.Swap(text, pair[0], "") != text;
            // What a thing is called stays.
            if (scene.Facts.Any(entry => In(entry.Fact.Sentence)) && !scene.Facts.Any(entry => In(entry.Fact.Key)))
            {
                return (dice.Chance(0.4) ? world.ProperName(dice) : pair[1], pair[0]);
            }
        }

        return null;
    }

    private static List<string> RuleLines(Dice dice, Scene scene)
    {
        World world = scene.World;
        List<string> lines = [.. scene.Rules.Select(rule => Words.Capital(rule.Sentence) + ".")];
        if (scene.Wording is { } wording)
        {
            lines.Add(world.Phrase(dice, "wording.ask", slot => slot switch
            {
                "new" => wording.Word,
                "old" => wording.Instead,
                _ => null,
            }));
        }

        lines.AddRange(scene.Actions.Select(action => ActionText.Braces(Words.Capital(action.Sentence)) + "."));
        dice.Shuffle(lines);
        return lines;
    }

    private List<(string Term, string Meaning)> Glossary(Dice dice, World world)
    {
        int count = dice.Between(1, 3);
        List<(string Term, string Meaning)> entries = [];
        for (int i = 0; i < count; i++)
        {
            (string term, string meaning) = dice.Chance(weights.Open) ? Sense(dice, world) : ShortForm(dice, world);
            if (!entries.Exists(entry => entry.Term == term || entry.Meaning == meaning))
            {
                entries.Add((term, meaning));
            }
        }

        return entries;
    }

    private static (string Term, string Meaning) ShortForm(Dice dice, World world)
    {
        string meaning = dice.Pick(world.Phrases("meanings")).Source;
        string initials = string.Concat(meaning.Split(' ').Select(word => char.ToUpperInvariant(word[0])));
        return (dice.Chance(0.5) ? initials + (char)('A' + dice.Below(26)) : world.ProperName(dice), meaning);
    }

    private static (string Term, string Meaning) Sense(Dice dice, World world)
    {
        SlotValues slots = new(world, dice, new Dictionary<string, SlotRule>());
        return (slots.Of("term"), slots.Of("sense"));
    }
}
