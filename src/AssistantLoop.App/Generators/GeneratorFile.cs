using AssistantLoop.Chat.Files;

namespace AssistantLoop.App.Generators;

/// <summary>Reads generators.yaml: a mapping of names to declarations. Keys stand in files or environment variables, never in it.</summary>
internal sealed class GeneratorFile
{
    /// <summary>The file's name, in the data folder or the business's.</summary>
    public const string FileName = "generators.yaml";

    private const int Most = 20;

    public string? Endpoint { get; init; }
    public string? Model { get; init; }
    public string? KeyFile { get; init; }
    public string? KeyEnvironment { get; init; }
    public int? Context { get; init; }
    public PricesFile? Prices { get; init; }
    public double? AttemptSeconds { get; init; }
    public double? TotalSeconds { get; init; }
    public double? SilenceSeconds { get; init; }
    public double? BreakSeconds { get; init; }
    public int? Retries { get; init; }
    public int? AtOnce { get; init; }
    public string? Fallback { get; init; }

    /// <summary>The generators of some folders; a later folder's stands in place of an earlier one's of the same name.</summary>
    /// <exception cref="ContentFileException">A file is malformed, or a declaration lacks something.</exception>
    public static IReadOnlyList<GeneratorDeclaration> Load(params IReadOnlyList<string> folders)
    {
        Dictionary<string, GeneratorDeclaration> found = [];
        foreach (string path in folders.Select(folder => Path.Combine(folder, FileName)).Where(File.Exists))
        {
            foreach ((string name, GeneratorFile file) in YamlFile.Read<Dictionary<string, GeneratorFile>>(path))
            {
                found[name] = file.Declaration(name, path);
            }

            if (found.Count > Most)
            {
                throw new ContentFileException(path, $"declares {found.Count} generators; {Most} is the most");
            }
        }

        return [.. found.Values];
    }

    private GeneratorDeclaration Declaration(string name, string path)
    {
        ContentFileException Fault(string problem) => new(path, $"'{name}' {problem}");
        TimeSpan Seconds(double? given, double otherwise, string key) => (given ?? otherwise) is >= 0.05 and <= 3600
            ? TimeSpan.FromSeconds(given ?? otherwise)
            : throw Fault($"'{key}' must be from 0.05 to 3600 seconds; given: {given}");
        int Whole(int? given, int otherwise, int least, int most, string key) => (given ?? otherwise) is var value && value >= least && value <= most
            ? value
            : throw Fault($"'{key}' must be from {least} to {most}; given: {given}");

        if (KeyFile is not null && KeyEnvironment is not null)
        {
            throw Fault("has both 'key_file' and 'key_environment'; one holds the key");
        }

        return new()
        {
            Name = name,
            Endpoint = Uri.TryCreate(Endpoint, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
                ? address
                : throw Fault($"'endpoint' must be an http address such as https://models.example/v1; given: {Endpoint ?? "nothing"}"),
            Model = string.IsNullOrWhiteSpace(Model) ? throw Fault("'model' is missing") : Model,
            KeyFile = KeyFile is null ? null : Path.GetFullPath(KeyFile, Path.GetDirectoryName(path)!),
            KeyEnvironment = KeyEnvironment,
            Context = Context is null ? null : Whole(Context, 0, 128, 10_000_000, "context"),
            PromptPrice = Prices?.Prompt,
            AnswerPrice = Prices?.Answer,
            Currency = Prices?.Currency,
            Attempt = Seconds(AttemptSeconds, 10, "attempt_seconds"),
            Total = Seconds(TotalSeconds, 120, "total_seconds"),
            Silence = Seconds(SilenceSeconds, 20, "silence_seconds"),
            Break = Seconds(BreakSeconds, 15, "break_seconds"),
            Retries = Whole(Retries, 2, 0, 5, "retries"),
            AtOnce = Whole(AtOnce, 8, 1, 256, "at_once"),
            FallsBack = Fallback switch
            {
                null or "none" => false,
                "local" => true,
                _ => throw Fault($"'fallback' must be local or none; given: {Fallback}"),
            },
        };
    }

    /// <summary>For a million tokens.</summary>
    internal sealed class PricesFile
    {
        public decimal? Prompt { get; init; }
        public decimal? Answer { get; init; }
        public string? Currency { get; init; }
    }
}
