using System.Security.Cryptography;
using System.Text.Json;
using AssistantLoop.Models;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Inference.Graphs;

/// <summary>Folders of exported files. Each appears whole, and every file is verified by its SHA-256 before use; a damaged
/// folder is made anew.</summary>
internal static class GraphCache
{
    private const string SumsFile = "sha256.json";

    // The largest export takes minutes; one that takes longer hangs.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(30);

    /// <summary>Finds a folder in the cache, or has it filled by <paramref name="export"/>; returns its path.</summary>
    /// <param name="cacheFolder">Where such folders lie.</param>
    /// <param name="name">The folder's name, which says what its files were made from.</param>
    /// <param name="export">Writes the files into the folder it is given, without folders in it.</param>
    public static string Prepare(string cacheFolder, string name, Action<string> export)
    {
        string folder = Path.Combine(Path.GetFullPath(cacheFolder), name);
        if (!IsWhole(folder))
        {
            Directory.CreateDirectory(cacheFolder);
            using FileStream turn = TakeTurn(folder + ".lock");
            if (!IsWhole(folder))
            {
                WholeFolder.Write(folder, temporary =>
                {
                    export(temporary);
                    var sums = Directory.GetFiles(temporary).Select(path => Path.GetFileName(path))
                        .ToDictionary(file => file, file => SumOf(temporary, file));
                    WholeFile.WriteText(Path.Combine(temporary, SumsFile), JsonSerializer.Serialize(sums));
                });
            }
        }

        return folder;
    }

    // A server and a worker that start together must not replace each other's export while it is being loaded.
    private static FileStream TakeTurn(string path)
    {
        long begun = Environment.TickCount64;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (Environment.TickCount64 - begun > s_patience.TotalMilliseconds)
                {
                    throw new ModelFormatException(path, $"another process has been exporting for {s_patience.TotalMinutes:0} minutes; "
                        + "end it, or choose another cache folder.");
                }

                Thread.Sleep(100);
            }
        }
    }

    private static bool IsWhole(string folder)
    {
        try
        {
            byte[] json = File.ReadAllBytes(Path.Combine(folder, SumsFile));
            return JsonSerializer.Deserialize<Dictionary<string, string>>(json) is { Count: > 0 } sums
                && sums.All(sum => SumOf(folder, Path.GetFileName(sum.Key)) == sum.Value);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return false;
        }
    }

    private static string SumOf(string folder, string file)
    {
        using FileStream stream = File.OpenRead(Path.Combine(folder, file));
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
