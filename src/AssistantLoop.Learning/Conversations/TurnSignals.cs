using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.Conversations;

/// <summary>What a visitor's message says about the answer before it.</summary>
/// <param name="Thanks">It thanks.</param>
/// <param name="Complains">It says that the answer was wrong or of no use.</param>
/// <param name="WantsPerson">It asks for a person.</param>
/// <param name="Asks">It asks something of its own beside that.</param>
internal sealed partial record TurnSignals(bool Thanks, bool Complains, bool WantsPerson, bool Asks)
{
    /// <summary>More words than this beside a signal are a matter of their own.</summary>
    private const int FewWords = 8;

    public static TurnSignals Of(string message)
    {
        bool complains = Complaint().IsMatch(message);
        bool person = Person().IsMatch(message);
        bool thanks = !complains && Thank().IsMatch(message);
        bool question = message.Contains('?', StringComparison.Ordinal);
        int words = ContentWords.All(message).Count;
        bool asks = person ? words > 2 * FewWords
            : (!thanks && !complains) || question || words > FewWords;
        return new(thanks, complains, person, asks);
    }

    [GeneratedRegex(@"\b(thanks|thank you|thx|cheers|much appreciated|that helps|that helped|perfect|danke|merci|gracias)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Thank();

    [GeneratedRegex(@"\b(wrong|incorrect|useless|nonsense|ridiculous|terrible|rubbish|not (?:true|right|correct|helpful|what i (?:asked|meant|wanted))|(?:doesn|didn|don)['’]?t (?:help|work|answer|make sense)|(?:does|did) not (?:help|work|answer)|thanks for nothing|falsch|stimmt nicht)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Complaint();

    [GeneratedRegex(@"\b((?:speak|talk|chat|connect me|transfer me|put me through|pass me)\b.{0,30}\b(?:human|person|agent|someone|somebody|representative|manager|employee)|real (?:person|human)|human (?:agent|being|please)|customer service rep\w*|mit einem menschen)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Person();
}
