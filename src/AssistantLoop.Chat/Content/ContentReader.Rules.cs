using System.Globalization;
using AssistantLoop.Chat.Limits;
using AssistantLoop.Chat.Rules;
using YamlDotNet.RepresentationModel;

namespace AssistantLoop.Chat.Content;

/// <summary>Rules and limits.</summary>
public static partial class ContentReader
{
    private const int MaxRules = 200;
    private const int MaxLimits = 50;

    private static readonly string[] s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static List<BusinessRule> RulesOf(Section section)
    {
        HashSet<string> seen = [];
        List<BusinessRule> rules = [];
        foreach ((int number, YamlNode node) in section.Entries(MaxRules, text => new YamlMappingNode("text", text)))
        {
            RuleFile file = section.Read<RuleFile>(number, node);
            BusinessRule rule = new()
            {
                Id = file.Id is null ? string.Create(CultureInfo.InvariantCulture, $"rule-{number}") : section.Need(number, file.Id, "id", MaxWord),
                Text = section.Need(number, file.Text, "text", MaxText),
                From = Moment(section, number, file.From, "from"),
                Until = Moment(section, number, file.Until, "until"),
                When = file.When is null ? null : Condition(section, number, file.When),
                Priority = file.Priority ?? 0,
            };
            if (rule is { From: { } from, Until: { } until } && until.Local < from.Local)
            {
                throw section.Fault(number, "'until' is before 'from'");
            }

            section.Once(seen, number, rule.Id, "id");
            rules.Add(rule);
        }

        return rules;
    }

    private static LocalMoment? Moment(Section section, int number, string? text, string key) => text is null ? null
        : LocalMoment.Parse(text.Trim())
            ?? throw section.Fault(number, $"'{key}' must be a day such as 2026-12-24 or a minute such as 2026-12-24 18:00; given: {text}");

    private static RuleCondition Condition(Section section, int number, WhenFile file) => new()
    {
        QuestionAny = section.Words(number, file.Question?.Any, "any"),
        QuestionAll = section.Words(number, file.Question?.All, "all"),
        Documents = section.Words(number, file.Documents, "documents"),
        Languages = section.Words(number, file.Languages, "languages"),
        Channels = section.Words(number, file.Channels, "channels"),
        Weekdays = [.. (file.Weekdays ?? []).Select(day => Array.IndexOf(s_days, day?.ToLowerInvariant()) is >= 0 and var at
            ? (DayOfWeek)at
            : throw section.Fault(number, $"'weekdays' must be of {string.Join(", ", s_days)}; given: {day}"))],
        Hours = file.Hours is null ? null : Hours(section, number, file.Hours),
    };

    private static DayHours Hours(Section section, int number, string text)
    {
        string[] parts = text.Split('-', StringSplitOptions.TrimEntries);
        return parts.Length == 2
            && TimeOnly.TryParseExact(parts[0], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly start)
            && TimeOnly.TryParseExact(parts[1] == "24:00" ? "00:00" : parts[1], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly end)
            && start != end
                ? new(start, end)
                : throw section.Fault(number, $"'hours' must be a span such as 09:00-18:00; given: {text}");
    }

    private static List<PolicyLimit> LimitsOf(Section section)
    {
        HashSet<string> seen = [];
        List<PolicyLimit> limits = [];
        foreach ((int number, YamlNode node) in section.Entries(MaxLimits))
        {
            LimitFile file = section.Read<LimitFile>(number, node);
            LimitKind kind = Kind(section, number, file);
            bool counts = kind is LimitKind.MaxDiscountPercent or LimitKind.MaxAmount;
            decimal? most = kind == LimitKind.MaxDiscountPercent ? file.MaxDiscountPercent : file.MaxAmount;
            if (counts && most < 0)
            {
                throw section.Fault(number, "the most must be 0 or more");
            }

            PolicyLimit limit = new()
            {
                Id = section.Need(number, file.Id, "id", MaxWord),
                Text = file.Text is null ? null : section.Need(number, file.Text, "text", MaxText),
                Kind = kind,
                Most = most ?? 0,
                Phrases = section.Words(number, file.NeverPromise ?? file.Topics ?? file.Words, "words"),
            };
            if (!counts && limit.Phrases.Count == 0)
            {
                throw section.Fault(number, "the list of words is empty");
            }

            section.Once(seen, number, limit.Id, "id");
            limits.Add(limit);
        }

        return limits;
    }

    private static LimitKind Kind(Section section, int number, LimitFile file)
    {
        LimitKind[] given =
        [
            .. file.MaxDiscountPercent is null ? Array.Empty<LimitKind>() : [LimitKind.MaxDiscountPercent],
            .. file.MaxAmount is null ? Array.Empty<LimitKind>() : [LimitKind.MaxAmount],
            .. file.NeverPromise is null ? Array.Empty<LimitKind>() : [LimitKind.NeverPromise],
            .. file.Topics is null ? Array.Empty<LimitKind>() : [LimitKind.Topics],
        ];
        return given.Length == 1
            ? given[0]
            : throw section.Fault(number, "must have one of max_discount_percent, max_amount, never_promise and topics");
    }

    private sealed class RuleFile
    {
        public string? Id { get; init; }
        public string? Text { get; init; }
        public string? From { get; init; }
        public string? Until { get; init; }
        public WhenFile? When { get; init; }
        public int? Priority { get; init; }
    }

    private sealed class WhenFile
    {
        public QuestionFile? Question { get; init; }
        public List<string>? Documents { get; init; }
        public List<string>? Languages { get; init; }
        public List<string>? Channels { get; init; }
        public List<string>? Weekdays { get; init; }
        public string? Hours { get; init; }
    }

    private sealed class QuestionFile
    {
        public List<string>? Any { get; init; }
        public List<string>? All { get; init; }
    }

    private sealed class LimitFile
    {
        public string? Id { get; init; }
        public string? Text { get; init; }
        public decimal? MaxDiscountPercent { get; init; }
        public decimal? MaxAmount { get; init; }
        public List<string>? NeverPromise { get; init; }
        public List<string>? Topics { get; init; }
        public List<string>? Words { get; init; }
    }
}
