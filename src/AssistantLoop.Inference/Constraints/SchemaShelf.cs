using AssistantLoop.Models;

namespace AssistantLoop.Inference.Constraints;

/// <summary>The schemas of late requests, compiled for one vocabulary. Thread-safe; what it gives out is the engine
/// thread's to use.</summary>
internal sealed class SchemaShelf(ModelFolder model)
{
    private const int Most = 32;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Text, SchemaStates States)> _latest = new();
    private readonly Lazy<TokenTrie> _trie = new(() => new TokenTrie(model.Tokenizer, model.Config.VocabularySize));

    /// <summary>A schema, compiled.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="maxTokens">The most tokens of the answer.</param>
    /// <exception cref="JsonSchemaException">The schema is too large, the vocabulary cannot write a document of it, or none is
    /// short enough.</exception>
    public SchemaStates Take(JsonSchema schema, int maxTokens)
    {
        lock (_lock)
        {
            LinkedListNode<(string Text, SchemaStates States)>? known = _latest.First;
            while (known is not null && known.Value.Text != schema.Text)
            {
                known = known.Next;
            }

            if (known is not null)
            {
                _latest.Remove(known);
            }

            SchemaStates states = known?.Value.States ?? new SchemaStates(SchemaCompiler.Compile(schema), _trie.Value);
            _latest.AddFirst((schema.Text, states));
            if (_latest.Count > Most)
            {
                _latest.RemoveLast();
            }

            return states.Start == SchemaStates.Dead
                ? throw new JsonSchemaException("", "the model's vocabulary cannot write a document of it.")
                : states.Distance(states.Start) <= maxTokens
                    ? states
                    : throw new JsonSchemaException(
                        "", $"its shortest document may take {states.Distance(states.Start)} tokens; the answer has room for {maxTokens}.");
        }
    }
}
