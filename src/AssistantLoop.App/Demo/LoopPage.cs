namespace AssistantLoop.App.Demo;

internal static class LoopPage
{
    public static string Write(IReadOnlyList<LoopRound> rounds, LoopRound shuffled) => "";
}
