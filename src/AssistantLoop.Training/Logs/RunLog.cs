using System.Text.Json;
using System.Text.Json.Serialization;

namespace AssistantLoop.Training.Logs;

/// <summary>
/// How a run is watched: log.jsonl with one line a step, and the same scalars for TensorBoard, in one folder. Both are
/// written through at each step. Not thread-safe.
/// </summary>
public sealed class RunLog : IDisposable
{
    public const string FileName = "log.jsonl";

    private readonly FileStream _lines;
    private readonly EventFile _events;
    private long _lastStep;

    /// <summary>
    /// Opens a folder's log to go on after step <paramref name="lastStep"/>, 0 for a run from its start: what it holds
    /// of later steps, and a line torn by a kill, is dropped, for these steps come again.
    /// </summary>
    public RunLog(string folder, long lastStep, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        _lastStep = lastStep;
        _lines = new FileStream(
            Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        _lines.SetLength(KeptLength(_lines, lastStep));
        _lines.Seek(0, SeekOrigin.End);
        _events = EventFile.Open(folder, lastStep, time);
    }

    /// <exception cref="ArgumentOutOfRangeException">The step is not after the one before.</exception>
    public void Write(LogLine line)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(line.Step, _lastStep, nameof(line));
        _lastStep = line.Step;
        _lines.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, LogJson.Default.LogLine), (byte)'\n']);
        _lines.Flush();
        _events.Write(line.Step, line.Scalars());
    }

    public void Dispose()
    {
        _lines.Dispose();
        _events.Dispose();
    }

    private static long KeptLength(FileStream lines, long lastStep)
    {
        byte[] bytes = new byte[lines.Length];
        lines.ReadExactly(bytes);
        int kept = 0;
        while (Array.IndexOf(bytes, (byte)'\n', kept) is >= 0 and int end
            && StepOf(bytes.AsSpan(kept, end - kept)) <= lastStep)
            kept = end + 1;
        return kept;
    }

    // Null where the line is damaged.
    private static long? StepOf(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LogJson.Default.LogLine)?.Step;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LogLine))]
internal sealed partial class LogJson : JsonSerializerContext;
