using System.Diagnostics;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>What the benches of retrieval run in processes of their own.</summary>
internal static class RetrievalChild
{
    /// <summary>The program's first argument for a child.</summary>
    public const string Verb = "retrieval-child";

    /// <summary>Answers one search from a folder.</summary>
    public const string Open = "open";

    /// <summary>Changes documents in a folder until it is killed.</summary>
    public const string Change = "change";

    public static Task RunAsync(string[] arguments) => arguments switch
    {
        [Open, string folder] => RetrievalIndexBench.OpenAsync(folder),
        [Change, string folder, string seed] =>
            RetrievalKillBench.ChangeAsync(folder, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"unknown: {string.Join(' ', arguments)}"),
    };

    /// <summary>Runs a child to its end, with its output on this one's.</summary>
    public static async Task StartAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using Process child = Process.Start(StartInfo(arguments))!;
        await child.WaitForExitAsync(cancellationToken);
        if (child.ExitCode != 0)
        {
            throw new InvalidOperationException($"The child {arguments[0]} ended with {child.ExitCode}.");
        }
    }

    public static ProcessStartInfo StartInfo(string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(RetrievalChild).Assembly.Location);
        }

        start.ArgumentList.Add(Verb);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
