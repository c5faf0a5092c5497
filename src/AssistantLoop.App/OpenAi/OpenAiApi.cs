using AssistantLoop.App.Limits;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Versions;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.OpenAi;

/// <summary>The OpenAI-compatible API: chat completions, embeddings and models.</summary>
public static class OpenAiApi
{
    private const string Owner = "assistantloop";

    /// <summary>Maps /v1.</summary>
    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder api = routes.MapGroup("/v1");
        api.MapPost("/chat/completions", async (
            HttpContext context, ChatCompletions completions, AskLimits limits, BusinessProfile profile) =>
        {
            CompletionRequest request = await ReadAsync<CompletionRequest>(context);
            await limits.CheckKeyAsync(
                profile.Tenant, context.User.Actor, context.Connection.RemoteIpAddress, context.RequestAborted);
            await completions.AnswerAsync(request, context);
        });
        // A handler of the context alone is a RequestDelegate: what it returned would not be sent.
        api.MapPost("/embeddings", async (HttpContext context) => await context.Response.WriteAsJsonAsync(
            await Embeddings.EmbedAsync(
                await ReadAsync<EmbeddingRequest>(context),
                context.RequestServices.GetService<IEmbeddingGenerator<string, Embedding<float>>>(),
                context.RequestAborted),
            CompletionView.Json,
            context.RequestAborted));
        api.MapGet("/models", async (ModelNames models, CancellationToken cancellationToken) => Results.Json(
            new
            {
                Object = "list",
                Data = (await models.ListAsync(cancellationToken)).Select(model => View(model.Name, model.Version)),
            },
            CompletionView.Json));
        api.MapGet("/models/{name}", async (string name, ModelNames models, CancellationToken cancellationToken) =>
            Results.Json(View(name, await models.FindAsync(name, cancellationToken)), CompletionView.Json));
    }

    private static async Task<T> ReadAsync<T>(HttpContext context) =>
        await context.Request.ReadFromJsonAsync<T>(CompletionView.Json, context.RequestAborted)
        ?? throw OpenAiException.Invalid("body", "must be a JSON object.");

    private static object View(string name, AssistantVersion version) => new
    {
        Id = name,
        Object = "model",
        Created = version.CreatedAt.ToUnixTimeSeconds(),
        OwnedBy = Owner,
    };
}
