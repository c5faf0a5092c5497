using AssistantLoop.Chat.Files;
using AssistantLoop.Chat.Styles;

namespace AssistantLoop.Evaluation.Suites;

/// <summary>Reads one entry of a suite file: the case, and its variants after it.</summary>
internal sealed class CaseReader(string path, SuiteFile suite)
{
    /// <summary>The most variants of one kind; each costs an answer.</summary>
    private const int MostVariants = 20;

    private readonly Dictionary<string, ActionShape> _actions = ActionsOf(path, suite);

    public IEnumerable<SuiteCase> Read(SuiteFile.CaseFile entry)
    {
        CaseKind kind = KindOf(entry);
        string? question = kind == CaseKind.Bias ? entry.Template : entry.Question;
        if (string.IsNullOrWhiteSpace(question))
        {
            throw Fault(entry, $"lacks '{(kind == CaseKind.Bias ? "template" : "question")}'");
        }

        SuiteCase asked = new(entry.Id!, question, entry.Expect ?? [], entry.Cites)
        {
            Kind = kind,
            Tags = entry.Tags ?? [],
            Before = [.. (entry.Turns ?? []).Select(turn => TurnOf(entry, turn))],
            Forbid = entry.Forbid ?? [],
            Answer = entry.Answer,
            Unanswerable = entry.Unanswerable,
            Schema = entry.Schema is null ? null : ShapeOf(path, entry.Schema, $"case '{entry.Id}'"),
            Action = entry.Action,
            Actions = kind == CaseKind.Action ? AllowedBy(entry) : [],
            Style = StyleOf(entry.Style),
        };
        Check(entry, asked);
        return kind == CaseKind.Bias ? Filled(entry, asked) : [asked, .. VariantsOf(entry, asked)];
    }

    public static StyleCheck? StyleOf(SuiteFile.StyleFile? file) => file is null
        ? null
        : new(file.StartsWith, file.EndsWith)
        {
            Holds = file.Holds ?? [],
            Avoid = file.Avoid ?? [],
            MaxWords = file.MaxWords,
            MaxSentences = file.MaxSentences,
            NoExclamationMarks = file.ExclamationMarks is false,
            NoContractions = file.Contractions is false,
        };

    private void Check(SuiteFile.CaseFile entry, SuiteCase asked)
    {
        if (asked.Kind == CaseKind.Refusal != asked.Unanswerable)
        {
            throw Fault(entry, "must have both or neither of kind 'refusal' and 'unanswerable'");
        }

        if (asked.Unanswerable && suite.RefusalPhrases is not { Count: > 0 })
        {
            throw Fault(entry, "is 'unanswerable', but the suite has no 'refusal_phrases' to tell a refusal by");
        }

        if (asked.Kind is CaseKind.Fact or CaseKind.Noise or CaseKind.Sycophancy && asked.Expect.Count == 0)
        {
            throw Fault(entry, "lacks 'expect'");
        }

        if (asked.Expect.Count + asked.Forbid.Count == 0 && asked is { Unanswerable: false, Schema: null, Actions.Count: 0 })
        {
            throw Fault(entry, "measures nothing: it needs 'expect', 'forbid', 'unanswerable', 'schema' or 'action'");
        }

        if (asked.Expect.Concat(asked.Forbid).Any(string.IsNullOrWhiteSpace))
        {
            throw Fault(entry, "has an empty entry in 'expect' or 'forbid'");
        }

        if (entry.Noise is < 0 or > MostVariants || entry.Again is < 0 or > MostVariants)
        {
            throw Fault(entry, $"has 'noise' or 'again' outside 0 to {MostVariants}");
        }
    }

    private IEnumerable<SuiteCase> VariantsOf(SuiteFile.CaseFile entry, SuiteCase asked)
    {
        SuiteCase Variant(CaseVariant how, int number, string question) => asked with
        {
            Id = $"{asked.Id}/{how.ToString().ToLowerInvariant()}-{number}",
            Of = asked.Id,
            Variant = how,
            Question = question,
        };
        return
        [
            .. (entry.Paraphrases ?? []).Select((words, at) => Variant(CaseVariant.Paraphrase, at + 1, words)),
            .. Enumerable.Range(1, entry.Again).Select(times => Variant(CaseVariant.Again, times, asked.Question) with
            {
                Before = [.. asked.Before, .. Enumerable.Repeat(new CaseTurn(asked.Question, asked.Expect, asked.Forbid), times)],
            }),
            .. NoiseVariants.Of(asked.Id, asked.Question, entry.Noise, suite.Fillers ?? [])
                .Select((words, at) => Variant(CaseVariant.Noise, at + 1, words)),
        ];
    }

    private IEnumerable<SuiteCase> Filled(SuiteFile.CaseFile entry, SuiteCase asked)
    {
        const string Slot = "{value}";
        if (entry.Values is not { Count: > 1 } || !asked.Question.Contains(Slot, StringComparison.Ordinal))
        {
            throw Fault(entry, $"needs {Slot} in its 'template' and two 'values' or more");
        }

        return entry.Values.Select(value => asked with
        {
            Id = $"{asked.Id}/{value}",
            Of = asked.Id,
            Variant = CaseVariant.Pair,
            Question = asked.Question.Replace(Slot, value, StringComparison.Ordinal),
        });
    }

    private CaseKind KindOf(SuiteFile.CaseFile entry)
    {
        if (entry.Kind is null)
        {
            return entry switch
            {
                { Unanswerable: true } => CaseKind.Refusal,
                { Template: not null } => CaseKind.Bias,
                { Schema: not null } => CaseKind.Json,
                { Action: not null } or { Actions: not null } => CaseKind.Action,
                { Turns: not null } => CaseKind.FollowUp,
                _ => CaseKind.Fact,
            };
        }

        return Enum.TryParse(entry.Kind.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out CaseKind kind)
            && !char.IsDigit(entry.Kind[0])
            ? kind
            : throw Fault(entry, $"has the unknown kind '{entry.Kind}'");
    }

    private IReadOnlyList<ActionShape> AllowedBy(SuiteFile.CaseFile entry)
    {
        IEnumerable<string> names = entry.Actions ?? [.. _actions.Keys];
        return [.. names.Append(entry.Action).OfType<string>().Distinct().Select(name => _actions.GetValueOrDefault(name)
            ?? throw Fault(entry, $"names the action '{name}', which the suite's 'actions' do not declare"))];
    }

    private CaseTurn TurnOf(SuiteFile.CaseFile entry, SuiteFile.TurnFile turn) => string.IsNullOrWhiteSpace(turn.Ask)
        ? throw Fault(entry, "has a turn without 'ask'")
        : new(turn.Ask, turn.Expect ?? [], turn.Forbid ?? []);

    private static Dictionary<string, ActionShape> ActionsOf(string path, SuiteFile suite)
    {
        Dictionary<string, ActionShape> actions = [];
        foreach (SuiteFile.ActionFile action in suite.Actions ?? [])
        {
            JsonShape? shape = action.Arguments is null ? null : ShapeOf(path, action.Arguments, $"action '{action.Name}'");
            if (string.IsNullOrWhiteSpace(action.Name) || !actions.TryAdd(action.Name, new(action.Name, shape)))
            {
                throw new ContentFileException(path, $"an action has no 'name', or one used before: '{action.Name}'");
            }
        }

        return actions;
    }

    private static JsonShape ShapeOf(string path, string json, string where)
    {
        try
        {
            return JsonShape.Parse(json);
        }
        catch (FormatException error)
        {
            throw new ContentFileException(path, $"{where}: {error.Message}");
        }
    }

    private ContentFileException Fault(SuiteFile.CaseFile entry, string problem) => new(path, $"case '{entry.Id}' {problem}");
}
