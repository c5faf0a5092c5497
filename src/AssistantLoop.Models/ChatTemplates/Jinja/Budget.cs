using System.Runtime.CompilerServices;

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>
/// Bounds the work of one rendering, since templates come with downloaded models: steps, length of each text, and
/// characters built in all.
/// </summary>
internal sealed class Budget
{
    public const int MostSteps = 20_000_000;
    public const int LongestText = 8_000_000;
    public const long MostCharacters = 256_000_000;
    public const int DeepestCalls = 100;

    private long _steps;
    private long _characters;

    /// <summary>Counts steps of work: one a node, one an element of a list.</summary>
    public void Spend(long steps)
    {
        _steps += steps;
        if (_steps > MostSteps)
        {
            throw new TemplateFault($"rendering takes more than {MostSteps} steps.");
        }
    }

    /// <summary>Counts a text about to be built.</summary>
    public void SpendText(long length)
    {
        _characters += length;
        if (length > LongestText || _characters > MostCharacters)
        {
            throw new TemplateFault($"rendering builds texts longer than {LongestText} characters.");
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
