using System.Globalization;
using AssistantLoop.App.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AssistantLoop.App.OpenApi;

/// <summary>Gives each operation its id, its tag, the scope that it takes and the problems that it may answer.</summary>
internal sealed class OperationDetails : IOpenApiOperationTransformer
{
    private const string Problem = "application/problem+json";

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        string path = context.Description.RelativePath!;
        string[] words = [.. path.Split('/').Skip(1).Select(part => part.Split(':')[0])];
        operation.OperationId = IdOf(context.Description.HttpMethod!, words);
        operation.Tags = new HashSet<OpenApiTagReference> { new(words[0], context.Document) };
        context.Document!.Tags ??= new HashSet<OpenApiTag>();
        context.Document.Tags.Add(new() { Name = words[0] });

        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        bool open = !metadata.OfType<IAuthorizeData>().Any() || SiteAuthentication.Takes("/" + path);
        string? scope = RequiredScope.Of(new(requestDelegate: null, new(metadata), displayName: null));
        OpenApiSchema schema = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), parameterDescription: null, cancellationToken);
        context.Document.Components ??= new();
        context.Document.AddComponent("ProblemDetails", schema);
        operation.Responses ??= [];
        Add(operation, context, StatusCodes.Status400BadRequest, "Something of the request is not right; the detail says what.");
        if (path.Contains('{', StringComparison.Ordinal) || open)
        {
            Add(operation, context, StatusCodes.Status404NotFound, "The business has no such thing.");
        }

        if (!open)
        {
            operation.Security =
                [new() { [new OpenApiSecuritySchemeReference(ApiDocument.Scheme, context.Document)] = [] }];
            operation.Description = path == "api/me" ? "Takes any key." : $"Takes a key with the scope `{scope ?? "all of them"}`.";
            Add(operation, context, StatusCodes.Status401Unauthorized, "The key is missing or not right.");
            Add(operation, context, StatusCodes.Status403Forbidden, "The key lacks the scope.");
            Add(operation, context, StatusCodes.Status429TooManyRequests, "Too many requests or wrong keys, or a quota is used up; Retry-After says when to try again.");
        }
    }

    private static void Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, int status, string description) =>
        operation.Responses!.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problem] = new() { Schema = new OpenApiSchemaReference("ProblemDetails", context.Document) },
            },
        });

    // "GET api/versions/{number}/conversations" is getVersionsByNumberConversations.
    private static string IdOf(string method, IEnumerable<string> words) =>
        method.ToLowerInvariant() + string.Concat(words.Select(word =>
            word.StartsWith('{') ? "By" + Upper(word.Trim('{', '}')) : string.Concat(word.Split('-').Select(Upper))));

    private static string Upper(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
