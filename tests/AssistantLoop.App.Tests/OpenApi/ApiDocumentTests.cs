using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace AssistantLoop.App.Tests.OpenApi;

public sealed class ApiDocumentTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_parses_and_holds_every_route_with_an_id_of_its_own()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        string text = await server.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Stop);
        ReadResult read = OpenApiDocument.Parse(text, OpenApiConstants.Json);
        Assert.Empty(read.Diagnostic!.Errors);
        OpenApiDocument document = read.Document!;
        Assert.Equal("AssistantLoop", document.Info.Title);
        Assert.Equal(SecuritySchemeType.Http, document.Components!.SecuritySchemes!["apiKey"].Type);

        List<string> described = [];
        List<string> ids = [];
        foreach ((string path, IOpenApiPathItem item) in document.Paths)
        {
            foreach ((HttpMethod method, OpenApiOperation operation) in item.Operations!)
            {
                described.Add($"{method.Method} {path}");
                ids.Add(operation.OperationId!);
                Assert.NotEmpty(operation.Tags!);
                Assert.Contains("application/problem+json", operation.Responses!["400"].Content!.Keys);
                Assert.True(path == "/api/site" || operation.Security is { Count: > 0 }, path);
            }
        }

        Assert.Equal(Mapped(server).Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    private static IEnumerable<string> Mapped(TestServer server) =>
        from endpoint in server.Get<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        let path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part =>
            part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter ? $"{{{parameter.Name}}}"
            : ((Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart)part).Content))))
        where path.StartsWith("/api/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select $"{method} {path}";
}
