namespace AssistantLoop.App.Generators;

/// <summary>The declared remote generators and how they fare; keys are not among what is told.</summary>
public static class GeneratorApi
{
    /// <summary>Maps /api/generators.</summary>
    public static void MapGenerators(this IEndpointRouteBuilder routes) => routes.MapGet(
        "/api/generators", (GeneratorSet generators) => generators.All.Select(generator => new
        {
            generator.Declaration.Name,
            generator.Declaration.Model,
            generator.Declaration.Endpoint.Host,
            generator.Declaration.Context,
            generator.Declaration.PromptPrice,
            generator.Declaration.AnswerPrice,
            generator.Declaration.Currency,
            generator.Declaration.FallsBack,
            generator.Circuit,
        }));
}
