namespace Microsoft.ML.Tokenizers;

/// <summary>What to consider when a text is encoded.</summary>
public struct EncodeSettings
{
    public EncodeSettings()
    {
    }

    public bool ConsiderNormalization { get; set; }

    public bool ConsiderPreTokenization { get; set; }
}
