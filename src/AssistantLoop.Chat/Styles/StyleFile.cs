namespace AssistantLoop.Chat.Styles;

/// <summary>A style file's keys.</summary>
internal sealed class StyleFile : StyleFormFile
{
    public string? Name { get; init; }
    public string? Description { get; init; }
    public Dictionary<string, StyleFormFile>? Languages { get; init; }
    public Dictionary<string, StyleFormFile>? Channels { get; init; }
}
