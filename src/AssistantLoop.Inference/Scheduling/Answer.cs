using System.Threading.Channels;
using AssistantLoop.Inference.Adapters;
using AssistantLoop.Inference.Cache;
using AssistantLoop.Inference.Constraints;
using AssistantLoop.Inference.Sampling;

namespace AssistantLoop.Inference.Scheduling;

/// <summary>One answer in work: what was asked, how far it is, and the channel to its reader. The engine's thread
/// alone changes it; readers see only the channel and <see cref="Abandon"/>.</summary>
internal sealed class Answer
{
    private readonly Channel<GeneratedToken> _output;
    private readonly TokenSampler _sampler;
    private readonly JsonConstraint? _constraint;
    private readonly AnswerText? _text;
    private readonly IReadOnlyCollection<int> _endTokens;
    private readonly int _maxTokens;
    private readonly CancellationToken _cancellation;
    private volatile bool _abandoned;
    private int _generated;

    /// <param name="request">What was asked; already validated.</param>
    /// <param name="adapter">The adapter that answers, or null.</param>
    /// <param name="text">Turns ids to text; null for a request of ids only.</param>
    /// <param name="endTokens">Ids that end the answer.</param>
    /// <param name="maxTokens">The most tokens there is room for.</param>
    /// <param name="constraint">What the answer is held to, or null.</param>
    /// <param name="cancellation">Ends the answer early.</param>
    public Answer(
        GenerationRequest request, LoadedAdapter? adapter, AnswerText? text, IReadOnlyCollection<int> endTokens,
        int maxTokens, JsonConstraint? constraint, CancellationToken cancellation)
    {
        Prompt = [.. request.Prompt];
        (Tenant, Weight) = (request.Tenant, request.Weight);
        Adapter = adapter;
        _text = text;
        _endTokens = endTokens;
        _maxTokens = maxTokens;
        _cancellation = cancellation;
        _constraint = constraint;
        _sampler = new TokenSampler(request.Sampling, request.Prompt, constraint);
        // Room for every token there can be: the engine never waits for a slow reader.
        _output = Channel.CreateBounded<GeneratedToken>(
            new BoundedChannelOptions(maxTokens) { SingleReader = true, SingleWriter = true });
    }

    /// <summary>The prompt's tokens.</summary>
    public int[] Prompt { get; }

    /// <summary>Who the answer is for; tenants share the engine fairly.</summary>
    public string Tenant { get; }

    /// <summary>What the tenant's tokens are divided by when shares are compared.</summary>
    public double Weight { get; }

    /// <summary>The adapter that answers, or null.</summary>
    public LoadedAdapter? Adapter { get; }

    /// <summary>Names of the prompt's whole pages, for the prefix cache; none where it is off.</summary>
    public IReadOnlyList<PrefixKey> Prefixes { get; init; } = [];

    /// <summary>True where a token's bits do not depend on how the prompt is cut into steps.</summary>
    public bool CutAnywhere { get; init; } = true;

    /// <summary>Guesses what comes next; null where that is off.</summary>
    public PromptLookup? Lookup { get; init; }

    /// <summary>The tokens as they are chosen.</summary>
    public ChannelReader<GeneratedToken> Output => _output.Reader;

    /// <summary>Tokens whose keys and values are in the slot.</summary>
    public int Cached { get; set; }

    /// <summary>The token chosen last, input of the next step.</summary>
    public int Last { get; private set; }

    /// <summary>When the answer was asked for, a <see cref="TimeProvider"/> timestamp.</summary>
    public long Asked { get; set; }

    /// <summary>When it got its slot.</summary>
    public long Started { get; set; }

    /// <summary>When its last token was chosen; 0 before the first.</summary>
    public long LastToken { get; set; }

    /// <summary>True when nobody waits for the answer any more.</summary>
    public bool IsAbandoned => _abandoned || _cancellation.IsCancellationRequested;

    /// <summary>The reader went away.</summary>
    public void Abandon() => _abandoned = true;

    /// <summary>Ends the answer with an error.</summary>
    public void Fail(Exception exception) => _output.Writer.TryComplete(exception);

    /// <summary>The tokens that may come next, or null where there is no guess or no room for one.</summary>
    public int[]? Guess() =>
        Lookup?.Guess() is { } guess && guess.Length < _maxTokens - _generated ? guess : null;

    /// <summary>Chooses the next token and hands it to the reader.</summary>
    /// <param name="logits">Logits of the position before it; overwritten.</param>
    /// <returns>True when the answer is complete.</returns>
    public bool Choose(Span<float> logits)
    {
        GeneratedToken chosen = _sampler.Next(logits, _maxTokens - _generated - 1);
        Last = chosen.Id;
        Lookup?.Add(Last);
        _generated++;
        GenerationEnd? end = null;
        string text = "";
        if (_endTokens.Contains(Last))
        {
            end = GenerationEnd.EndToken;
        }
        else
        {
            text = _text?.Append(Last) ?? "";
            _constraint?.Accept(Last);
            end = _text is { Stopped: true } ? GenerationEnd.StopString
                : _constraint is { IsComplete: true } ? GenerationEnd.Document
                : _generated == _maxTokens ? GenerationEnd.Length
                : null;
        }

        if (end is GenerationEnd.EndToken or GenerationEnd.Length or GenerationEnd.Document && _text is not null)
        {
            text += _text.Finish();
            end = _text.Stopped ? GenerationEnd.StopString : end;
        }

        _output.Writer.TryWrite(chosen with { Text = text, End = end });
        return end is not null && _output.Writer.TryComplete();
    }
}
