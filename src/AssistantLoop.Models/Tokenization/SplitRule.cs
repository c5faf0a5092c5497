using System.Text.RegularExpressions;

namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// One step of splitting. Matches become pieces of their own; so does the text between them where
/// <see cref="KeepGaps"/>, else it is dropped.
/// </summary>
internal sealed partial record SplitRule(Regex Pattern, bool KeepGaps)
{
    /// <summary>GPT-2's pattern, as its tokenizers and the ByteLevel pre-tokenizer use it.</summary>
    public static SplitRule Gpt2 { get; } = new(Gpt2Pattern(), KeepGaps: true);

    /// <summary>Qwen2's pattern: numbers are split into single digits.</summary>
    public static SplitRule Qwen2 { get; } = new(Qwen2Pattern(), KeepGaps: true);

    /// <summary>A rule from a pattern of a tokenizer file; throws ArgumentException where .NET cannot run it.</summary>
    public static SplitRule Parse(string pattern, bool keepGaps) =>
        keepGaps && pattern == Qwen2.Pattern.ToString() ? Qwen2
        : new SplitRule(new Regex(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant), keepGaps);

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
        RegexOptions.CultureInvariant)]
    private static partial Regex Gpt2Pattern();

    [GeneratedRegex(@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|" +
        @"\s*[\r\n]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Qwen2Pattern();
}
