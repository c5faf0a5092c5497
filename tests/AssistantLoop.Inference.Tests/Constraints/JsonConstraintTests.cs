using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssistantLoop.Inference.Constraints;
using AssistantLoop.Inference.Sampling;
using AssistantLoop.Models;
using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Inference.Tests.Constraints;

/// <summary>What a model of no sense at all writes under a schema: the shipped vocabulary, random logits.</summary>
public sealed class JsonConstraintTests
{
    private const int End = 4;

    private static readonly HuggingFaceTokenizer s_tokenizer = HuggingFaceTokenizer.Load(Path.Combine(Root(), "models", "starter"));
    private static readonly TokenTrie s_trie = new(s_tokenizer, 4096);

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    public void A_thousand_random_schemas_give_valid_documents(float temperature)
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            Random random = new(seed);
            JsonObject schema = SchemaDraw.Draw(random);
            string text = Write(schema.ToJsonString(), random, temperature, room: 150);
            using JsonDocument document = Parse(text, schema);
            Assert.True(SchemaDraw.IsValid(document.RootElement, schema), $"{seed}: {text}\n{schema}");
        }
    }

    [Fact]
    public void The_validator_of_these_tests_refuses_what_is_wrong()
    {
        JsonNode schema = JsonNode.Parse("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}""")!;
        foreach (string wrong in (string[])["{}", """{"a":1.5}""", """{"a":"1"}""", """{"a":1,"b":2}""", "[1]"])
        {
            using JsonDocument document = JsonDocument.Parse(wrong);
            Assert.False(SchemaDraw.IsValid(document.RootElement, schema), wrong);
        }
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name"]}""", """{"name":"Jo","age":7}""", true)]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name"]}""", """{"name": "Jo"}""", true)]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name"]}""", """{"age":7}""", false)]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string"}}}""", """{"name":"Jo",}""", false)]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string"}}}""", """{"other":1}""", false)]
    [InlineData("""{"type":"array","items":{"type":"number"}}""", """[1, -2.5,3e10]""", true)]
    [InlineData("""{"type":"array","items":{"type":"number"}}""", """[01]""", false)]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", """[1.5]""", false)]
    [InlineData("""{"type":"string"}""", "\"tab\\t \\u00e9 é 日\"", true)]
    [InlineData("""{"type":"string"}""", "\"half \\ud800\"", false)]
    [InlineData("""{"type":"string"}""", "\"new\nline\"", false)]
    [InlineData("""{"enum":["red","green"]}""", "\"green\"", true)]
    [InlineData("""{"enum":["red","green"]}""", " \"green\"", true)]
    [InlineData("""{"enum":["red","green"]}""", "  \"green\"", false)]
    [InlineData("""{"enum":["red","green"]}""", "\"blue\"", false)]
    [InlineData("""{"const":{"a":[1,null]}}""", """{"a":[1,null]}""", true)]
    public void A_text_is_taken_or_not(string schema, string text, bool taken)
    {
        SchemaStates states = new(SchemaCompiler.Compile(JsonSchema.Parse(schema)), s_trie);
        int state = states.Start;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            state = state == SchemaStates.Dead ? state : states.After(state, value);
        }

        Assert.Equal(taken, state != SchemaStates.Dead && states.IsDocument(state));
    }

    [Theory]
    [InlineData("{", "it is not JSON")]
    [InlineData("[]", "at its root: a schema is an object")]
    [InlineData("""{"type":"strung"}""", "\"strung\" is none of JSON's")]
    [InlineData("""{"properties":{}}""", "`type`, `enum` or `const` is missing")]
    [InlineData("""{"type":"string","pattern":"a"}""", "`pattern` is not supported")]
    [InlineData("""{"type":"array"}""", "an array needs `items`")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"}}}""", "at /properties/a")]
    [InlineData("""{"type":"object","properties":{},"required":["a"]}""", "\"a\", which is not among")]
    [InlineData("""{"enum":[]}""", "at least one value")]
    public void A_schema_outside_the_subset_is_refused_by_name(string schema, string problem) =>
        Assert.Contains(problem, Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse(schema)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_document_that_does_not_fit_is_refused_before_it_begins()
    {
        using ModelFolder model = ModelFolder.Open(Path.Combine(Root(), "models", "starter"));
        SchemaShelf shelf = new(model);
        JsonSchema schema = JsonSchema.Parse("""{"const":"0123456789"}""");

        Assert.Contains("12 tokens", Assert.Throws<JsonSchemaException>(() => shelf.Take(schema, 11)).Message, StringComparison.Ordinal);
        Assert.NotNull(shelf.Take(schema, 12));
    }

    private static string Write(string schema, Random random, float temperature, int room)
    {
        SchemaStates states = new(SchemaCompiler.Compile(JsonSchema.Parse(schema)), s_trie);
        Assert.InRange(states.Distance(states.Start), 1, room);
        JsonConstraint constraint = new(states, s_tokenizer, [End]);
        TokenSampler sampler = new(new SamplingOptions { Temperature = temperature, Seed = random.Next() }, [0], constraint);
        float[] logits = new float[4096];
        List<int> ids = [];
        while (ids.Count < room && !constraint.IsComplete)
        {
            for (int i = 0; i < logits.Length; i++)
            {
                logits[i] = 8 * random.NextSingle();
            }

            int id = sampler.Next(logits, room - ids.Count - 1).Id;
            if (id == End)
            {
                break;
            }

            ids.Add(id);
            constraint.Accept(id);
        }

        return s_tokenizer.Decode(ids, skipSpecial: false);
    }

    private static JsonDocument Parse(string text, JsonObject schema)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException error)
        {
            throw new InvalidOperationException($"{error.Message}\n{text}\n{schema}");
        }
    }

    private static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }
}
