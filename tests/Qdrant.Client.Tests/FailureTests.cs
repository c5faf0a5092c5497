using System.Net;
using System.Net.Sockets;
using QdrantServer;

namespace Qdrant.Client.Tests;

public sealed class FailureTests : ClientTest
{
    [Fact]
    public async Task The_server_says_what_it_is()
    {
        Assert.Equal("qdrant - vector search engine", (await Client.HealthAsync(Token)).Title);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_and_stands_in_no_error()
    {
        using QdrantClient stranger = new(Server.Address, "a-wrong-key");
        QdrantException error = await Assert.ThrowsAsync<QdrantException>(() => stranger.HealthAsync(Token));

        Assert.Contains("401", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-wrong-key", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_says_the_server_the_request_and_the_reason()
    {
        QdrantException error = await Assert.ThrowsAsync<QdrantException>(
            () => Client.CountAsync("none", cancellationToken: Token));

        Assert.Contains(Server.Address.Authority, error.Message, StringComparison.Ordinal);
        Assert.Contains("POST /collections/none/points/count: 404", error.Message, StringComparison.Ordinal);
        Assert.Contains("`none` doesn't exist", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_reason_is_cut()
    {
        Server.Before = _ => Task.FromResult<Refusal?>(new(500, new string('x', 10_000)));
        QdrantException error = await Assert.ThrowsAsync<QdrantException>(() => Client.HealthAsync(Token));
        Assert.InRange(error.Message.Length, 500, 700);
    }

    [Fact]
    public async Task A_server_that_is_silent_is_given_up_after_the_time_out()
    {
        TaskCompletionSource never = new();
        Server.Before = async _ =>
        {
            await never.Task;
            return null;
        };
        using QdrantClient hurried = new(Server.Address, Key, TimeSpan.FromMilliseconds(50));

        QdrantException error = await Assert.ThrowsAsync<QdrantException>(() => hurried.HealthAsync(Token));
        never.SetResult();

        Assert.Contains("did not answer within 0.05 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callers_cancellation_is_a_cancellation()
    {
        CancellationToken cancelled = new(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.HealthAsync(cancelled));
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_an_error_that_names_it()
    {
        using QdrantClient lost = new(new Uri("http://127.0.0.1:1"), Key);
        QdrantException error = await Assert.ThrowsAsync<QdrantException>(() => lost.HealthAsync(Token));
        Assert.Contains("http://127.0.0.1:1 cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_Qdrant_is_told_apart()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task answer = AnswerOnceAsync(listener, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\n<p>Hi</p>");
        using QdrantClient client = new(new Uri($"http://{listener.LocalEndpoint}"), null, TimeSpan.FromSeconds(30));

        QdrantException error = await Assert.ThrowsAsync<QdrantException>(() => client.HealthAsync(Token));
        await answer;

        Assert.Contains("is not Qdrant's HTTP API", error.Message, StringComparison.Ordinal);
    }

    private static async Task AnswerOnceAsync(TcpListener listener, string reply)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Token);
        NetworkStream stream = client.GetStream();
        using StreamReader request = new(stream, leaveOpen: true);
        await request.ReadLineAsync(Token);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(reply), Token);
    }
}
