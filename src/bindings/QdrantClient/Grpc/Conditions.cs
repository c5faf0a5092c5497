namespace Qdrant.Client.Grpc;

/// <summary>Makes conditions of filters.</summary>
public static class Conditions
{
    /// <summary>The point's id is among these.</summary>
    public static Condition HasId(IReadOnlyList<Guid> ids) =>
        new() { HasId = new() { HasId = { ids.Select(id => (PointId)id) } } };

    /// <summary>The field is this keyword, or a list that holds it.</summary>
    public static Condition MatchKeyword(string field, string keyword) =>
        new() { Field = new() { Key = field, Match = new() { Keyword = keyword } } };

    /// <summary>The field is this number, or a list that holds it.</summary>
    public static Condition Match(string field, long value) =>
        new() { Field = new() { Key = field, Match = new() { Integer = value } } };

    /// <summary>The field is one of these keywords, or a list that holds one.</summary>
    public static Condition Match(string field, IReadOnlyList<string> keywords) =>
        new() { Field = new() { Key = field, Match = new() { Keywords = new() { Strings = { keywords } } } } };

    /// <summary>The field is a number within the range, or a list that holds one.</summary>
    public static Condition Range(string field, Range range) => new() { Field = new() { Key = field, Range = range } };
}
