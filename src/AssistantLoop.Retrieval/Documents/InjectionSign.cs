namespace AssistantLoop.Retrieval.Documents;

/// <summary>By what a passage looks like one that gives the assistant instructions.</summary>
public enum InjectionSign
{
    /// <summary>It says to ignore instructions or rules.</summary>
    OverridesInstructions,

    /// <summary>It asks for the prompt.</summary>
    AsksForPrompt,

    /// <summary>It tells the assistant who to be or what to answer.</summary>
    SpeaksToAssistant,

    /// <summary>It writes as if another turn of a conversation began.</summary>
    OpensTurn,

    /// <summary>It holds a token by which chat templates part turns.</summary>
    ControlToken,

    /// <summary>It holds a mark such as citations have.</summary>
    CitationMark,

    /// <summary>It holds an image, a script, or a link that carries data.</summary>
    ActiveMarkup,

    /// <summary>It holds characters that are not seen.</summary>
    HiddenCharacters,

    /// <summary>It holds text in base64.</summary>
    EncodedText,
}
