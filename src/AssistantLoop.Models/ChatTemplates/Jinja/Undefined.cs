namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>A name or member that is not there: prints as nothing and is false, but cannot be computed with.</summary>
internal sealed record Undefined(string Name)
{
    public TemplateFault Fault() => new($"`{Name}` is undefined.");
}
