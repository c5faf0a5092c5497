using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>The two streams of the terminal, plain where they are not one: a file or a program gets no colour codes.</summary>
internal static class Screen
{
    private const int PlainWidth = 160;

    /// <summary>Standard output: results.</summary>
    public static IAnsiConsole Out { get; } = Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>Progress bars on standard error, so that standard output stays the result.</summary>
    public static Progress Bars() => Create(Console.Error, Console.IsErrorRedirected)
        .Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (redirected)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }
}
