namespace AssistantLoop.Storage.Lists;

/// <summary>A list was to be sorted by what it cannot be sorted by.</summary>
/// <param name="given">What was asked for.</param>
/// <param name="names">The fields that there are.</param>
public sealed class UnknownSortException(string given, IEnumerable<string> names)
    : Exception($"sort must be one of {string.Join(", ", names)}, with - before it for downwards; given: {given}");
