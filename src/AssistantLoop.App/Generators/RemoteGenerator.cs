using System.ClientModel;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AssistantLoop.Chat.Generators;
using Microsoft.Extensions.AI;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace AssistantLoop.App.Generators;

/// <summary>
/// A remote generator with patience, tries and a circuit. A try ends with the first word: what fails before it is tried again,
/// what fails after it ends the answer, since a visitor must not read two beginnings. Thread-safe.
/// </summary>
public sealed class RemoteGenerator : IChatClient
{
    private readonly GeneratorDeclaration _declaration;
    private readonly Lazy<IChatClient> _client;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _places;
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly ResiliencePipeline<OpenedStream> _pipeline;

    /// <param name="declaration">What it is and how patient to be.</param>
    /// <param name="client">The client, made at its first use: the key is read then.</param>
    /// <param name="time">The clock of all time-outs.</param>
    public RemoteGenerator(GeneratorDeclaration declaration, Func<IChatClient> client, TimeProvider time)
    {
        _declaration = declaration;
        _client = new(client);
        _time = time;
        _places = new(declaration.AtOnce);
        PredicateBuilder<OpenedStream> passing = new PredicateBuilder<OpenedStream>()
            .Handle<GeneratorFault>(fault => fault.Passing)
            .Handle<TimeoutRejectedException>();
        ResiliencePipelineBuilder<OpenedStream> builder = new() { TimeProvider = time };
        if (declaration.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<OpenedStream>
            {
                MaxRetryAttempts = declaration.Retries,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = passing,
            });
        }

        _pipeline = builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<OpenedStream>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 4,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = declaration.Break < TimeSpan.FromSeconds(0.5) ? TimeSpan.FromSeconds(0.5) : declaration.Break,
                StateProvider = _circuit,
                ShouldHandle = passing,
            })
            .AddTimeout(declaration.Attempt)
            .Build();
    }

    /// <summary>The generator of a declaration, reached by its endpoint.</summary>
    public static RemoteGenerator Of(GeneratorDeclaration declaration, TimeProvider time) =>
        new(declaration, () => OpenAiEndpoint.Open(declaration), time);

    /// <summary>What it is.</summary>
    public GeneratorDeclaration Declaration => _declaration;

    /// <summary>closed, open, half-open or isolated.</summary>
    public string Circuit => _circuit.CircuitState != CircuitState.Closed
        ? _circuit.CircuitState == CircuitState.HalfOpen ? "half-open" : _circuit.CircuitState.ToString().ToLowerInvariant()
        : "closed";

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="GeneratorUnavailableException">It does not answer, or broke off.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!await _places.WaitAsync(_declaration.Attempt, cancellationToken))
        {
            throw new GeneratorUnavailableException(_declaration.Name, "it has too many answers to give", _declaration.FallsBack);
        }

        try
        {
            using CancellationTokenSource late = new(_declaration.Total, _time);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
            await using OpenedStream stream = await OpenAsync([.. messages], OptionsOf(options), stop.Token, cancellationToken);
            foreach (ChatResponseUpdate update in stream.First)
            {
                yield return update;
            }

            while (await NextAsync(stream, cancellationToken))
            {
                yield return stream.Updates.Current;
            }
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", null, _declaration.Model)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private async Task<OpenedStream> OpenAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken stop, CancellationToken cancellationToken)
    {
        GeneratorUnavailableException Unavailable(string reason) => new(_declaration.Name, reason, _declaration.FallsBack);
        try
        {
            return await _pipeline.ExecuteAsync(async attempt => await TryAsync(messages, options, stop, attempt), stop);
        }
        catch (BrokenCircuitException)
        {
            throw Unavailable("it failed again and again and is left alone for a while");
        }
        catch (TimeoutRejectedException)
        {
            throw Unavailable($"it did not begin within {_declaration.Attempt.TotalSeconds:0.##} seconds");
        }
        catch (GeneratorFault fault)
        {
            throw Unavailable(fault.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable($"it did not begin within {_declaration.Total.TotalSeconds:0.##} seconds");
        }
    }

    // The stream lives on after its try, so it has a token of its own; the try's cancels it until the first word.
    private async Task<OpenedStream> TryAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken stop, CancellationToken attempt)
    {
        OpenedStream stream = new(_client.Value, messages, options, stop);
        try
        {
            await using (attempt.Register(stream.Stop.Cancel))
            {
                await stream.ReadFirstAsync();
            }

            attempt.ThrowIfCancellationRequested();
            return stream;
        }
        catch (Exception error)
        {
            await stream.DisposeAsync();
            attempt.ThrowIfCancellationRequested();
            throw FaultOf(error) ?? error;
        }
    }

    private async ValueTask<bool> NextAsync(OpenedStream stream, CancellationToken cancellationToken)
    {
        using CancellationTokenSource silent = new(_declaration.Silence, _time);
        await using CancellationTokenRegistration quiet = silent.Token.Register(stream.Stop.Cancel);
        try
        {
            return await stream.Updates.MoveNextAsync();
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && (error is OperationCanceledException || FaultOf(error) is not null))
        {
            string reason = silent.IsCancellationRequested ? "it fell silent"
                : error is OperationCanceledException ? "it took too long"
                : FaultOf(error)!.Message;
            throw new GeneratorUnavailableException(_declaration.Name, $"{reason} in the middle of the answer", mayFallBack: false);
        }
    }

    // What the server wrote may repeat the key: its status alone is told.
    private static GeneratorFault? FaultOf(Exception error) => error switch
    {
        ClientResultException { Status: > 0 } answered => new(
            $"it answered {answered.Status}", answered.Status is 408 or 429 or >= 500),
        ClientResultException or HttpRequestException or IOException or SocketException => new("the connection failed", passing: true),
        AggregateException several when several.InnerException is { } inner => FaultOf(inner),
        _ => null,
    };

    private static ChatOptions? OptionsOf(ChatOptions? options)
    {
        ChatOptions? remote = options?.Clone();
        if (remote is not null)
        {
            remote.AdditionalProperties = null;
            remote.ModelId = null;
        }

        return remote;
    }
}
