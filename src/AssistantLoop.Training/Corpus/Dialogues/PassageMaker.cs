using System.Globalization;
using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>Draws a scene's passages: related ones, distractors, orders among them, and old versions.</summary>
internal sealed class PassageMaker(FactBook facts, CorpusWeights weights)
{
    /// <summary>Longest passages of a prompt together, characters (about 4 a token).</summary>
    private const int MostCharacters = 2200;

    /// <summary>The longest passage, in words, as the splitter of documents cuts them.</summary>
    private const int MostWords = 60;

    // A thing has a document of its own, with a section for what is said of it.
    private const double OwnDocument = 0.3;

    // Of facts of one kind about two things.
    private const double Namesakes = 0.4;

    private readonly FactKind? _price = facts.Kinds.Find(kind => kind.Name == "product.price");

    /// <summary>The scene with passages.</summary>
    public Scene Fill(Scene scene, Dice dice)
    {
        int count = dice.Weighted([.. weights.Passages]);
        if (count >= 2 && _price is not null && dice.Chance(weights.Comparison))
        {
            scene = Add(Add(scene, Single(dice, scene.World, _price)), Single(dice, scene.World, _price));
        }

        (Passage Old, Passage New)? versions =
            count >= 1 && dice.Chance(weights.Versions) ? VersionsOf(dice, scene) : null;
        if (versions is { } pair)
        {
            scene = scene with { Passages = [.. scene.Passages, pair.Old, pair.New] };
        }

        for (int attempt = 0; scene.Passages.Count < count && attempt < 20; attempt++)
        {
            scene = Add(scene, Draw(dice, scene));
        }

        List<Passage> shuffled = [.. scene.Passages];
        dice.Shuffle(shuffled);
        string? word = null;
        if (shuffled.Count > 0 && dice.Chance(weights.Injection))
        {
            int at = dice.Below(shuffled.Count);
            if (!shuffled[at].Outdated && shuffled[at] != versions?.New)
            {
                string name = scene.World.ProperName(dice);
                bool known = shuffled.Exists(passage => passage.Text.Contains(name, StringComparison.OrdinalIgnoreCase));
                string ordered = word = known || dice.Chance(0.5) ? Marks.Code(scene.World, dice) : name;
                string order = scene.World.Phrase(dice, "frame.order", slot => slot == "word" ? ordered : null);
                shuffled[at] = shuffled[at].With(order, dice.Between(0, shuffled[at].Sentences.Count));
            }
        }

        return scene with
        {
            Passages = shuffled,
            OrderedWord = word,
            Versions = versions is { } two
                ? (shuffled.IndexOf(two.New) + 1, two.Old.Facts[0], two.New.Facts[0])
                : null,
        };
    }

    /// <summary>The scene with so many passages, as a business's documents hold them: more than a prompt can.</summary>
    public Scene Fill(Scene scene, Dice dice, int count)
    {
        for (int attempt = 0; scene.Passages.Count < count && attempt < 20 * count; attempt++)
        {
            scene = Add(scene, Draw(dice, scene), int.MaxValue);
        }

        return scene;
    }

    /// <summary>A fact that the scene does not state: mostly on a thing that it does speak of, as a search's passages do.</summary>
    public Fact? Unstated(Dice dice, Scene scene)
    {
        (int Passage, Fact Fact)[] told = [.. scene.Facts];
        for (int attempt = 0; attempt < 30; attempt++)
        {
            Fact? sibling = told.Length > 0 && dice.Chance(weights.SameThing)
                ? Sibling(dice.Pick(told).Fact, dice, scene.World)
                : null;
            Fact fact = sibling ?? Neighbour(dice, scene);
            if (!scene.MayAnswer(fact.Kind, fact.Id))
            {
                return fact;
            }
        }

        return null;
    }

    /// <summary>A fact on the same thing that the scene does not state and that a pronoun can ask for.</summary>
    public Fact? UnstatedOf(Fact about, Dice dice, Scene scene)
    {
        for (int attempt = 0; attempt < 6; attempt++)
        {
            FactKind kind = dice.Pick(facts.ByTopic[about.Kind.Topic]);
            if (kind.FollowUps.Count > 0 && kind.Key == about.Kind.Key)
            {
                Fact fact = new(kind, scene.World, dice, about.Key);
                if (!scene.MayAnswer(kind, fact.Id))
                {
                    return fact;
                }
            }
        }

        return null;
    }

    private static Scene Add(Scene scene, Passage passage, int most = MostCharacters) =>
        scene.Passages.Sum(known => known.Text.Length) + passage.Text.Length > most
            || passage.Facts.Any(fact => scene.MayAnswer(fact.Kind, fact.Id))
            ? scene
            : scene with { Passages = [.. scene.Passages, passage] };

    private static Passage Single(Dice dice, World world, FactKind kind)
    {
        Fact fact = new(kind, world, dice);
        return new(fact.Title, [fact]);
    }

    private Passage Draw(Dice dice, Scene scene)
    {
        Fact first = Neighbour(dice, scene);
        List<Fact> told = [first];
        IReadOnlyList<FactKind> topic = facts.ByTopic[first.Kind.Topic];
        int wanted = 1 + dice.Weighted(0.34, 0.26, 0.18, 0.12, 0.06, 0.04);
        int words = WordsIn(first.Sentence);
        for (int attempt = 0; told.Count < wanted && attempt < 10; attempt++)
        {
            FactKind kind = dice.Pick(topic);
            bool shared = kind.Key is not null && kind.Key == first.Kind.Key && kind != first.Kind;
            Fact fact = new(kind, scene.World, dice, key: shared ? first.Key : null);
            bool twin = kind.Key is not null && kind.Topic != "product" && dice.Chance(0.4);
            int more = WordsIn(fact.Sentence);
            if (words + more <= MostWords && !Scene.AnyAnswers(told, kind, fact.Id)
                && (twin || told.TrueForAll(known => known.Kind != kind)))
            {
                told.Add(fact);
                words += more;
            }
        }

        string? filler = dice.Chance(weights.Filler) ? scene.World.Phrase(dice, "frame.filler") : null;
        string title = first.Kind.Open && first.Key.Length > 0 && dice.Chance(OwnDocument)
            ? Words.Capital(Words.Bare(first.Key)) + " > " + Section(first.Title, first.Key)
            : Titled(first.Title, scene.World, dice);
        return new(title, dice.Chance(weights.Ellipsis) ? Ellipsis.Of(told, title) : told, filler);
    }

    // Of a title path the part that does not name the thing.
    private static string Section(string title, string key) =>
        title.Split(" > ") is var parts && parts[^1].Contains(key, StringComparison.OrdinalIgnoreCase) ? parts[0] : parts[^1];

    // Documents have headings of their own above a topic's, or none: then the file's name is the title.
    private static string Titled(string title, World world, Dice dice) => dice.Below(16) switch
    {
        0 or 1 => world.Phrase(dice, "frame.heading") + " > " + title,
        2 => title[(title.LastIndexOf('>') + 1)..].Trim(),
        3 => title.Split(" > ")[0].ToLowerInvariant().Replace(' ', '-'),
        _ => title,
    };

    private (Passage Old, Passage New)? VersionsOf(Dice dice, Scene scene)
    {
        for (int attempt = 0; attempt < 8; attempt++)
        {
            Fact old = new(facts.Draw(dice, weights.Open), scene.World, dice);
            Fact current = new(old.Kind, scene.World, dice, old.Kind.Key is null ? null : old.Key);
            bool known = scene.MayAnswer(old.Kind, old.Id);
            if (known || !old.Kind.Questions.TrueForAll(question => question.Follow || Differ(old, current, question)))
            {
                continue;
            }

            int year = dice.Between(2015, 2024);
            int month = dice.Between(1, 11);
            string Year(int at) => at.ToString(CultureInfo.InvariantCulture);
            string MonthName(int at) => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(at);
            string[] sides = scene.World.Phrase(dice, "frame.versions", slot => slot switch
            {
                "y1" => Year(year),
                "y2" => Year(year + dice.Between(1, 3)),
                "y" => Year(year),
                "m1" => MonthName(month),
                "m2" => MonthName(dice.Between(month + 1, 12)),
                "d" => Year(dice.Between(1, 28)),
                _ => null,
            }).Split(" :: ");
            // A side in brackets or after a path's mark belongs to the title; a sentence to the text.
            Passage Version(Fact fact, string side, bool outdated) => side.EndsWith('.')
                ? new(fact.Title, [fact]) { Stamp = side, Outdated = outdated }
                : new(fact.Title + " " + side, [fact]) { Outdated = outdated };
            return (Version(old, sides[0], outdated: true), Version(current, sides[1], outdated: false));
        }

        return null;

        static bool Differ(Fact one, Fact two, Question question)
        {
            var still = new Dice(0);
            string first = one.ValueFor(question, still), second = two.ValueFor(question, still);
            return !first.Contains(second, StringComparison.OrdinalIgnoreCase)
                && !two.Sentence.Contains(first, StringComparison.OrdinalIgnoreCase);
        }
    }

    private Fact Neighbour(Dice dice, Scene scene)
    {
        World world = scene.World;
        List<(int Passage, Fact Fact)> known = [.. scene.Facts];
        int relation = known.Count == 0 ? 2 : dice.Weighted(weights.Twin, weights.Sibling, Math.Max(0, 1 - weights.Twin - weights.Sibling));
        Fact? near = known.Count == 0 ? null : dice.Pick(known).Fact;
        if (relation == 0 && near!.Kind.Key is not null)
        {
            return new(near.Kind, world, dice, dice.Chance(Namesakes) ? Namesake(near.Key, dice, world) : null);
        }

        if (relation == 1)
        {
            return Sibling(near!, dice, world) ?? new(dice.Pick(facts.ByTopic[near!.Kind.Topic]), world, dice);
        }

        return new(facts.Draw(dice, weights.Open), world, dice);
    }

    // "the wild bakery" beside "the outer bakery": a search finds both for either.
    private static string? Namesake(string key, Dice dice, World world)
    {
        string[] words = Words.Bare(key).Split(' ');
        if (words.Length != 2)
        {
            return null;
        }

        string other = dice.Chance(0.5) ? world.ProperName(dice) : dice.Pick(world.Phrases("quality")).Source;
        return (key.StartsWith("the ", StringComparison.Ordinal) ? "the " : "") + other + " " + words[1];
    }

    // Something else about the same thing, or, where a business has but one such thing, about the same subject.
    private Fact? Sibling(Fact near, Dice dice, World world)
    {
        FactKind[] kinds = [.. facts.ByTopic[near.Kind.Topic].Where(kind => kind != near.Kind && kind.Key == near.Kind.Key)];
        return kinds.Length > 0 ? new(dice.Pick(kinds), world, dice, near.Kind.Key is null ? null : near.Key) : null;
    }

    private static int WordsIn(string sentence) => sentence.Count(letter => letter == ' ') + 1;
}
