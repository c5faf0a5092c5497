using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>What a visitor's message is to be put into: fields of JSON, each with what the visitor writes for it.</summary>
/// <param name="Fields">Name, value and the visitor's sentence.</param>
internal sealed record Extraction(IReadOnlyList<(string Name, string Value, string Sentence)> Fields)
{
    private static readonly string[] s_subjects =
        ["person", "email", "phone", "number", "product", "date", "city", "colour", "count", "code"];

    public static Extraction Draw(Dice dice, World world, double open)
    {
        List<string> subjects = [.. s_subjects];
        dice.Shuffle(subjects);
        List<(string Name, string Value, string Sentence)> fields = [];
        foreach (string subject in subjects.Take(dice.Between(1, 4)))
        {
            string value = ValueOf(subject, dice, world);
            (string name, string said) = dice.Chance(open)
                ? (JsonForm.AnyName(dice, world), "extract.any.said")
                : (world.Phrase(dice, $"extract.{subject}"), $"extract.{subject}.said");
            if (!fields.Exists(field => field.Name == name))
            {
                fields.Add((name, value, world.Phrase(dice, said, slot => slot switch
                {
                    "value" => value,
                    "called" => Called(name),
                    _ => null,
                })));
            }
        }

        return new(fields);
    }

    /// <summary>The schema as the prompt gives it.</summary>
    public string Schema(Dice dice)
    {
        if (dice.Chance(0.3))
        {
            return "{" + string.Join(", ", Fields.Select(field => JsonForm.Quote(field.Name) + ": string")) + "}";
        }

        string properties = string.Join(
            ", ", Fields.Select(field => $"{JsonForm.Quote(field.Name)}: {{\"type\": \"string\"}}"));
        return JsonForm.Object("{" + properties + "}", Fields.Select(field => field.Name));
    }

    /// <summary>The turn: the visitor's sentences in any order, and the line.</summary>
    public DrawnTurn Turn(Dice dice)
    {
        List<string> sentences = [.. Fields.Select(field => field.Sentence)];
        dice.Shuffle(sentences);
        return new(TurnKind.Extract, string.Join(' ', sentences))
        {
            Text = JsonForm.Line(Fields.Select(field => (field.Name, JsonForm.Quote(field.Value)))),
            Verbatim = true,
        };
    }

    // "left handle" for left_handle and leftHandle, as a visitor writes it.
    private static string Called(string name) => string.Concat(name.Select(letter =>
        letter == '_' ? " " : char.IsAsciiLetterUpper(letter) ? " " + char.ToLowerInvariant(letter) : $"{letter}"));

    private static string ValueOf(string subject, Dice dice, World world) => subject switch
    {
        "person" => world.Person(dice),
        "email" => world.Names.Invented(dice).ToLowerInvariant() + "@" + world.Names.Invented(dice).ToLowerInvariant() + ".example",
        "phone" => Marks.Phone(dice),
        "number" => Marks.Digits(dice, dice.Between(4, 8)),
        "product" => dice.Pick(world.Products),
        "date" => Marks.Date(dice),
        "city" => world.ProperName(dice),
        "colour" => world.Phrase(dice, "colour"),
        "count" => dice.Between(2, 60).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => Marks.Code(world, dice),
    };
}
