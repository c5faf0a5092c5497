namespace AssistantLoop.Inference.Constraints;

/// <summary>A schema is malformed or asks for what answers cannot be held to.</summary>
/// <param name="path">Where in the schema, a JSON pointer.</param>
/// <param name="problem">What is wrong and what would do.</param>
public sealed class JsonSchemaException(string path, string problem)
    : Exception($"JSON schema, {(path.Length == 0 ? "at its root" : $"at {path}")}: {problem}");
