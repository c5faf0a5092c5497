using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>Progress bars on standard error, so that standard output stays the result.</summary>
internal static class Bars
{
    public static Progress Create() => AnsiConsole
        .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
        .Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
}

/// <summary>Hands each report over at once, on the thread that reports.</summary>
internal sealed class Reports<T>(Action<T> act) : IProgress<T>
{
    public void Report(T value) => act(value);
}
