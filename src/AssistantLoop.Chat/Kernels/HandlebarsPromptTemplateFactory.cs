using System.Diagnostics.CodeAnalysis;
using HandlebarsDotNet;
using Microsoft.SemanticKernel;

namespace AssistantLoop.Chat.Kernels;

/// <summary>Makes Semantic Kernel's prompt templates of the format "handlebars".</summary>
public sealed class HandlebarsPromptTemplateFactory : IPromptTemplateFactory
{
    /// <summary>The template format.</summary>
    public const string Format = "handlebars";

    /// <summary>Whether what is filled in may hold markup of chat prompts; false encodes it.</summary>
    public bool AllowDangerouslySetContent { get; init; }

    /// <inheritdoc/>
    /// <exception cref="HandlebarsException">The template is malformed.</exception>
    public bool TryCreate(PromptTemplateConfig templateConfig, [NotNullWhen(true)] out IPromptTemplate? result)
    {
        ArgumentNullException.ThrowIfNull(templateConfig);
        result = templateConfig.TemplateFormat == Format
            ? new HandlebarsPromptTemplate(templateConfig, AllowDangerouslySetContent)
            : null;
        return result is not null;
    }
}
