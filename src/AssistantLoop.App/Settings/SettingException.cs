namespace AssistantLoop.App.Settings;

/// <summary>A setting whose value cannot be used; the message names the key.</summary>
public sealed class SettingException(string key, string problem) : Exception($"setting '{key}': {problem}")
{
    /// <summary>The setting's key.</summary>
    public string Key { get; } = key;
}
