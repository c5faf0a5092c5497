using System.Net;
using System.Net.Http.Headers;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Library;

/// <summary>One file on its way: written to ".part", resumed by Range, checked, then renamed.</summary>
internal sealed class HubDownload(HttpClient http, Uri address, HubFile file, string target)
{
    private readonly string _part = target + ".part";
    private string? _hash = file.Sha256;

    public async Task RunAsync(IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        if (File.Exists(target))
        {
            return;
        }

        // A connection that broke is tried again as long as each try brings the file further.
        long before;
        do
        {
            before = Length();
        }
        while (!await TryAsync(progress, cancellationToken) && Length() > before);

        Check();
        File.Move(_part, target);
    }

    /// <summary>Sends a request; what does not succeed becomes a <see cref="ModelFormatException"/>.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient http, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string where = request.RequestUri?.ToString() ?? "";
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new ModelFormatException(where, $"the hub does not answer: {error.Message}", error);
        }
        catch (TaskCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelFormatException(where, "the hub does not answer in time.", error);
        }

        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return response;
        }

        using (response)
        {
            throw new ModelFormatException(where, response.StatusCode switch
            {
                HttpStatusCode.NotFound => "not found: no such model or file.",
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                    "access denied: the model does not exist, is private, or its terms must be accepted first.",
                _ => $"the hub answered {(int)response.StatusCode}.",
            });
        }
    }

    private async Task<bool> TryAsync(IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        long start = Length();
        if (file.Size is long size && start >= size)
        {
            return true;
        }

        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.Range = start > 0 ? new RangeHeaderValue(start, null) : null;
        using HttpResponseMessage response = await SendAsync(http, request, cancellationToken);
        _hash ??= HashOf(response);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return true;
        }

        bool resumes = response.StatusCode == HttpStatusCode.PartialContent
            && response.Content.Headers.ContentRange?.From == start;
        await using FileStream output = new(_part, resumes ? FileMode.Append : FileMode.Create, FileAccess.Write);
        long? total = file.Size ?? (response.Content.Headers.ContentLength + (resumes ? start : 0));
        try
        {
            await CopyAsync(response, output, total, progress, cancellationToken);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            // The disk's own errors must be told; a cut connection is resumed.
            return error is HttpIOException or HttpRequestException ? false
                : throw new ModelFormatException(_part, $"cannot be written: {error.Message}", error);
        }

        output.Flush(flushToDisk: true);
        return total is null || output.Length >= total;
    }

    private async Task CopyAsync(
        HttpResponseMessage response, FileStream output, long? total, IProgress<TransferProgress> progress,
        CancellationToken cancellationToken)
    {
        await using Stream input = await response.Content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = await input.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            progress.Report(new TransferProgress(file.Name, output.Position, total));
        }
    }

    private void Check()
    {
        if (file.Size is long size && Length() != size)
        {
            long found = Length();
            if (found > size)
            {
                File.Delete(_part);
            }

            throw new ModelFormatException(address.ToString(),
                $"{found} of {size} bytes arrived; run the command again to go on.");
        }

        if (_hash is not null && File.Exists(_part) && ContentHash.OfFile(_part) is string actual && actual != _hash)
        {
            File.Delete(_part);
            throw new ModelFormatException(address.ToString(),
                $"the file's SHA-256 is {actual}; the hub says {_hash}.");
        }
    }

    private long Length() => File.Exists(_part) ? new FileInfo(_part).Length : 0;

    // Large files carry their SHA-256 as (linked) etag; small ones a git hash of 40 digits, which is not checked.
    private static string? HashOf(HttpResponseMessage response)
    {
        string? tag = response.Headers.TryGetValues("X-Linked-Etag", out IEnumerable<string>? linked)
            ? linked.First()
            : response.Headers.ETag?.Tag;
        string? hash = tag?.Trim('"').ToLowerInvariant();
        return hash?.Length == 64 && hash.All(char.IsAsciiHexDigitLower) ? hash : null;
    }
}
