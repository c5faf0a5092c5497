using System.Data;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Dapper;

namespace AssistantLoop.Storage;

/// <summary>
/// How .NET values lie in columns: ids and times as text that sorts as the values do, enums as lower-case names, names
/// with values as a JSON object, vectors as little-endian floats.
/// </summary>
internal static class SqlMapping
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    static SqlMapping()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(Guid));
        SqlMapper.RemoveTypeMap(typeof(Guid?));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new GuidHandler());
        SqlMapper.AddTypeHandler(new TimeHandler());
        SqlMapper.AddTypeHandler(new NamedValuesHandler());
        SqlMapper.AddTypeHandler(new VectorHandler());
    }

    /// <summary>Makes sure that Dapper knows the mapping; the first call does the work.</summary>
    public static void Register()
    {
    }

    public static string Text(this DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string Text(this Enum value) => value.ToString().ToLowerInvariant();

    private sealed class GuidHandler : SqlMapper.TypeHandler<Guid>
    {
        public override void SetValue(IDbDataParameter parameter, Guid value) => parameter.Value = value.ToString();

        public override Guid Parse(object value) => Guid.Parse((string)value);
    }

    private sealed class TimeHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) =>
            parameter.Value = value.Text();

        public override DateTimeOffset Parse(object value) =>
            DateTimeOffset.ParseExact(
                (string)value, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    private sealed class NamedValuesHandler : SqlMapper.TypeHandler<IReadOnlyDictionary<string, string>>
    {
        public override void SetValue(IDbDataParameter parameter, IReadOnlyDictionary<string, string>? value) =>
            parameter.Value = JsonSerializer.Serialize(value);

        public override IReadOnlyDictionary<string, string> Parse(object value) =>
            JsonSerializer.Deserialize<Dictionary<string, string>>((string)value)!;
    }

    private sealed class VectorHandler : SqlMapper.TypeHandler<float[]>
    {
        public override void SetValue(IDbDataParameter parameter, float[]? value) =>
            parameter.Value = MemoryMarshal.AsBytes(value.AsSpan()).ToArray();

        public override float[] Parse(object value) => MemoryMarshal.Cast<byte, float>((byte[])value).ToArray();
    }
}
