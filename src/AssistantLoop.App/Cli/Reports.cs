namespace AssistantLoop.App.Cli;

/// <summary>Hands each report over at once, on the thread that reports.</summary>
internal sealed class Reports<T>(Action<T> act) : IProgress<T>
{
    public void Report(T value) => act(value);
}
