using System.Globalization;

namespace AssistantLoop.Learning.Review;

/// <summary>Which answers of the queue to list; null asks for all.</summary>
public sealed record ReviewFilter
{
    /// <summary>Only those with this label.</summary>
    public string? Label { get; init; }

    /// <summary>Only those that are there for a reason that holds this text.</summary>
    public string? Reason { get; init; }

    /// <summary>Only those of this version.</summary>
    public Guid? VersionId { get; init; }

    /// <summary>Only this agent's.</summary>
    public string? Assignee { get; init; }

    /// <summary>The place of the last answer of the page before.</summary>
    public ReviewPlace? After { get; init; }

    /// <summary>The most answers to list.</summary>
    public required int Limit { get; init; }
}

/// <summary>A place in the queue, which stays where it is when answers come and go.</summary>
public readonly record struct ReviewPlace(double Priority, Guid MessageId)
{
    /// <summary>Writes it so that <see cref="Parse"/> gives the same place back.</summary>
    public override string ToString() => $"{Priority.ToString("R", CultureInfo.InvariantCulture)}_{MessageId}";

    /// <summary>Reads a place.</summary>
    /// <returns>Null where the text is none.</returns>
    public static ReviewPlace? Parse(string text) =>
        text.Split('_') is [var priority, var id]
        && double.TryParse(priority, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && Guid.TryParse(id, out Guid message)
            ? new(value, message)
            : null;

    /// <summary>Whether it comes after another: a lower priority or, at the same, an older answer.</summary>
    public bool IsBehind(ReviewPlace other) => Priority < other.Priority
        || (Priority == other.Priority && string.CompareOrdinal(MessageId.ToString(), other.MessageId.ToString()) < 0);
}
