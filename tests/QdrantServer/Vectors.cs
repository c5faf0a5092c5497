using System.Text.Json.Nodes;

namespace QdrantServer;

/// <summary>Vectors as Qdrant checks and compares them.</summary>
internal static class Vectors
{
    /// <exception cref="RefusedException">The collection has no such vector, or one of another shape.</exception>
    public static void Check(JsonObject config, string name, JsonNode vector)
    {
        if (vector is JsonArray dense)
        {
            Dense(config, name, dense);
            return;
        }

        if (config["sparse_vectors"]?[name] is null)
        {
            throw Unknown(name);
        }

        JsonArray indices = vector["indices"]!.AsArray();
        if (indices.Count != vector["values"]!.AsArray().Count)
        {
            throw new RefusedException(422, "Validation error in JSON body: [must be the same length as values]");
        }

        if (indices.Select(index => index!.GetValue<uint>()).Distinct().Count() != indices.Count)
        {
            throw new RefusedException(422, "Validation error in JSON body: [must be unique]");
        }
    }

    /// <exception cref="RefusedException">The collection has no such vector, or one of other dimensions.</exception>
    public static double[] Dense(JsonObject config, string name, JsonArray vector)
    {
        int size = (config["vectors"]?[name] ?? throw Unknown(name))["size"]!.GetValue<int>();
        return vector.Count == size
            ? [.. vector.Select(value => value!.GetValue<double>())]
            : throw new RefusedException(
                400, $"Wrong input: Vector dimension error: expected dim: {size}, got {vector.Count}");
    }

    public static Func<Point, double?> Cosine(double[] query, string name) => point =>
    {
        if (point.Vectors[name] is not JsonArray stored)
        {
            return null;
        }

        double[] vector = [.. stored.Select(value => value!.GetValue<double>())];
        double lengths = Math.Sqrt(vector.Sum(value => value * value)) * Math.Sqrt(query.Sum(value => value * value));
        return lengths == 0 ? 0 : vector.Zip(query, (a, b) => a * b).Sum() / lengths;
    };

    /// <summary>
    /// The dot product of the values at shared indices; with the modifier idf, each of the query's is first multiplied
    /// by ln(1 + (N - n + 0.5) / (n + 0.5)) for n of N points that have its index.
    /// </summary>
    public static Func<Point, double?> Sparse(JsonObject config, string name, JsonObject query, IEnumerable<Point> all)
    {
        Check(config, name, query);
        List<Dictionary<uint, double>> stored = [.. all.Select(point => Read(point.Vectors[name]))];
        bool idf = config["sparse_vectors"]![name]!["modifier"]?.GetValue<string>() == "idf";
        Dictionary<uint, double> weights = Read(query).ToDictionary(
            term => term.Key,
            term => term.Value * (idf ? Idf(stored.Count, stored.Count(vector => vector.ContainsKey(term.Key))) : 1));
        return point =>
        {
            Dictionary<uint, double> vector = Read(point.Vectors[name]);
            List<double> products =
                [.. weights.Where(term => vector.ContainsKey(term.Key)).Select(term => term.Value * vector[term.Key])];
            return products.Count == 0 ? null : products.Sum();
        };
    }

    private static double Idf(int points, int having) => Math.Log(1 + ((points - having + 0.5) / (having + 0.5)));

    private static Dictionary<uint, double> Read(JsonNode? sparse) => sparse is null
        ? []
        : sparse["indices"]!.AsArray().Zip(sparse["values"]!.AsArray())
            .ToDictionary(pair => pair.First!.GetValue<uint>(), pair => pair.Second!.GetValue<double>());

    private static RefusedException Unknown(string name) =>
        new(400, $"Wrong input: Not existing vector name error: {name}");
}
