using System.Globalization;

namespace AssistantLoop.Storage.Audit;

/// <summary>
/// A tenant's newest row. Noted outside of the database, it shows a chain that somebody with access to the database
/// recomputed or cut short.
/// </summary>
public sealed record AuditHead
{
    /// <summary>The row's number.</summary>
    public required long Sequence { get; init; }

    /// <summary>The row's hash, 64 lower-case hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Reads a head as <see cref="ToString"/> writes it.</summary>
    /// <returns>Null where it is none.</returns>
    public static AuditHead? Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && parts[1].Length == 64 && parts[1].All(char.IsAsciiHexDigitLower)
            ? new AuditHead { Sequence = sequence, Hash = parts[1] }
            : null;
    }

    /// <summary>"number:hash", to be noted.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence}:{Hash}");
}
