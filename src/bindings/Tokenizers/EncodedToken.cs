namespace Microsoft.ML.Tokenizers;

/// <summary>A token of an encoded text: its id, its text in the vocabulary, and where it lies in the text.</summary>
public readonly struct EncodedToken(int id, string value, Range offset)
{
    public int Id { get; } = id;

    public string Value { get; } = value;

    public Range Offset { get; } = offset;
}
