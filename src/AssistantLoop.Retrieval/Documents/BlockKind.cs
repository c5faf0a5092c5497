namespace AssistantLoop.Retrieval.Documents;

/// <summary>What a block of text is in its document.</summary>
public enum BlockKind
{
    /// <summary>Sentences, which may be cut between them.</summary>
    Paragraph,

    /// <summary>An item of a list, kept whole.</summary>
    ListItem,

    /// <summary>A row of a table with its columns' names, kept whole.</summary>
    TableRow,
}
