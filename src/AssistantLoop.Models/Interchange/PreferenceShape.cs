namespace AssistantLoop.Models.Interchange;

/// <summary>How preference pairs are laid out in JSON lines; both are read.</summary>
public enum PreferenceShape
{
    /// <summary><c>{"input":{"messages":[…]},"preferred_output":[…],"non_preferred_output":[…]}</c></summary>
    OpenAI,

    /// <summary><c>{"prompt":[…],"chosen":[…],"rejected":[…]}</c></summary>
    Trl,
}
