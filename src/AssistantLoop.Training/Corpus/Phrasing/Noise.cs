using System.Text;
using AssistantLoop.Training.Corpus.Facts;

namespace AssistantLoop.Training.Corpus.Phrasing;

/// <summary>Makes a question look typed by a visitor: openers, closers, lower case, typing errors, short forms.</summary>
internal static class Noise
{
    private static readonly (string Word, string Short)[] s_shortForms =
    [
        ("you", "u"), ("your", "ur"), ("are", "r"), ("please", "pls"), ("and", "&"), ("what is", "whats"),
        ("it is", "its"), ("do not", "dont"), ("cannot", "cant"), ("thanks", "thx"),
        ("before", "b4"), ("I am", "im"), ("What is", "Whats"), ("the", "teh"), ("with", "w/"),
    ];

    public static string Apply(string question, Dice dice, World world)
    {
        int way = dice.Below(10);
        if (way < 2)
        {
            string opener = world.Phrase(dice, "frame.opener");
            return opener + " " + (opener[^1] is ',' or ':' ? Words.LowerQuestion(question) : question);
        }

        return way == 2 ? question + " " + world.Phrase(dice, "frame.closer") : Typed(question, dice, way);
    }

    /// <summary>The question as it may be typed, one time in three as it is.</summary>
    public static string Typed(string question, Dice dice) => dice.Below(3) == 0 ? question : Typed(question, dice, dice.Between(3, 9));

    private static string Typed(string question, Dice dice, int way)
    {
        switch (way)
        {
            case 3:
                return question.ToLowerInvariant();
            case 4:
                return question.TrimEnd('?', '.', '!');
            case 5:
                return question.ToLowerInvariant().TrimEnd('?', '.', '!');
            case 6:
                (string word, string brief) = dice.Pick(s_shortForms);
                return Words.Swap(question, word, brief);
            case 7:
                return Mistype(Mistype(question, dice), dice);
            case 8:
                return question.TrimEnd('?', '.', '!') + dice.Pick(["??", "!!", "...", " ?", "?!", "???", " pls?"]);
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
