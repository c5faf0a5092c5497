using System.Globalization;
using System.Text.RegularExpressions;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Evaluation.Suites;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Evaluation.Judges;

/// <summary>
/// Asks another model how good an answer is. Off unless a suite names a prompt and a client is given. A verdict that
/// cannot be read, and a judge that does not answer, count as missing: they neither help nor harm a version.
/// </summary>
internal sealed partial class CaseJudge(IChatClient client, PromptTemplate prompt, TimeProvider time)
{
    private const double LeastMark = 1;
    private const double BestMark = 5;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>The mark, 1 to 5, on a scale from 0 to 1; or null.</summary>
    public async Task<double?> MarkAsync(SuiteCase asked, string answer, CancellationToken cancellationToken)
    {
        string text = prompt.Render(new Dictionary<string, object?>
        {
            ["question"] = asked.Question,
            ["answer"] = answer,
            ["facts"] = asked.Expect,
            ["reference"] = asked.Answer ?? "",
            ["unanswerable"] = asked.Unanswerable,
        });
        using CancellationTokenSource late = new(s_patience, time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            ChatResponse verdict = await client.GetResponseAsync(text, prompt.Options(), stop.Token);
            return Read(verdict.Text);
        }
        catch (Exception error) when (error is HttpRequestException or IOException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private static double? Read(string verdict) =>
        Mark().Match(verdict) is { Success: true } found
        && double.TryParse(found.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double mark)
        && mark is >= LeastMark and <= BestMark
            ? (mark - LeastMark) / (BestMark - LeastMark)
            : null;

    [GeneratedRegex("\"score\"\\s*:\\s*(\\d+(?:\\.\\d+)?)\\s*[,}]")]
    private static partial Regex Mark();
}
