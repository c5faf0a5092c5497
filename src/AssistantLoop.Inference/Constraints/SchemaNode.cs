namespace AssistantLoop.Inference.Constraints;

/// <summary>What a value may be.</summary>
internal abstract record SchemaNode;

/// <summary>One of several kinds of value.</summary>
internal sealed record AnyOfNode(IReadOnlyList<SchemaNode> Choices) : SchemaNode;

/// <summary>Exactly this text.</summary>
internal sealed record LiteralNode(string Json) : SchemaNode;

/// <summary>Any string.</summary>
internal sealed record StringNode : SchemaNode;

/// <summary>A number, with or without fraction and exponent.</summary>
internal sealed record NumberNode(bool Integer) : SchemaNode;

/// <summary>A list of any length, its values alike.</summary>
internal sealed record ArrayNode(SchemaNode Items) : SchemaNode;

/// <summary>These properties in this order, the optional ones or not.</summary>
internal sealed record ObjectNode(IReadOnlyList<PropertyNode> Properties) : SchemaNode;

internal sealed record PropertyNode(string Name, SchemaNode Value, bool Required);
