namespace AssistantLoop.Training;

/// <summary>What a manifest says of the libraries that trained.</summary>
internal static class Libraries
{
    /// <summary>Name of a library to its version.</summary>
    public static IReadOnlyDictionary<string, string> Versions { get; } = new Dictionary<string, string>
    {
        ["AssistantLoop.Training"] = $"{typeof(Libraries).Assembly.GetName().Version}",
        ["TorchSharp"] = $"{typeof(TorchSharp.torch).Assembly.GetName().Version}",
        [".NET"] = $"{Environment.Version}",
    };
}
