using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// The byte-level BPE tokenizer of a Hugging Face model folder. Gives the ids that Hugging Face's tokenizers give
/// without a post-processor: nothing is added at the start or the end, as chat templates write those tokens out.
/// Thread-safe.
/// </summary>
public sealed class HuggingFaceTokenizer
{
    private readonly BpeTokenizer _bpe;
    private readonly AddedTokenSplitter _raw;
    private readonly AddedTokenSplitter _normalized;
    private readonly bool _compose;
    private readonly Dictionary<string, int> _ids;
    private readonly string?[] _tokens;
    private readonly byte[][] _bytes;
    private readonly HashSet<int> _special;

    private HuggingFaceTokenizer(TokenizerDefinition definition)
    {
        _ids = new Dictionary<string, int>(definition.Vocabulary, StringComparer.Ordinal);
        foreach (AddedToken token in definition.AddedTokens)
        {
            _ids[token.Content] = token.Id;
        }

        _compose = definition.Compose;
        _special = [.. definition.AddedTokens.Where(token => token.Special).Select(token => token.Id)];
        _raw = new AddedTokenSplitter(definition.AddedTokens.Where(token => !token.Normalized));
        _normalized = new AddedTokenSplitter(
            definition.AddedTokens.Where(token => token.Normalized)
                .Select(token => token with { Content = Compose(token.Content) }));
        _tokens = new string?[_ids.Values.DefaultIfEmpty(-1).Max() + 1];
        _bytes = new byte[_tokens.Length][];
        Array.Fill(_bytes, []);
        foreach ((string token, int id) in definition.Vocabulary)
        {
            (_tokens[id], _bytes[id]) = (token, ByteLevelAlphabet.BytesOf(token));
        }

        foreach (AddedToken token in definition.AddedTokens)
        {
            if (_tokens[token.Id] is { } other && other != token.Content)
            {
                throw new ModelFormatException(definition.Path,
                    $"the tokens \"{other}\" and \"{token.Content}\" have the same id {token.Id}.");
            }

            (_tokens[token.Id], _bytes[token.Id]) = (token.Content, Encoding.UTF8.GetBytes(token.Content));
        }

        _bpe = CreateBpe(definition, _bytes);
    }

    /// <summary>The highest id plus one.</summary>
    public int VocabularySize => _tokens.Length;

    /// <summary>
    /// Reads tokenizer.json, or where it is absent vocab.json with merges.txt. Throws
    /// <see cref="ModelFormatException"/> naming what is missing, damaged or not supported.
    /// </summary>
    public static HuggingFaceTokenizer Load(string folder)
    {
        string json = Path.Combine(folder, TokenizerJson.FileName);
        if (File.Exists(json))
        {
            return new HuggingFaceTokenizer(TokenizerJson.Read(json));
        }

        if (File.Exists(Path.Combine(folder, VocabularyFiles.VocabularyName))
            && File.Exists(Path.Combine(folder, VocabularyFiles.MergesName)))
        {
            return new HuggingFaceTokenizer(VocabularyFiles.Read(folder));
        }

        throw new ModelFormatException(folder, File.Exists(Path.Combine(folder, "tokenizer.model"))
            ? "no tokenizer.json, nor vocab.json with merges.txt; SentencePiece's tokenizer.model is not supported."
            : "no tokenizer.json, nor vocab.json with merges.txt.");
    }

    /// <summary>The ids of a text. Special and other added tokens in it are recognised; half a surrogate pair
    /// counts as U+FFFD.</summary>
    public int[] Encode(string text)
    {
        List<int> ids = new((text.Length / 3) + 1);
        foreach ((string piece, int? id) in _raw.Split(ValidText(text)))
        {
            if (id is { } added)
            {
                ids.Add(added);
                continue;
            }

            foreach ((string part, int? inner) in _normalized.Split(Compose(piece)))
            {
                if (inner is { } normalized)
                {
                    ids.Add(normalized);
                }
                else
                {
                    ids.AddRange(_bpe.EncodeToIds(part, considerNormalization: false));
                }
            }
        }

        return [.. ids];
    }

    /// <summary>The text of some ids. Unknown ids give nothing; bytes that are not UTF-8 give U+FFFD.</summary>
    public string Decode(IEnumerable<int> ids, bool skipSpecial)
    {
        ArrayBufferWriter<byte> bytes = new();
        foreach (int id in ids)
        {
            if (!skipSpecial || !IsSpecial(id))
            {
                bytes.Write(BytesOf(id).Span);
            }
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Whether this id is a special token, such as the end of an answer.</summary>
    public bool IsSpecial(int id) => _special.Contains(id);

    /// <summary>The token as the vocabulary writes it ("Ġthe"), or null where no token has this id.</summary>
    public string? TokenOf(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    /// <summary>The id of a token as the vocabulary writes it, or null.</summary>
    public int? IdOf(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    /// <summary>The UTF-8 bytes that a token stands for, maybe part of a character; none for an unknown id.</summary>
    public ReadOnlyMemory<byte> BytesOf(int id) =>
        (uint)id < (uint)_bytes.Length ? _bytes[id] : default(ReadOnlyMemory<byte>);

    /// <summary>A decoder for one answer that comes token by token; special tokens give no text.</summary>
    public IncrementalDecoder NewDecoder() => new(this);

    private string Compose(string text) => _compose ? CanonicalComposition.Normalize(text) : text;

    private static BpeTokenizer CreateBpe(TokenizerDefinition definition, byte[][] bytes)
    {
        HashSet<string> merges = new(definition.Merges.Count, StringComparer.Ordinal);
        if (definition.Merges.FirstOrDefault(merge => !merges.Add(merge)) is { } twice)
        {
            throw new ModelFormatException(definition.Path, $"the merge \"{twice}\" appears twice.");
        }

        BpeOptions options = new(definition.Vocabulary)
        {
            ByteLevel = true,
            Merges = definition.Merges,
            PreTokenizer = new SplitPreTokenizer(definition.Rules),
            SpecialTokens = definition.IgnoreMerges ? WholeTokens(definition.Vocabulary, bytes) : null,
        };

        try
        {
            return BpeTokenizer.Create(options);
        }
        catch (InvalidOperationException error)
        {
            throw new ModelFormatException(definition.Path, error.Message.ReplaceLineEndings(" "), error);
        }
    }

    /// <summary>What the package calls special tokens are pieces that are not merged: here, whole tokens.</summary>
    private static Dictionary<string, int> WholeTokens(IReadOnlyDictionary<string, int> vocabulary, byte[][] bytes)
    {
        Dictionary<string, int> whole = new(StringComparer.Ordinal);
        foreach (int id in vocabulary.Values)
        {
            string text = Encoding.UTF8.GetString(bytes[id]);
            if (!text.Contains('\uFFFD', StringComparison.Ordinal))
            {
                whole.TryAdd(text, id);
            }
        }

        return whole;
    }

    private static string ValidText(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        StringBuilder valid = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            valid.Append(rune.ToString());
        }

        return valid.ToString();
    }
}
