using System.Text;
using AssistantLoop.Chat.Actions;
using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Glossary;
using AssistantLoop.Chat.Limits;

namespace AssistantLoop.Chat.Turns;

/// <summary>
/// Stands between the model and the visitor while an answer streams: holds a proposed action back until it is whole, puts
/// wordings right, and lets no sentence through that breaks a limit. Where the business declares none of these, each piece
/// passes at once. Not thread-safe: one an answer.
/// </summary>
internal sealed class AnswerGuard
{
    private readonly BusinessContent _content;
    private readonly TurnContext _context;
    private readonly WordMender _mender;
    private readonly SentenceGate? _gate;
    private readonly bool _offersActions;
    private readonly List<Violation> _violations = [];
    private readonly StringBuilder _said = new();

    // A proposal is told by its first character: what begins with a brace waits for its end.
    private StringBuilder? _proposal;
    private bool _begun;

    public AnswerGuard(BusinessContent content, TurnPlan plan, TurnContext context)
    {
        _content = content;
        _context = context;
        _mender = new(plan.Wordings(content, context), _violations.Add);
        _gate = content.Limits.Count > 0 ? new() : null;
        _offersActions = plan.OffersActions;
    }

    /// <summary>What was found wrong so far.</summary>
    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>The action that the answer proposes; null for none.</summary>
    public ActionProposal? Proposal { get; private set; }

    /// <summary>Whether the answer was cut: nothing more may be said.</summary>
    public bool Cut { get; private set; }

    /// <summary>What was let through.</summary>
    public string Text => _said.ToString();

    /// <summary>Takes a piece of the model's and gives what may be said now.</summary>
    public string Add(string piece)
    {
        if (_proposal is not null)
        {
            _proposal.Append(piece);
            return "";
        }

        if (!_begun && !string.IsNullOrWhiteSpace(piece))
        {
            _begun = true;
            if (_content.Actions.Count > 0 && piece.TrimStart().StartsWith('{'))
            {
                _proposal = new(piece);
                return "";
            }
        }

        return Say(Gate(_mender.Add(piece), last: false));
    }

    /// <summary>What is left to say at the end.</summary>
    public string End()
    {
        if (_proposal is not null)
        {
            return Say(Propose(_proposal.ToString()));
        }

        string rest = Say(Gate(_mender.End(), last: true));
        return Text.AsSpan().Trim().IsEmpty && !Cut && _content.Fallbacks.Has(Fallbacks.NotFound) ? rest + Say(Fallback(Fallbacks.NotFound)) : rest;
    }

    /// <summary>Says that a limit keeps the assistant from answering, instead of all else.</summary>
    public string Refuse(PolicyLimit limit)
    {
        Cut = true;
        _violations.Add(new("limit", limit.Id, "The question is on a topic that is not answered.", Mended: true));
        return Say(Fallback(Fallbacks.OutOfScope));
    }

    private string Propose(string answer)
    {
        Proposal = ActionProposal.Read(answer, _content.Actions, out string? problem);
        if (Proposal is not null)
        {
            return Proposal.Question();
        }

        // Whom no action was offered to may have asked for JSON.
        if (!_offersActions && !answer.Contains("\"action\"", StringComparison.Ordinal))
        {
            return Gate(_mender.Add(answer) + _mender.End(), last: true);
        }

        _violations.Add(new("action", "proposal", problem ?? "the answer is no proposal", Mended: true));
        return Fallback(Fallbacks.NotFound);
    }

    private string Gate(string text, bool last)
    {
        if (_gate is null || Cut)
        {
            return Cut ? "" : text;
        }

        StringBuilder passed = new();
        IEnumerable<string> whole = _gate.Add(text);
        foreach (string sentence in last ? [.. whole, _gate.Rest()] : whole)
        {
            if (LimitCheck.Of(_content.Limits, sentence) is { } breach)
            {
                Cut = true;
                _violations.Add(breach with { Mended = true });
                return passed.Append(Fallback(Fallbacks.Limit)).ToString();
            }

            passed.Append(sentence);
        }

        return passed.ToString();
    }

    private string Fallback(string name) => _content.Fallbacks.Of(name, _context.Language);

    private string Say(string text)
    {
        _said.Append(text);
        return text;
    }
}
