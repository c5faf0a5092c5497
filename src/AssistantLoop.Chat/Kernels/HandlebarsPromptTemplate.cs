using System.Net;
using HandlebarsDotNet;
using Microsoft.SemanticKernel;

namespace AssistantLoop.Chat.Kernels;

/// <summary>A compiled Handlebars template. Defaults fill what is not given; a required variable must be. Thread-safe.</summary>
internal sealed class HandlebarsPromptTemplate(PromptTemplateConfig config, bool allowDangerouslySetContent) : IPromptTemplate
{
    private readonly HandlebarsTemplate<object, object> _template =
        Handlebars.Create(new HandlebarsConfiguration { NoEscape = true }).Compile(config.Template);

    /// <inheritdoc/>
    /// <exception cref="KernelException">A required variable has no value.</exception>
    public Task<string> RenderAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        Dictionary<string, object?> values = [];
        foreach ((string name, object? value) in arguments ?? [])
        {
            values[name] = value is string text && !IsTrusted(name) ? WebUtility.HtmlEncode(text) : value;
        }

        return Task.FromResult(Render(values));
    }

    /// <summary>Fills the template in with values as they are; for text that is not read as markup afterwards.</summary>
    /// <exception cref="KernelException">A required variable has no value.</exception>
    public string Render(IReadOnlyDictionary<string, object?> values)
    {
        Dictionary<string, object?> filled = new(values);
        foreach (InputVariable variable in config.InputVariables)
        {
            if (filled.TryGetValue(variable.Name, out object? value) && value is not null)
            {
                continue;
            }

            if (variable.IsRequired)
            {
                throw new KernelException($"the variable '{variable.Name}' has no value");
            }

            filled[variable.Name] = variable.Default;
        }

        return _template(filled).ReplaceLineEndings("\n").TrimEnd('\n');
    }

    private bool IsTrusted(string name) => allowDangerouslySetContent || config.AllowDangerouslySetContent
        || config.InputVariables.Exists(variable => variable.Name == name && variable.AllowDangerouslySetContent);
}
