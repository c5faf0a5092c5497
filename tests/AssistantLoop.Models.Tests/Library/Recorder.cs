using AssistantLoop.Models.Library;

namespace AssistantLoop.Models.Tests.Library;

/// <summary>Keeps what was reported, at once and in order.</summary>
internal sealed class Recorder(List<TransferProgress> reports) : IProgress<TransferProgress>
{
    public void Report(TransferProgress value) => reports.Add(value);
}
