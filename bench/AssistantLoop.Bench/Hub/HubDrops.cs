using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace AssistantLoop.Bench.Hub;

/// <summary>Connections that are lost at random places of answers and come back, as often as asked for.</summary>
internal static class HubDrops
{
    private const int Clients = 32;
    private const int Rate = 200;

    public static async Task<int> RunAsync(HubServerProcess server, int drops)
    {
        int left = drops, done = 0, equal = 0, answers = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            Random random = new(client);
            for (int turn = 1; Interlocked.Decrement(ref left) is >= 0; turn++)
            {
                // Every fourth is lost a second time on its way.
                int times = random.Next(4) == 0 && Interlocked.Decrement(ref left) >= 0 ? 2 : 1;
                DroppedAnswer answer = new(server.Hub, client, turn, random);
                bool same = await answer.RunAsync(times);
                Interlocked.Add(ref done, times);
                Interlocked.Add(ref equal, same ? times : 0);
                Interlocked.Increment(ref answers);
            }
        })));
        Console.WriteLine($"{done} drops in {answers} answers of {Clients} clients at once: after {equal} of them the text was the same, byte for byte, no piece missing or twice");
        return equal == done ? 0 : 1;
    }

    /// <summary>One question, its answer, and what a client has of it.</summary>
    private sealed class DroppedAnswer(Uri hub, int client, int turn, Random random)
    {
        private readonly int _tokens = random.Next(20, 160);
        private readonly int _seed = (client * 10_000) + turn;
        private readonly StringBuilder _text = new();
        private string? _conversation;
        private string? _message;
        private string? _whole;
        private int _sequence;
        private bool _inOrder = true;

        public async Task<bool> RunAsync(int drops)
        {
            string expected = HubStub.Text(_tokens, _seed);
            double[] places = [.. Enumerable.Range(0, drops).Select(_ => random.NextDouble() * expected.Length).Order(), double.MaxValue];
            foreach (double place in places)
            {
                await FollowAsync(place);
            }

            return _inOrder && _text.ToString() == expected && _whole == expected;
        }

        // Until so much text is there; the connection is lost then.
        private async Task FollowAsync(double length)
        {
            await using ChatSocket socket = await ChatSocket.OpenAsync(hub, CancellationToken.None);
            await socket.StartAsync(CancellationToken.None, $"drop-{client}", _conversation);
            _conversation = socket.Conversation;
            (string method, object[] arguments) = _message is null
                ? ("Ask", new[] { socket.Question($"{turn}", HubStub.Question(_tokens, Rate, _seed)) })
                : ("Resume", new object[] { _message, _sequence });
            try
            {
                await foreach (JsonElement step in socket.StreamAsync(method, arguments, CancellationToken.None))
                {
                    Take(step);
                    if (_text.Length >= length)
                    {
                        return;
                    }
                }
            }
            catch (WebSocketException)
            {
                _inOrder = false;
            }
        }

        private void Take(JsonElement step)
        {
            string? text = step.TryGetProperty("text", out JsonElement found) ? found.GetString() : null;
            int sequence = step.GetProperty("sequence").GetInt32();
            _message = step.GetProperty("messageId").GetString();
            switch (step.GetProperty("kind").GetString())
            {
                case "text":
                    _inOrder &= sequence > _sequence;
                    _sequence = sequence;
                    _text.Append(text);
                    break;
                case "completed":
                    _inOrder &= sequence == _sequence;
                    _whole = text;
                    break;
            }
        }
    }
}
