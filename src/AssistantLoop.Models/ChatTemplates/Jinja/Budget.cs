using System.Runtime.CompilerServices;

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>
/// Bounds the work of one rendering, since templates come with downloaded models: steps, length of each text, and
/// characters built in all.
/// </summary>
internal sealed class Budget
{
    public const int MostSteps = 4_000_000;
    public const int LongestText = 4_000_000;
    public const long MostCharacters = 128_000_000;
    public const int DeepestCalls = 100;

    private long _steps;
    private long _characters;

    /// <summary>Counts steps of work: one a node, one an element of a list.</summary>
    public void Spend(long steps)
    {
        if (steps > MostSteps - _steps)
        {
            throw new TemplateFault($"rendering takes more than {MostSteps} steps.");
        }

        _steps += steps;
    }

    /// <summary>Counts a text about to be built.</summary>
    public void SpendText(long length)
    {
        CheckLength(length);
        if (length > MostCharacters - _characters)
        {
            throw new TemplateFault($"rendering builds more than {MostCharacters} characters of texts.");
        }

        _characters += length;
    }

    public static void CheckLength(long length)
    {
        if (length > LongestText)
        {
            throw new TemplateFault($"rendering builds a text longer than {LongestText} characters.");
        }
    }

    public string Count(string text)
    {
        SpendText(text.Length);
        return text;
    }

    /// <summary>Refuses recursion that would use up the thread's stack.</summary>
    public void CheckStack()
    {
        Spend(1);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TemplateFault("the template's expressions or values are nested too deeply.");
        }
    }
}
