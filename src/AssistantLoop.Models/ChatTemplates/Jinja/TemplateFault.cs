namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>
/// A template that cannot be parsed or rendered; turned into ModelFormatException where the file is known.
/// </summary>
internal sealed class TemplateFault(string message, int line) : Exception(message)
{
    public TemplateFault(string message) : this(message, 0)
    {
    }

    /// <summary>Line of the template, from 1; 0 where the evaluator knows it better.</summary>
    public int Line => line;
}
