using System.Globalization;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.Storage.Usage;

/// <summary>Counts answers and tokens a day, within a caller's transaction.</summary>
internal static class UsageRows
{
    public static Task AddAsync(Session session, string tenant, Guid? versionId, AnswerUsage? usage) =>
        session.ExecuteAsync("""
            INSERT INTO usage_days (tenant, day, version_id, answers, prompt_tokens, answer_tokens)
            VALUES (@tenant, @day, @version, 1, @prompt, @answer)
            ON CONFLICT (tenant, day, version_id) DO UPDATE SET answers = answers + 1,
                prompt_tokens = prompt_tokens + excluded.prompt_tokens, answer_tokens = answer_tokens + excluded.answer_tokens
            """,
            new
            {
                tenant,
                day = Day(session.Now),
                version = versionId?.ToString() ?? "",
                prompt = usage?.PromptTokens ?? 0,
                answer = usage?.AnswerTokens ?? 0,
            });

    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
