using System.Text.RegularExpressions;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Library;

/// <summary>
/// The base models in a data folder, <c>{root}/{name}</c>. A model is checked whole before it is there: config, every
/// tensor, tokenizer, chat template.
/// </summary>
public sealed partial class ModelLibrary(string root)
{
    private const int Block = 1 << 20;

    /// <summary>Names of the models that are there.</summary>
    public IReadOnlyList<string> Names => !Directory.Exists(root) ? [] :
    [
        .. Directory.GetDirectories(root).Select(folder => Path.GetFileName(folder))
            .Where(name => ModelName().IsMatch(name)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Folder of a model, there or not.</summary>
    public string PathOf(string name) => ModelName().IsMatch(name)
        ? Path.Combine(root, name)
        : throw new ModelFormatException(name,
            "a model's name has letters, digits, '_' and '-', and '.' inside, 64 at most.");

    /// <summary>Checks a Hugging Face folder and copies what belongs to the model, whole or not at all.</summary>
    public string Add(
        string folder, string name, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        string target = NewPathOf(name);
        string hash = ModelCheck.Run(folder);
        WholeFolder.Write(target, temporary =>
        {
            foreach (string file in FilesOf(folder))
            {
                Copy(Path.Combine(folder, file), Path.Combine(temporary, file), progress, cancellationToken);
            }

            if (ModelCheck.Run(temporary) != hash)
            {
                throw new ModelFormatException(folder, "the folder changed while it was copied.");
            }
        });
        return target;
    }

    /// <summary>Downloads "OWNER/NAME" from a hub, checks it and adds it; a download cut short is resumed.</summary>
    public async Task<string> PullAsync(
        HubClient hub, string repository, string name, IProgress<TransferProgress> progress,
        CancellationToken cancellationToken)
    {
        string target = NewPathOf(name);
        HubModel model = await hub.DescribeAsync(repository, cancellationToken);
        string staging = Path.Combine(root, ".pull", $"{repository.Replace('/', '-')}-{model.Commit}");
        await hub.DownloadAsync(model, staging, progress, cancellationToken);
        ModelCheck.Run(staging);
        Directory.Move(staging, target);
        return target;
    }

    private string NewPathOf(string name)
    {
        string target = PathOf(name);
        Directory.CreateDirectory(root);
        return Directory.Exists(target)
            ? throw new ModelFormatException(target, "a model of this name is there already.")
            : target;
    }

    private static IEnumerable<string> FilesOf(string folder)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        return [.. ModelFiles.Small.Where(name => File.Exists(Path.Combine(folder, name))), .. model.Weights.FileNames];
    }

    private static void Copy(
        string from, string to, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        using FileStream input = File.OpenRead(from);
        using FileStream output = new(to, FileMode.CreateNew, FileAccess.Write);
        byte[] buffer = new byte[Block];
        int read;
        while ((read = input.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            output.Write(buffer, 0, read);
            progress.Report(new TransferProgress(Path.GetFileName(from), output.Length, input.Length));
        }

        output.Flush(flushToDisk: true);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]([A-Za-z0-9_.-]{0,62}[A-Za-z0-9_-])?$")]
    private static partial Regex ModelName();
}
