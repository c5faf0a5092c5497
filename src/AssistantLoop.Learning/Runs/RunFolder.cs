using System.Globalization;
using System.Text.Json;
using AssistantLoop.Models.Files;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Learning.Runs;

/// <summary>
/// Where a worker keeps what a run has made so far, so that the next worker on this machine goes on from there. Each
/// lease has a folder of its own: a worker that slept through its lease and wakes writes into nobody else's.
/// </summary>
public sealed class RunFolder
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private RunFolder(string path) => Path = path;

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    /// <summary>Where training writes the adapter.</summary>
    public string Adapter => At("adapter");

    /// <summary>Where training keeps its checkpoints and its log.</summary>
    public string Training => At("training");

    /// <summary>Makes the lease's folder, with a copy of what the worker before has left whole.</summary>
    public static RunFolder Open(string root, RunLease lease)
    {
        string path = System.IO.Path.Combine(root, Name(lease.RunId, lease.Fence));
        string? before = Directory.Exists(root)
            ? Enumerable.Range(1, (int)lease.Fence - 1).Reverse()
                .Select(fence => System.IO.Path.Combine(root, Name(lease.RunId, fence))).FirstOrDefault(Directory.Exists)
            : null;
        try
        {
            WholeFolder.Write(path, fresh => Copy(before, fresh));
        }
        catch (IOException) when (before is not null)
        {
            // The worker before lives after all and removed its folder meanwhile: the run begins anew.
            WholeFolder.Write(path, _ => { });
        }

        return new(path);
    }

    /// <summary>A path in the folder.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Keeps a value, whole or not at all.</summary>
    public void Save<T>(string name, T value) =>
        WholeFile.Write(At(name), stream => JsonSerializer.Serialize(stream, value, s_json));

    /// <summary>The value that was kept, or the default where there is none.</summary>
    public T? Read<T>(string name) =>
        File.Exists(At(name)) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(At(name)), s_json) : default;

    /// <summary>Removes a lease's folder.</summary>
    public static void Remove(string root, RunLease lease) =>
        Delete(System.IO.Path.Combine(root, Name(lease.RunId, lease.Fence)));

    /// <summary>Removes the folders of all leases of a run.</summary>
    public static void RemoveAll(string root, Guid runId)
    {
        if (Directory.Exists(root))
        {
            foreach (string folder in Directory.GetDirectories(root, $"{runId:N}.*"))
            {
                Delete(folder);
            }
        }
    }

    private static string Name(Guid runId, long fence) =>
        string.Create(CultureInfo.InvariantCulture, $"{runId:N}.{fence}");

    private static void Copy(string? source, string target)
    {
        // What ends in .part or .old was being written when the worker died.
        if (source is null || source.EndsWith(".part", StringComparison.Ordinal) || source.EndsWith(".old", StringComparison.Ordinal))
        {
            return;
        }

        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(source).Where(file => !file.EndsWith(".part", StringComparison.Ordinal)))
        {
            File.Copy(file, System.IO.Path.Combine(target, System.IO.Path.GetFileName(file)));
        }

        foreach (string folder in Directory.GetDirectories(source))
        {
            Copy(folder, System.IO.Path.Combine(target, System.IO.Path.GetFileName(folder)));
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
