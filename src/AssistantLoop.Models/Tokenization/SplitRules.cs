using System.Text.RegularExpressions;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Tokenization;

/// <summary>Reads the pre-tokenizers of a tokenizer.json in their order.</summary>
internal sealed class SplitRules(string path)
{
    private readonly List<SplitRule> _rules = [];

    public IReadOnlyList<SplitRule> Rules => _rules;

    /// <summary>Whether the last step turns the pieces into bytes.</summary>
    public bool ByteLevel { get; private set; }

    public void Read(JsonFields preTokenizer)
    {
        string type = preTokenizer.Text("type");
        if (ByteLevel)
        {
            throw Refuse($"{type} after ByteLevel");
        }

        switch (type)
        {
            case "Sequence":
                foreach (JsonFields step in TokenizerJson.Objects(preTokenizer, "pretokenizers"))
                {
                    Read(step);
                }

                break;
            case "ByteLevel":
                ReadByteLevel(preTokenizer);
                break;
            case "Split":
                ReadSplit(preTokenizer);
                break;
            case "Digits":
                bool single = preTokenizer.Flag("individual_digits", missing: false);
                _rules.Add(SplitRule.Parse(single ? @"\p{N}" : @"\p{N}+", keepGaps: true));
                break;
            default:
                throw Refuse(type);
        }
    }

    private void ReadByteLevel(JsonFields step)
    {
        if (step.Flag("add_prefix_space", missing: true))
        {
            throw Refuse("ByteLevel with add_prefix_space");
        }

        if (step.Flag("use_regex", missing: true))
        {
            _rules.Add(SplitRule.Gpt2);
        }

        ByteLevel = true;
    }

    private void ReadSplit(JsonFields step)
    {
        JsonFields pattern = step.Object("pattern") ?? throw step.Missing("pattern");
        string regex = pattern.OptionalText("Regex") ?? Regex.Escape(pattern.Text("String"));
        string behavior = step.Text("behavior");
        bool invert = step.Flag("invert", missing: false);
        bool keepGaps = (behavior, invert) switch
        {
            ("Isolated", _) => true,
            ("Removed", true) => false,
            _ => throw Refuse($"Split with behavior {behavior}{(invert ? ", inverted," : "")}"),
        };

        try
        {
            _rules.Add(SplitRule.Parse(regex, keepGaps));
        }
        catch (ArgumentException error)
        {
            throw new ModelFormatException(path,
                $"the pattern of `pre_tokenizer` cannot be used: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private ModelFormatException Refuse(string what) => new(path, $"`pre_tokenizer` {what} is not supported.");
}
