using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;

namespace AssistantLoop.Chat.Actions;

/// <summary>The declared actions as a Semantic Kernel plugin: a function each, its parameters by the JSON schema.</summary>
public static class ActionPlugin
{
    /// <summary>The plugin's name.</summary>
    public const string Name = "actions";

    /// <summary>Makes the plugin.</summary>
    /// <param name="actions">The actions.</param>
    /// <param name="run">Does one with its arguments, and gives what came of it as a text.</param>
    public static KernelPlugin Of(
        IReadOnlyList<ActionDeclaration> actions, Func<ActionDeclaration, KernelArguments, CancellationToken, Task<string>> run) =>
        KernelPluginFactory.CreateFromFunctions(Name, actions.Select(action => FunctionOf(action, run)));

    private static KernelFunction FunctionOf(
        ActionDeclaration action, Func<ActionDeclaration, KernelArguments, CancellationToken, Task<string>> run)
    {
        HashSet<string> required = action.Parameters["required"] is JsonArray names
            ? [.. names.Select(name => name!.GetValue<string>())]
            : [];
        Task<string> RunAsync(KernelArguments arguments, CancellationToken cancellationToken) => run(action, arguments, cancellationToken);
        return KernelFunctionFactory.CreateFromMethod(RunAsync, new KernelFunctionFromMethodOptions
        {
            FunctionName = action.Name,
            Description = action.Description,
            Parameters = action.Fields.Select(field => new KernelParameterMetadata(field)
            {
                Description = action.LabelOf(field),
                IsRequired = required.Contains(field),
                Schema = KernelJsonSchema.Parse(action.Parameters["properties"]![field]!.ToJsonString()),
            }),
        });
    }

    /// <summary>The line of the prompt that offers a function, in the form that the model was trained on.</summary>
    public static string LineOf(KernelFunctionMetadata function) =>
        $"To {function.Description}, answer {{{string.Join(", ", function.Parameters.Select(parameter => $"\"{parameter.Name}\": \"…\"").Prepend($"\"action\": \"{function.Name}\""))}}}.";
}
