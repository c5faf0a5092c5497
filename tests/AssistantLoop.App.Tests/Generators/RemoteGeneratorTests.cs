using AssistantLoop.App.Generators;
using AssistantLoop.Chat.Generators;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.Tests.Generators;

public sealed class RemoteGeneratorTests
{
    private const string Key = "sk-very-secret";

    [Fact]
    public async Task An_answer_streams_with_its_usage_and_the_key_is_sent()
    {
        await using Listener server = await Listener.StartAsync((context, _) => AnswerAsync(context, "Within ", "30 days."));
        using RemoteGenerator generator = Of(server);

        ChatResponse answer = await generator.GetStreamingResponseAsync([new(ChatRole.User, "How long?")], new() { ModelId = "adapter", Temperature = 0 }, Stop)
            .ToChatResponseAsync(Stop);

        Assert.Equal("Within 30 days.", answer.Text);
        Assert.Equal(7, answer.Usage!.InputTokenCount);
        Received asked = Assert.Single(server.Requests);
        Assert.Equal($"Bearer {Key}", asked.Headers["Authorization"]);
        Assert.Contains("\"model\":\"big\"", asked.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("adapter", asked.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_before_the_first_word_is_tried_again()
    {
        await using Listener server = await Listener.StartAsync((context, call) => call < 3 ? FailAsync(context, 503) : AnswerAsync(context, "Yes."));
        using RemoteGenerator generator = Of(server, declaration => declaration with { Retries = 2 });

        Assert.Equal("Yes.", await AskAsync(generator));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again_and_the_key_is_in_no_message()
    {
        await using Listener server = await Listener.StartAsync((context, _) => FailAsync(context, 401));
        using RemoteGenerator generator = Of(server, declaration => declaration with { Retries = 2, FallsBack = true });

        GeneratorUnavailableException error = await Assert.ThrowsAsync<GeneratorUnavailableException>(() => AskAsync(generator));

        Assert.Equal("The generator far does not answer: it answered 401.", error.Message);
        Assert.True(error.MayFallBack);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task One_that_hangs_is_given_up_after_its_time()
    {
        await using Listener server = await Listener.StartAsync((context, _) => HangAsync(context));
        using RemoteGenerator generator = Of(server, declaration => declaration with { Attempt = TimeSpan.FromSeconds(0.3) });

        GeneratorUnavailableException error = await Assert.ThrowsAsync<GeneratorUnavailableException>(() => AskAsync(generator));

        Assert.Contains("did not begin within 0.3 seconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_sends_headers_and_no_word_is_given_up_too()
    {
        await using Listener server = await Listener.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await HangAsync(context);
        });
        using RemoteGenerator generator = Of(server, declaration => declaration with { Attempt = TimeSpan.FromSeconds(0.5) });

        await Assert.ThrowsAsync<GeneratorUnavailableException>(() => AskAsync(generator));
    }

    [Fact]
    public async Task What_breaks_off_or_falls_silent_after_the_first_word_is_not_tried_again()
    {
        TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Listener dropping = await Listener.StartAsync(async (context, _) =>
        {
            await SayAsync(context, "One ");
            await heard.Task;
            context.Abort();
        });
        await using Listener silent = await Listener.StartAsync(async (context, _) =>
        {
            await SayAsync(context, "One ");
            await HangAsync(context);
        });
        foreach (Listener server in (Listener[])[dropping, silent])
        {
            using RemoteGenerator generator = Of(server, declaration => declaration with
            {
                Retries = 2,
                Silence = TimeSpan.FromSeconds(0.5),
                FallsBack = true,
            });
            string said = "";
            GeneratorUnavailableException error = await Assert.ThrowsAsync<GeneratorUnavailableException>(async () =>
            {
                await foreach (ChatResponseUpdate update in generator.GetStreamingResponseAsync([new(ChatRole.User, "?")], null, Stop))
                {
                    said += update.Text;
                    heard.TrySetResult();
                }
            });

            Assert.Equal("One ", said);
            Assert.False(error.MayFallBack);
            Assert.Contains("in the middle of the answer", error.Message, StringComparison.Ordinal);
            Assert.Single(server.Requests);
        }
    }

    [Fact]
    public async Task One_that_fails_again_and_again_is_left_alone_and_asked_again_later()
    {
        bool well = false;
        await using Listener server = await Listener.StartAsync((context, _) => well ? AnswerAsync(context, "Well.") : FailAsync(context, 500));
        using RemoteGenerator generator = Of(server, declaration => declaration with { Break = TimeSpan.FromSeconds(0.5) });
        for (int i = 0; i < 4; i++)
        {
            await Assert.ThrowsAsync<GeneratorUnavailableException>(() => AskAsync(generator));
        }

        GeneratorUnavailableException error = await Assert.ThrowsAsync<GeneratorUnavailableException>(() => AskAsync(generator));
        Assert.Contains("left alone", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal("open", generator.Circuit);

        well = true;
        await Task.Delay(TimeSpan.FromSeconds(0.7), Stop);
        Assert.Equal("Well.", await AskAsync(generator));
        Assert.Equal("closed", generator.Circuit);
    }

    [Fact]
    public async Task No_more_are_asked_at_once_than_declared()
    {
        using SemaphoreSlim go = new(0);
        await using Listener server = await Listener.StartAsync(async (context, _) =>
        {
            await go.WaitAsync(context.RequestAborted);
            await AnswerAsync(context, "Yes.");
        });
        using RemoteGenerator generator = Of(server, declaration => declaration with { AtOnce = 1, Attempt = TimeSpan.FromSeconds(3) });
        Task<string> first = AskAsync(generator);
        while (server.Requests.IsEmpty)
        {
            await Task.Delay(10, Stop);
        }

        Task<string> second = AskAsync(generator);
        go.Release(2);

        Assert.Equal("Yes.", await first);
        Assert.Equal("Yes.", await second);
        Assert.Equal(2, server.Requests.Count);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static RemoteGenerator Of(Listener server, Func<GeneratorDeclaration, GeneratorDeclaration>? change = null)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("assistantloop-key").FullName, "key");
        File.WriteAllText(file, Key + "\n");
        GeneratorDeclaration declaration = new()
        {
            Name = "far",
            Endpoint = new(server.Address, "/v1"),
            Model = "big",
            KeyFile = file,
            Retries = 0,
            Attempt = TimeSpan.FromSeconds(10),
        };
        return RemoteGenerator.Of(change is null ? declaration : change(declaration), TimeProvider.System);
    }

    private static async Task<string> AskAsync(RemoteGenerator generator) =>
        (await generator.GetResponseAsync([new(ChatRole.User, "?")], null, Stop)).Text;

    private static Task FailAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = new { message = $"Key {Key} is wrong", code = "x" } });
    }

    private static async Task HangAsync(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static async Task AnswerAsync(HttpContext context, params string[] pieces)
    {
        foreach (string piece in pieces)
        {
            await SayAsync(context, piece);
        }

        await context.Response.WriteAsync(
            """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"big","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n"
            + """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"big","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""" + "\n\n"
            + "data: [DONE]\n\n");
    }

    private static async Task SayAsync(HttpContext context, string piece)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }

        await context.Response.WriteAsync(
            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"big\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\""
            + piece + "\"},\"finish_reason\":null}]}\n\n");
        await context.Response.Body.FlushAsync();
    }
}
