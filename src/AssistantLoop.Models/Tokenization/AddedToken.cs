namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// A token that is found in the text as it stands, before the rest is split and merged. With
/// <see cref="StripLeft"/> or <see cref="StripRight"/> it swallows the white space on that side; a
/// <see cref="Normalized"/> one is sought in the normalized text.
/// </summary>
internal sealed record AddedToken(string Content, int Id)
{
    public bool Special { get; init; }

    public bool Normalized { get; init; }

    public bool StripLeft { get; init; }

    public bool StripRight { get; init; }
}
