namespace AssistantLoop.App.Generators;

/// <summary>A remote model behind an OpenAI-compatible endpoint.</summary>
public sealed record GeneratorDeclaration
{
    /// <summary>What versions call it by.</summary>
    public required string Name { get; init; }

    /// <summary>The API's address, such as https://models.example/v1.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The model's name there.</summary>
    public required string Model { get; init; }

    /// <summary>The file that holds the key, absolute; null for none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The environment variable that holds the key; null for none.</summary>
    public string? KeyEnvironment { get; init; }

    /// <summary>Tokens of prompt and answer together; null where it is not said.</summary>
    public int? Context { get; init; }

    /// <summary>What a million tokens of prompts cost; null where it is not said.</summary>
    public decimal? PromptPrice { get; init; }

    /// <summary>What a million tokens of answers cost; null where it is not said.</summary>
    public decimal? AnswerPrice { get; init; }

    /// <summary>The prices' currency.</summary>
    public string? Currency { get; init; }

    /// <summary>How long one try may take to its first word. Default 10 seconds.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer may take, with all tries. Default 120 seconds.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long it may be silent between two pieces. Default 20 seconds.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Tries after the first that failed before its first word. Default 2.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>How long it is left alone after it failed again and again. Default 15 seconds.</summary>
    public TimeSpan Break { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Answers at once. Default 8.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>Whether the local model answers where this one cannot.</summary>
    public bool FallsBack { get; init; }
}
