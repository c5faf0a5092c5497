using System.Text.Json;
using System.Text.RegularExpressions;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Models.Library;

/// <summary>
/// Downloads models over the Hugging Face hub's HTTP API. Whatever goes wrong on the way is a
/// <see cref="ModelFormatException"/> that names the address. The caller owns the HttpClient (token, proxy, timeouts).
/// </summary>
public sealed partial class HubClient(HttpClient http, Uri endpoint)
{
    public static readonly Uri DefaultEndpoint = new("https://huggingface.co/");

    /// <summary>Asks what files a repository "OWNER/NAME" has.</summary>
    public async Task<HubModel> DescribeAsync(string repository, CancellationToken cancellationToken)
    {
        if (!RepositoryName().IsMatch(repository))
        {
            throw new ModelFormatException(repository, "a model on the hub is named OWNER/NAME.");
        }

        Uri address = Address($"api/models/{repository}?blobs=true");
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        using HttpResponseMessage response = await HubDownload.SendAsync(http, request, cancellationToken);
        byte[] json = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        JsonFields fields = JsonFields.Parse(address.ToString(), json);
        string commit = fields.Text("sha");
        return CommitName().IsMatch(commit) && fields.Find("siblings") is { ValueKind: JsonValueKind.Array } siblings
            ? new HubModel(repository, commit, [.. siblings.EnumerateArray().Select(file => ReadFile(address, file))])
            : throw new ModelFormatException(address.ToString(), "the answer names no commit or no files.");
    }

    /// <summary>
    /// Downloads what a model folder needs into <paramref name="folder"/>. A file cut short before is resumed from its
    /// ".part"; sizes and hashes are checked, and a file has its name only when it is whole.
    /// </summary>
    public async Task DownloadAsync(
        HubModel model, string folder, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (HubFile file in ModelFiles.Small.Select(model.Find).OfType<HubFile>())
        {
            await DownloadAsync(model, file, folder, progress, cancellationToken);
        }

        foreach (string name in WeightFiles(model, folder))
        {
            HubFile file = model.Find(name)
                ?? throw new ModelFormatException(Address(model.Repository).ToString(),
                    $"the repository has no file {name}.");
            await DownloadAsync(model, file, folder, progress, cancellationToken);
        }
    }

    private async Task DownloadAsync(
        HubModel model, HubFile file, string folder, IProgress<TransferProgress> progress,
        CancellationToken cancellationToken)
    {
        Uri address = Address($"{model.Repository}/resolve/{model.Commit}/{Uri.EscapeDataString(file.Name)}");
        HubDownload download = new(http, address, file, Path.Combine(folder, file.Name));
        await download.RunAsync(progress, cancellationToken);
    }

    private static IReadOnlyList<string> WeightFiles(HubModel model, string folder) =>
        model.Find(ModelWeights.SingleFile) is not null ? [ModelWeights.SingleFile]
        : model.Find(ModelWeights.IndexFile) is not null
            ? ModelWeights.ShardsOf(Path.Combine(folder, ModelWeights.IndexFile))
        : throw new ModelFormatException(model.Repository, "the repository has no safetensors weights.");

    private static HubFile ReadFile(Uri address, JsonElement sibling)
    {
        if (sibling.ValueKind != JsonValueKind.Object)
        {
            throw new ModelFormatException(address.ToString(), "`siblings` must be a list of objects.");
        }

        JsonFields fields = new(address.ToString(), sibling, "siblings[].");
        string? hash = fields.Object("lfs")?.OptionalText("sha256");
        long? size = fields.Find("size") is { ValueKind: JsonValueKind.Number } number
            && number.TryGetInt64(out long bytes) ? bytes : null;
        return new HubFile(fields.Text("rfilename"), size, hash?.ToLowerInvariant());
    }

    private Uri Address(string relative) => new(endpoint.ToString().TrimEnd('/') + "/" + relative);

    [GeneratedRegex(@"^[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}$", RegexOptions.ECMAScript)]
    private static partial Regex RepositoryName();

    [GeneratedRegex("^[0-9a-f]{7,64}$")]
    private static partial Regex CommitName();
}
