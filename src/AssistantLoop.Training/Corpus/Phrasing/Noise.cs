using System.Text;

namespace AssistantLoop.Training.Corpus.Phrasing;

/// <summary>Makes a question look typed by a visitor: openers, closers, lower case, typing errors.</summary>
internal static class Noise
{
    public static string Apply(string question, Dice dice, PhraseBook phrases)
    {
        switch (dice.Below(6))
        {
            case 0:
                string opener = dice.Pick(phrases["opener"]).Render(dice, _ => "");
                return opener + " " + (opener[^1] is ',' or ':' ? Words.LowerQuestion(question) : question);
            case 1:
                return question + " " + dice.Pick(phrases["closer"]).Render(dice, _ => "");
            case 2:
                return question.ToLowerInvariant();
            case 3:
                return question.TrimEnd('?', '.', '!');
            case 4:
                return question.ToLowerInvariant().TrimEnd('?', '.', '!');
            default:
                return Mistype(question, dice);
        }
    }

    /// <summary>Swaps, drops or doubles a letter in one lower-case word; names and numbers stay as they are.</summary>
    private static string Mistype(string question, Dice dice)
    {
        string[] words = question.Split(' ');
        int[] plain = [.. Enumerable.Range(0, words.Length)
            .Where(i => words[i].Length > 4 && words[i].All(char.IsAsciiLetterLower))];
        if (plain.Length == 0)
        {
            return question;
        }

        int at = dice.Pick(plain);
        var word = new StringBuilder(words[at]);
        int letter = dice.Between(1, word.Length - 2);
        switch (dice.Below(3))
        {
            case 0: (word[letter], word[letter + 1]) = (word[letter + 1], word[letter]); break;
            case 1: word.Remove(letter, 1); break;
            default: word.Insert(letter, word[letter]); break;
        }

        words[at] = word.ToString();
        return string.Join(' ', words);
    }
}
