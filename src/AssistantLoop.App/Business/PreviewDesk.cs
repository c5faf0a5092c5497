using AssistantLoop.App.Answers;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Styles;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Versions;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.Business;

/// <summary>Answers a question by a draft and as it is answered now, one preview at a time. Stores nothing.</summary>
public sealed class PreviewDesk(
    ChatTurn turn, VersionRouter router, VersionStore versions, ContentCache contents, BusinessProfile profile, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Answers.</summary>
    /// <exception cref="ChatProblemException">Another preview runs, or the question cannot be asked.</exception>
    /// <exception cref="Chat.Files.ContentFileException">A draft is malformed.</exception>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    public async Task<PreviewView> AnswerAsync(PreviewRequest request, CancellationToken cancellationToken)
    {
        string question = MessageText.Parse(request.Question);
        BusinessContent now = await contents.CurrentAsync(cancellationToken);
        BusinessContent draft = now;
        foreach ((string kind, string? yaml) in request.Drafts())
        {
            draft = yaml is null ? draft : ContentReader.With(draft, kind, yaml, kind);
        }

        RoutedVersion serving = await router.RouteAsync(await VersionAsync(null, cancellationToken), cancellationToken);
        RoutedVersion asked = request.Version is null
            ? serving
            : await router.RouteAsync(await VersionAsync(request.Version, cancellationToken), cancellationToken);
        if (request.Style is { } style)
        {
            asked = asked with { Style = StyleTemplate.Parse(style, "style", "draft") };
        }

        if (!await _one.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            throw new ChatProblemException("busy", "Another preview is being made. Please try again in a few seconds.", 5);
        }

        try
        {
            using CancellationTokenSource late = new(s_limit, time);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
            TurnRequest turnNow = new(profile, serving, [new(ChatRole.User, question)])
            {
                Content = now,
                Language = request.Language,
                Channel = request.Channel,
            };
            return new(
                await AnswerAsync(turnNow with { Version = asked, Content = draft }, stop.Token),
                await AnswerAsync(turnNow, stop.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ChatProblemException("busy", $"The preview took longer than {s_limit.TotalSeconds:0} seconds. Please try again.", 5);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<PreviewAnswer> AnswerAsync(TurnRequest request, CancellationToken cancellationToken)
    {
        AssembledPrompt? prompt = null;
        TurnCompleted? answer = null;
        await foreach (TurnEvent happened in turn.RunAsync(request, cancellationToken))
        {
            prompt = (happened as TurnStarted)?.Prompt ?? prompt;
            answer = happened as TurnCompleted ?? answer;
        }

        return new(
            answer!.Text,
            prompt!.Messages[0].Text,
            answer.Trace.Rules,
            answer.Trace.Terms,
            answer.Trace.Violations,
            answer.Proposal?.Action.Name,
            answer.Trace.FellBack);
    }

    private async Task<AssistantVersion> VersionAsync(int? number, CancellationToken cancellationToken) =>
        (number is { } wanted
            ? await versions.FindByNumberAsync(profile.Tenant, wanted, cancellationToken)
            : await versions.ServingAsync(profile.Tenant, cancellationToken))
        ?? throw new NotFoundException("version", number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "serving", profile.Tenant);
}
