using System.Text.Encodings.Web;
using System.Text.Json;
using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>What a field of a JSON answer holds.</summary>
internal enum JsonRole
{
    /// <summary>The answer's sentence, without citation.</summary>
    Text,

    /// <summary>The fact alone.</summary>
    Value,

    /// <summary>The number of the passage; 0 where none says so.</summary>
    Source,

    /// <summary>The title of the passage.</summary>
    Title,

    /// <summary>Whether the documents say so.</summary>
    Known,
}

/// <summary>A field's name and what it holds.</summary>
/// <param name="Name">A usual name of the role, or any word.</param>
/// <param name="Role">What it holds.</param>
/// <param name="Open">The name is any word: only the description tells the role.</param>
internal sealed record JsonField(string Name, JsonRole Role, bool Open);

/// <summary>Answers as JSON by a schema.</summary>
/// <param name="Fields">The fields in the schema's order.</param>
internal sealed record JsonForm(IReadOnlyList<JsonField> Fields)
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonForm Draw(Dice dice, World world, double open)
    {
        List<JsonRole> roles = [dice.Chance(0.7) ? JsonRole.Text : JsonRole.Value];
        foreach (JsonRole role in Enum.GetValues<JsonRole>())
        {
            if (!roles.Contains(role) && dice.Chance(role == JsonRole.Source ? 0.7 : 0.35))
            {
                roles.Add(role);
            }
        }

        dice.Shuffle(roles);
        List<JsonField> fields = [];
        foreach (JsonRole role in roles)
        {
            bool any = dice.Chance(open);
            string name = any ? AnyName(dice, world) : world.Phrase(dice, ListOf(role));
            if (!fields.Exists(field => field.Name == name))
            {
                fields.Add(new(name, role, any));
            }
        }

        return new(fields);
    }

    /// <summary>A field's name of any words, as programs write them: <c>left_handle</c>, <c>leftHandle</c>.</summary>
    public static string AnyName(Dice dice, World world)
    {
        string noun = dice.Pick(world.Phrases("stuff")).Source;
        string quality = dice.Pick(world.Phrases("quality")).Source;
        string name = dice.Below(5) switch
        {
            0 => quality + "_" + noun,
            1 => quality + Words.Capital(noun),
            _ => noun,
        };
        return name.Replace(' ', '_');
    }

    /// <summary>The schema as the prompt gives it: a JSON Schema, or a sketch of the object.</summary>
    public string Schema(Dice dice, World world)
    {
        bool sketch = dice.Chance(0.3);
        bool described = dice.Chance(0.5) || Fields.Any(field => field.Open);
        IEnumerable<string> fields = Fields.Select(field => (sketch, described) switch
        {
            (true, _) => $"{Quote(field.Name)}: <{world.Phrase(dice, ListOf(field.Role) + ".about")}>",
            (_, true) => $"{Quote(field.Name)}: {{\"type\": \"{TypeOf(field.Role)}\", \"description\": "
                + $"{Quote(world.Phrase(dice, ListOf(field.Role) + ".about"))}}}",
            _ => $"{Quote(field.Name)}: {{\"type\": \"{TypeOf(field.Role)}\"}}",
        });
        string properties = "{" + string.Join(", ", fields) + "}";
        return sketch ? properties : Object(properties, Fields.Select(field => field.Name));
    }

    /// <summary>The answer's line; marks stand for passages.</summary>
    public string Write(DrawnTurn turn, Scene scene) =>
        Line(Fields.Select(field => (field.Name, Value(field.Role, turn, scene))));

    /// <summary>A JSON object of values that are JSON already.</summary>
    public static string Line(IEnumerable<(string Name, string Json)> fields) =>
        "{" + string.Join(", ", fields.Select(field => $"{Quote(field.Name)}: {field.Json}")) + "}";

    /// <summary>A JSON Schema of an object.</summary>
    public static string Object(string properties, IEnumerable<string> required) =>
        $"{{\"type\": \"object\", \"properties\": {properties}, \"required\": [{string.Join(", ", required.Select(Quote))}]}}";

    public static string Quote(string text) => JsonSerializer.Serialize(text, s_plain);

    private static string Value(JsonRole role, DrawnTurn turn, Scene scene)
    {
        Statement? said = turn.Informs ? turn.Statements[0] : null;
        return role switch
        {
            JsonRole.Text => Quote(said is null
                ? DrawnTurn.Refusal
                : Words.Capital(turn.Opening + said.Lead + AnswerWriter.Reword(said, scene)) + "."),
            JsonRole.Value => Quote(said?.Value ?? ""),
            JsonRole.Source => said is { Passage: > 0 } ? PassageMark.Of(said.Passage) : "0",
            JsonRole.Title => Quote(said is { Passage: > 0 } ? scene.Passages[said.Passage - 1].Title : ""),
            _ => said is null ? "false" : "true",
        };
    }

    private static string TypeOf(JsonRole role) => role switch
    {
        JsonRole.Source => "integer",
        JsonRole.Known => "boolean",
        _ => "string",
    };

    private static string ListOf(JsonRole role) => role switch
    {
        JsonRole.Text => "json.text",
        JsonRole.Value => "json.value",
        JsonRole.Source => "json.source",
        JsonRole.Title => "json.title",
        _ => "json.known",
    };
}
