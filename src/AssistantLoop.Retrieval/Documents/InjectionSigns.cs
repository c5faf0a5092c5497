using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AssistantLoop.Retrieval.Documents;

/// <summary>
/// Signs that a passage speaks to the assistant rather than to a reader. A sign is a warning for those who look after the
/// documents, not a verdict: such a passage is stored and found like any other. What it knows are phrasings; one that
/// says the same in words of its own goes unnoticed.
/// </summary>
public static partial class InjectionSigns
{
    private const int LeastHidden = 3;
    private const int LeastReadable = 24;

    /// <summary>Each pattern with words of which a match holds one: looking for those first is many times faster.</summary>
    private static readonly (InjectionSign Sign, Regex Pattern, SearchValues<string> Words)[] s_patterns =
    [
        (InjectionSign.OverridesInstructions, Overrides(), Words(
            "ignor", "disregard", "forget", "overrid", "overrul", "bypass", "drop", "set", "not", "stop")),
        (InjectionSign.OverridesInstructions, OverridesElsewhere(), Words(
            "anweisung", "vorgabe", "regeln", "instru", "consignes", "règles", "órdenes", "reglas", "regras", "istruzioni",
            "regole", "regels", "polece", "инструкци", "указани", "правил", "指令", "指示", "提示", "规则", "命令",
            "プロンプト", "talimat", "التعليمات", "الأوامر")),
        (InjectionSign.AsksForPrompt, AsksForPrompt(), Words("prompt", "system", "instruction", "text above")),
        (InjectionSign.SpeaksToAssistant, SpeaksToAssistant(), Words(
            "you", "pretend", "mode", "jailbr", "role", "instruction", "AI", "A.I.", "assistant", "bot", "model", "LLM")),
        (InjectionSign.SpeaksToAssistant, DictatesAnswer(), Words(
            "answer", "repl", "respon", "message", "question", "say", "write", "output", "tell", "inform")),
        (InjectionSign.OpensTurn, OpensTurn(), Words(":", "##", "end of")),
        (InjectionSign.ControlToken, ControlToken(), Words("<", "[")),
        (InjectionSign.CitationMark, CitationMark(), Words("[")),
        (InjectionSign.ActiveMarkup, ActiveMarkup(), Words("](", "] (", "<", "on")),
    ];

    /// <summary>The signs in a passage, each once, in the order of <see cref="InjectionSign"/>.</summary>
    public static IReadOnlyList<InjectionSign> Of(string title, string text)
    {
        string both = $"{title}\n{text}";
        string plain = Plain(both, out int hidden);
        IEnumerable<InjectionSign> signs =
            s_patterns.Where(known => plain.AsSpan().ContainsAny(known.Words) && known.Pattern.IsMatch(plain)).Select(known => known.Sign);
        if (hidden >= LeastHidden)
        {
            signs = signs.Append(InjectionSign.HiddenCharacters);
        }

        if (Encoded().Matches(plain).Any(run => IsReadable(run.Value)))
        {
            signs = signs.Append(InjectionSign.EncodedText);
        }

        return [.. signs.Distinct().Order()];
    }

    /// <summary>
    /// The signs of a document: those of its passages, in reading order, and of sentences that go from one to the next.
    /// </summary>
    public static IReadOnlyList<InjectionSign> OfDocument(IReadOnlyList<(string Title, string Text)> passages) =>
    [
        .. passages.SelectMany(passage => Of(passage.Title, passage.Text))
            .Concat(passages.Zip(passages.Skip(1), (one, next) => Of("", $"{one.Text} {next.Text}")).SelectMany(signs => signs))
            .Distinct()
            .Order(),
    ];

    private static SearchValues<string> Words(params string[] words) =>
        SearchValues.Create(words, StringComparison.OrdinalIgnoreCase);

    /// <summary>Wide letters made narrow and what cannot be seen taken out.</summary>
    private static string Plain(string text, out int hidden)
    {
        hidden = 0;
        StringBuilder plain = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse
                || rune.Value is 0x115f or 0x1160 or 0x2800 or 0x3164 or 0xffa0 or (>= 0xe0100 and <= 0xe01ef))
            {
                // A soft hyphen or one joiner is ordinary typography; overrides of direction and tags are not.
                hidden += rune.Value is (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069) or >= 0xe0000
                    ? LeastHidden
                    : rune.Value is 0xad or 0x200d or 0x200c ? 0 : 1;
            }
            else
            {
                plain.Append(rune.Value is >= 0xff01 and <= 0xff5e ? new Rune(rune.Value - 0xfee0) : rune);
            }
        }

        return plain.ToString();
    }

    private static bool IsReadable(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        string whole = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(whole, bytes, out int length) && length >= LeastReadable
            && bytes.AsSpan(0, length).IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
    }

    [GeneratedRegex(
        @"\b(ignor|disregard|forget|overrid|overrul|bypass|drop|set\s+aside|do\s+not\s+(follow|obey)|stop\s+(follow|obey))\w*\b"
        + @"[^.!?\n]{0,40}\b(instruction|prompt|system\s+message|guardrail|directive|rules?\b[^.!?\n]{0,15}\b(above|before|given|you)"
        + @"|(previous|prior|above|earlier|all)\s+(rule|guideline|message|context|text|polic))",
        RegexOptions.IgnoreCase)]
    private static partial Regex Overrides();

    [GeneratedRegex(
        @"\b(ignorier|vergiss|missachte)\w*\b[^.!?\n]{0,40}\b(anweisung|vorgabe|regeln|instruktion)"
        + @"|\b(ignor|oubli)\w*\b[^.!?\n]{0,40}\b(instructions|consignes|règles)"
        + @"|\b(ignor|olvid|omit)\w*\b[^.!?\n]{0,40}\b(instrucciones|instruções|órdenes|reglas|regras)"
        + @"|\b(esquec|desconsider)\w*\b[^.!?\n]{0,40}\b(instruções|regras)"
        + @"|\b(ignor|dimentic)\w*\b[^.!?\n]{0,40}\b(istruzioni|regole)"
        + @"|\b(negeer|vergeet)\w*\b[^.!?\n]{0,40}\b(instructies|regels)"
        + @"|\b(zignoruj|zapomnij)\w*\b[^.!?\n]{0,40}\b(instrukcj|polece)"
        + @"|(игнорируй|забудь|проигнорируй)\w*[^.!?\n]{0,40}(инструкци|указани|правил)"
        + @"|(忽略|无视|無視|忘记)[^。！？\n]{0,20}(指令|指示|提示|规则)|(指示|命令|プロンプト)[^。！？\n]{0,12}(無視|忘れ)"
        + @"|(önceki|yukarıdaki)[^.!?\n]{0,20}talimat\w*[^.!?\n]{0,20}(yok\s+say|unut)|تجاهل[^.!?\n]{0,40}(التعليمات|الأوامر)",
        RegexOptions.IgnoreCase)]
    private static partial Regex OverridesElsewhere();

    [GeneratedRegex(
        @"\b(reveal|show|print|repeat|output|display|disclose|leak|tell\s+\w+|write\s+out|quote)\b[^.!?\n]{0,40}"
        + @"\b(system\s+(prompt|message)|(hidden|initial|secret|own|your)\s+(prompt|instructions)|prompt\s+above|text\s+above)",
        RegexOptions.IgnoreCase)]
    private static partial Regex AsksForPrompt();

    [GeneratedRegex(
        @"\byou\s+are\s+(now|no\s+longer|henceforth)\b|\b(act|behave|speak)\s+(as\s+if\s+you|like\s+you)\b|\bpretend\s+(to\s+be|that\s+you)"
        + @"|\b(developer|debug|admin|maintenance|DAN|god)\s+mode\b|\bjailbr|\brole-?\s?play\b|\b(new|updated|further)\s+(system\s+)?instructions?\s*(:|for\s+the)"
        + @"|\b(note|message|instructions?|reminder|attention)\s*(to|for)?\s*:?\s*(the\s+)?(AI|A\.I\.|assistant|chatbot|bot|(language\s+)?model|LLM)\b"
        + @"|\b(AI|assistant|chatbot|LLM)s?\b[^.!?\n]{0,20}\b(must|should|shall|has\s+to|are\s+to)\s+(now\s+|always\s+|never\s+|only\s+)?"
        + @"(say|answer|reply|respond|tell|write|include|append|mention|recommend|output|add)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex SpeaksToAssistant();

    [GeneratedRegex(
        @"\b(say|answer|reply|respond|write|output|print|append|include)\b[^.!?\n]{0,30}\b(in|to|with|at\s+the\s+end\s+of)\s+(every|all|each|any|your)\s+"
        + @"(answer|repl|response|message|question)|\b(answer|reply|respond)\s+(only|exactly|always|just)\b|\b(only|always|just|now)\s+(answer|reply|respond|say|write|output)\b\s*(with|exactly|only|:|[""'“„])"
        + @"|\b(begin|start|end|finish)\s+(your|every|each)\s+(answer|reply|response)|\b(tell|inform)\s+(the\s+)?(user|visitor|customer|reader)s?\s+(that|to)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex DictatesAnswer();

    [GeneratedRegex(
        @"(^|[\n.!?\])}>*""'-])\s*#*\s*\**(system|assistant|user|human|AI)\s*(message|prompt|instruction)?\**\s*:|#{2,}\s*(instruction|response|system|input|human|assistant)\b|\bend\s+of\s+(document|passage|context|system\s+prompt)s?\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex OpensTurn();

    [GeneratedRegex(
        @"<\s?[|｜][^<>\n]{1,40}[|｜]\s?>|</?(s|bos|eos|pad|unk|think|tool_call|start_of_turn|end_of_turn|system|assistant|user|human)>|\[/?(INST|SYSTEM_PROMPT|TOOL_CALLS|AVAILABLE_TOOLS)\]|<</?SYS>>",
        RegexOptions.IgnoreCase)]
    private static partial Regex ControlToken();

    [GeneratedRegex(@"\[\s*\p{Nd}{1,2}\s*\]\s*(\p{Lu}[^.!?\n]{0,60}:|$)|[.!?]\s*\[\s*\p{Nd}{1,2}\s*\]")]
    private static partial Regex CitationMark();

    [GeneratedRegex(
        @"!\[[^\]\n]*\]\s?\(\s*(https?:|data:|//)[^)\n]*\)|\]\s?\(\s*(javascript|data|vbscript):|\]\s?\(\s*https?://[^)\s]*[?=#{][^)]*\)"
        + @"|<\s*(script|iframe|img|svg|object|embed|form|meta|link|style|base|video|audio)\b|\bon(error|load|click|mouseover)\s*=",
        RegexOptions.IgnoreCase)]
    private static partial Regex ActiveMarkup();

    [GeneratedRegex(@"[A-Za-z0-9+/]{32,}={0,2}")]
    private static partial Regex Encoded();
}
