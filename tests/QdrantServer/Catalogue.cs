using System.Text.Json.Nodes;

namespace QdrantServer;

/// <summary>All collections and aliases.</summary>
internal sealed class Catalogue
{
    private readonly SortedDictionary<string, Collection> _collections = new(StringComparer.Ordinal);
    private SortedDictionary<string, string> _aliases = new(StringComparer.Ordinal);

    public bool Exists(string name) => _collections.ContainsKey(name) || _aliases.ContainsKey(name);

    public Collection Find(string name) =>
        _collections.GetValueOrDefault(_aliases.GetValueOrDefault(name, name))
        ?? throw new RefusedException(404, $"Not found: Collection `{name}` doesn't exist!");

    public JsonObject ListCollections() => new()
    {
        ["collections"] = new JsonArray([.. _collections.Keys.Select(name => new JsonObject { ["name"] = name })]),
    };

    public JsonObject ListAliases() => new()
    {
        ["aliases"] = new JsonArray([.. _aliases.Select(alias =>
            new JsonObject { ["alias_name"] = alias.Key, ["collection_name"] = alias.Value })]),
    };

    public JsonNode Create(string name, JsonObject config)
    {
        if (Exists(name))
        {
            throw new RefusedException(409, $"Wrong input: Collection `{name}` already exists!");
        }

        _collections[name] = new(config);
        return true;
    }

    public JsonNode Delete(string name)
    {
        foreach (string alias in _aliases.Where(alias => alias.Value == name).Select(alias => alias.Key).ToList())
        {
            _aliases.Remove(alias);
        }

        return _collections.Remove(name);
    }

    /// <summary>All of the changes or none.</summary>
    public JsonNode ChangeAliases(JsonObject body)
    {
        SortedDictionary<string, string> changed = new(_aliases, StringComparer.Ordinal);
        foreach (JsonNode? action in body["actions"]!.AsArray())
        {
            if (action!["create_alias"] is { } create)
            {
                (string alias, string collection) = (Text(create, "alias_name"), Text(create, "collection_name"));
                if (_collections.ContainsKey(alias))
                {
                    throw new RefusedException(409, $"Wrong input: Collection `{alias}` already exists!");
                }

                changed[alias] = _collections.ContainsKey(collection)
                    ? collection
                    : throw new RefusedException(404, $"Not found: Collection `{collection}` doesn't exist!");
            }
            else if (action["delete_alias"] is { } delete && !changed.Remove(Text(delete, "alias_name")))
            {
                throw new RefusedException(404, $"Not found: Alias {Text(delete, "alias_name")} does not exists!");
            }
        }

        _aliases = changed;
        return true;
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
