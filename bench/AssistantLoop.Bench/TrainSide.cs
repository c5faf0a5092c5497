using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AssistantLoop.Bench;

/// <summary>
/// One side of the training bench: a process of its own, so that what each holds in memory can be compared. It is told
/// to run steps by lines of JSON; bench/torch/reference.py says how.
/// </summary>
internal sealed class TrainSide : IDisposable
{
    private readonly Process _process;

    public TrainSide(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    /// <summary>Every step's loss so far, in nats a token.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>Runs the next steps; their tokens a second, padding not counted.</summary>
    public double Run(int steps)
    {
        JsonNode answer = Ask(new JsonObject { ["steps"] = steps });
        Losses.AddRange(answer["losses"]!.AsArray().Select(loss => loss!.GetValue<double>()));
        return answer["tokens"]!.GetValue<int>() / answer["seconds"]!.GetValue<double>();
    }

    /// <summary>The most memory that the process has held, in megabytes.</summary>
    public double Peak() => Ask(new JsonObject { ["peak"] = true })["bytes"]!.GetValue<long>() / 1e6;

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private JsonNode Ask(JsonObject command)
    {
        _process.StandardInput.WriteLine(command.ToJsonString());
        string? line = _process.StandardOutput.ReadLine();
        return line is not null && JsonNode.Parse(line) is { } answer
            ? answer
            : throw new InvalidOperationException("A side of the bench ended; what it said is above.");
    }
}
