namespace AssistantLoop.Training.Logs;

/// <summary>
/// A TensorBoard event file: `tensorboard --logdir` on its folder draws the scalars. Each step is on disk as soon as it
/// is written, and a record that a kill has torn leaves those before it readable. Not thread-safe.
/// </summary>
public sealed class EventFile : IDisposable
{
    private const string Prefix = "events.out.tfevents.";

    private readonly FileStream _stream;
    private readonly TimeProvider _time;

    private EventFile(FileStream stream, TimeProvider time) => (_stream, _time) = (stream, time);

    /// <summary>
    /// Goes on in the folder's event file after step <paramref name="step"/>, dropping what it has of later steps; a
    /// folder without one gets a new one, named by the time in seconds since 1970 and the host.
    /// </summary>
    public static EventFile Open(string folder, long step, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        string path = Directory.GetFiles(folder, $"{Prefix}*").Order(StringComparer.Ordinal).LastOrDefault()
            ?? Path.Combine(folder, $"{Prefix}{time.GetUtcNow().ToUnixTimeSeconds()}.{Environment.MachineName}");
        FileStream stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        EventFile file = new(stream, time);
        file.CutAfter(step);
        if (stream.Length == 0) file.Append(EventMessage.Version(file.Seconds));
        return file;
    }

    /// <summary>Writes one step's scalars, which the file keeps as 32-bit floats.</summary>
    public void Write(long step, IEnumerable<KeyValuePair<string, double>> scalars) =>
        Append(EventMessage.Scalars(Seconds, step, scalars));

    public void Dispose() => _stream.Dispose();

    private double Seconds => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private void CutAfter(long step)
    {
        byte[] bytes = new byte[_stream.Length];
        _stream.ReadExactly(bytes);
        int kept = 0;
        while (RecordFrame.First(bytes.AsSpan(kept)) is { } record && EventMessage.Step(record.Bytes) <= step)
            kept += record.Length;
        _stream.SetLength(kept);
        _stream.Position = kept;
    }

    // One write of the whole record, so that only the end of the machine can tear it.
    private void Append(byte[] message)
    {
        _stream.Write(RecordFrame.Around(message));
        _stream.Flush();
    }
}
