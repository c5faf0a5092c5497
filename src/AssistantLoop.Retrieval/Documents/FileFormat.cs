namespace AssistantLoop.Retrieval.Documents;

/// <summary>What documents may be.</summary>
public enum FileFormat
{
    /// <summary>CommonMark with pipe tables, and YAML front matter.</summary>
    Markdown,

    /// <summary>Plain text in UTF-8, paragraphs between blank lines.</summary>
    Text,

    /// <summary>A web page.</summary>
    Html,

    /// <summary>A table: pairs of question and answer, or rows of named columns.</summary>
    Csv,

    /// <summary>A JSON object a line: a pair of question and answer, or named fields.</summary>
    JsonLines,

    /// <summary>A PDF file with a text layer.</summary>
    Pdf,

    /// <summary>A word processor's document (Office Open XML).</summary>
    Docx,
}
