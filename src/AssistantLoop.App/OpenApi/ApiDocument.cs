using Microsoft.OpenApi;

namespace AssistantLoop.App.OpenApi;

/// <summary>The OpenAPI document of /api, at /openapi/v1.json.</summary>
public static class ApiDocument
{
    /// <summary>The name of the security scheme: an API key as bearer token.</summary>
    public const string Scheme = "apiKey";

    private const string Name = "v1";

    /// <summary>Adds what makes the document.</summary>
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, document =>
    {
        document.ShouldInclude = operation => operation.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        document.CreateSchemaReferenceId = type => NameOf(type.Type);
        document.AddDocumentTransformer((api, _, _) =>
        {
            api.Info = new()
            {
                Title = "AssistantLoop",
                Version = Name,
                Description = "What a business's people and programs ask: conversations, feedback, learning, documents, access. "
                    + "Refusals are problem details.",
            };
            api.Components ??= new();
            api.AddComponent(Scheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key, as keys add gives it; it says whose business it is and what may be done.",
            });
            return Task.CompletedTask;
        });
        document.AddOperationTransformer<OperationDetails>();
    });

    /// <summary>Maps /openapi/v1.json.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json");

    // Requests are private to their files, so two may have one name; what has none of its own is written where it is used.
    private static string? NameOf(Type type) =>
        type.IsGenericType || type.IsArray || type.IsPrimitive || type.Namespace?.StartsWith("AssistantLoop", StringComparison.Ordinal) != true
            ? null
            : type.DeclaringType is { } api ? api.Name.Replace("Api", "", StringComparison.Ordinal) + type.Name : type.Name;
}
