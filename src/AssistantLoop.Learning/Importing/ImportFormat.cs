namespace AssistantLoop.Learning.Importing;

/// <summary>How a file is read.</summary>
public enum ImportFormat
{
    /// <summary>By what it begins with: an object is JSON lines, anything else CSV.</summary>
    FromContent,

    /// <summary>JSON lines.</summary>
    JsonLines,

    /// <summary>CSV with a header.</summary>
    Csv,
}
