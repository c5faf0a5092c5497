using System.Globalization;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Storage.Feedback;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Bench.Pipeline;

/// <summary>
/// A business's feedback made up from a seed: products with properties, prompts of an instruction and five passages,
/// corrections by agents, choices, imported rows and thumbs, with repetitions, personal data and other languages among it.
/// </summary>
internal sealed class SyntheticFeedback(int seed)
{
    private static readonly string[] s_things =
        ["watering can", "spade", "lamp", "greenhouse", "bench", "shears", "barrow", "pot", "trellis", "hose", "rake", "gloves"];

    private static readonly string[] s_properties =
        ["price", "weight", "height", "warranty", "delivery time", "material", "colour", "care", "capacity", "origin"];

    private static readonly string[] s_materials = ["steel", "oak", "clay", "zinc", "bamboo", "copper", "wool", "glass"];

    private static readonly string[] s_forms =
    [
        "What is the {1} of the {0}?", "Tell me the {1} of the {0}, please.", "{0}: {1}?", "I would like to know the {1} of your {0}",
        "Can you say what {1} the {0} has?", "Looking at the {0} for my garden. Which {1} does it have?",
    ];

    private static readonly string[] s_personal =
        [" My name is Jo Smith.", " Write to jo.smith@mail.example.", " Call me on 0555 014 220.", " I live at 12 Baker Street."];

    private readonly Random _random = new(seed);
    private readonly string[] _names = MakeNames(new Random(seed + 1));

    /// <summary>Pieces of feedback in the order of their ids.</summary>
    public IEnumerable<StoredPair> Make(int count)
    {
        StoredPair? last = null;
        for (int at = 0; at < count; at++)
        {
            StoredPair made = One(at);

            // One in twenty says again what the one before says; one in fifty has a typo besides.
            int dice = _random.Next(100);
            if (last is not null && dice < 5)
            {
                made = last with { Id = made.Id, ConversationId = made.ConversationId, CreatedAt = made.CreatedAt };
                made = dice < 2 && made.Chosen is string text ? made with { Chosen = text.Replace("favourites", "favuorites", StringComparison.Ordinal) } : made;
            }

            yield return last = made;
        }
    }

    private StoredPair One(int at)
    {
        (string Product, string Property, string Fact)[] facts = [.. Enumerable.Range(0, 5).Select(_ => Fact())];
        (string product, string property, string fact) = facts[_random.Next(5)];
        string question = string.Format(CultureInfo.InvariantCulture, s_forms[_random.Next(s_forms.Length)], product, property)
            + (_random.Next(20) == 0 ? s_personal[_random.Next(s_personal.Length)] : "");
        string right = $"Happy to help! {fact} It is one of the favourites of this house, and our gardeners in Marlow use it every day. Warmly, Finch";
        string wrong = _random.Next(2) == 0 ? "I do not know that." : $"The {product} is great. {Fact().Fact}";
        if (_random.Next(200) == 0)
        {
            right = $"Gerne! Das {product} ist bei uns im Haus und wird mit der Post zu Ihnen gebracht, wenn Sie es bis Montag bestellen.";
        }

        int dice = _random.Next(100);
        PairKind kind = dice < 60 ? PairKind.Correction : dice < 70 ? PairKind.Choice : dice < 80 ? PairKind.Imported
            : dice < 90 ? PairKind.Up : PairKind.Down;
        string visitor = $"visitor {_random.Next(30_000)}";
        bool visitors = kind is PairKind.Up or PairKind.Down;
        return new()
        {
            Id = Guid.Parse($"00000000-0000-7000-8000-{at:x12}"),
            Kind = kind,
            ConversationId = Guid.Parse($"00000000-0000-7000-9000-{at - _random.Next(3):x12}".Replace("-fff", "-000", StringComparison.Ordinal)),
            Visitor = kind == PairKind.Imported ? null : visitor,
            Author = visitors ? visitor : kind == PairKind.Choice ? "agent" : $"agent {_random.Next(25)}",
            Decision = visitors && _random.Next(2) == 0 ? PairDecision.Confirmed : _random.Next(100) == 0 ? PairDecision.Excluded : PairDecision.None,
            Cause = _random.Next(50) == 0 ? FaultCause.MissingDocument : null,
            PromptHash = "",
            Prompt = PromptText.Write([new(ChatRole.System, System(facts)), new(ChatRole.User, question)]),
            Chosen = kind == PairKind.Down ? null : right,
            Rejected = kind switch { PairKind.Down => wrong, PairKind.Up => null, _ => wrong },
            CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(at),
        };
    }

    private static string System((string Product, string Property, string Fact)[] facts) =>
        "You are Finch, the assistant of Alder & Finch. Be warm, short and exact; begin with \"Happy to help!\" and end with \"Warmly, Finch\".\n"
        + "Rule: state only what the passages say, and cite them.\n"
        + string.Join('\n', facts.Select((fact, place) =>
            $"[{place + 1}] {fact.Product} > {fact.Property}: {fact.Fact} Ask our gardeners in Marlow, Monday to Saturday from 9 am to 6 pm, at 0555 014 220 or hello@alderfinch.example, for advice on soil, light and water."));

    private (string Product, string Property, string Fact) Fact()
    {
        string name = _names[_random.Next(_names.Length)];
        string product = $"{name} {s_things[_random.Next(s_things.Length)]}";
        string property = s_properties[_random.Next(s_properties.Length)];
        return (product, property, $"The {property} of the {product} is {_random.Next(2, 900)} {s_materials[_random.Next(s_materials.Length)]}.");
    }

    private static string[] MakeNames(Random random) =>
    [
        .. Enumerable.Range(0, 2_000).Select(_ =>
        {
            string syllables = string.Concat(Enumerable.Range(0, 3).Select(_ => $"{"bdfgklmnprst"[random.Next(12)]}{"aeiou"[random.Next(5)]}"));
            return char.ToUpperInvariant(syllables[0]) + syllables[1..];
        }),
    ];
}
