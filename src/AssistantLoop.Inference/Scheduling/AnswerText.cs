using AssistantLoop.Inference.Sampling;
using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Inference.Scheduling;

/// <summary>Turns the ids of one answer to text: whole characters only, nothing that a stop string cuts off.</summary>
internal sealed class AnswerText(IncrementalDecoder decoder, IReadOnlyList<string> stopStrings)
{
    private readonly StopStrings _stops = new(stopStrings);

    /// <summary>True once a stop string was written.</summary>
    public bool Stopped => _stops.Stopped;

    /// <summary>The text that became certain with a token.</summary>
    public string Append(int id) => _stops.Append(decoder.Append(id));

    /// <summary>The text that was held back, when the answer ended in another way.</summary>
    public string Finish() => _stops.Append(decoder.Flush()) + _stops.Flush();
}
