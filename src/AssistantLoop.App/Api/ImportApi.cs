using System.Security.Claims;
using AssistantLoop.App.Security;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Importing;
using AssistantLoop.Storage.Importing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AssistantLoop.App.Api;

/// <summary>Importing files, listing imports and taking one back.</summary>
public static class ImportApi
{
    /// <summary>The largest request, in bytes; larger files are imported on the command line.</summary>
    public const long MostBytes = 64L << 20;

    private const int MaxRows = 200;
    private const int MostNameLength = 200;

    /// <summary>Maps /api/imports.</summary>
    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/imports", ImportAsync).WithMetadata(new SizeLimit(MostBytes));
        routes.MapGet("/api/imports", async (
            ImportStore imports, BusinessProfile profile, int? limit, CancellationToken cancellationToken) =>
            (await imports.ListAsync(profile.Tenant, Math.Clamp(limit ?? 50, 1, MaxRows), cancellationToken)).Select(ImportView.Of));
        routes.MapDelete("/api/imports/{id:guid}", async (
            Guid id, ClaimsPrincipal caller, ImportStore imports, BusinessProfile profile, CancellationToken cancellationToken) =>
            ImportView.Of(await imports.UndoAsync(profile.Tenant, id, caller.Actor, cancellationToken)));
    }

    private static async Task<IResult> ImportAsync(
        HttpRequest request,
        ClaimsPrincipal caller,
        FileImport import,
        BusinessProfile profile,
        AppSettings settings,
        string? name,
        bool? dryRun,
        CancellationToken cancellationToken)
    {
        MediaTypeHeaderValue type = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? given)
            ? given
            : throw Unsupported(request.ContentType);
        List<ImportResult> results = [];
        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 100 } value
                ? value
                : throw new BadHttpRequestException("The multipart body has no boundary.");
            MultipartReader parts = new(boundary, request.Body);
            while (await NextAsync(parts, cancellationToken) is { } part)
            {
                if (part.AsFileSection() is { FileStream: { } body } file)
                {
                    results.Add(await RunAsync(file.FileName, body, FormatOf(part.ContentType)));
                }
            }
        }
        else
        {
            results.Add(await RunAsync(name ?? "request", request.Body, FormatOf(type.MediaType.Value) ?? throw Unsupported(request.ContentType)));
        }

        return results.Count > 0
            ? Results.Ok(results)
            : throw new BadHttpRequestException("The multipart body holds no file.");

        async Task<ImportResult> RunAsync(string fileName, Stream body, ImportFormat? format)
        {
            await using FileStream spooled = await SpoolAsync(settings.Data, body, cancellationToken);
            return await import.RunAsync(
                profile.Tenant, NameOf(fileName), spooled, format ?? ImportFormat.FromContent, caller.Actor, dryRun ?? false,
                progress: null, cancellationToken);
        }
    }

    // The file is read twice, for its hash and for its rows. It has no name as soon as it is open, so that nothing of it is
    // left where the process dies.
    private static async Task<FileStream> SpoolAsync(string dataFolder, Stream body, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(dataFolder);
        FileStream file = new(
            Path.Combine(dataFolder, $".upload-{Path.GetRandomFileName()}"),
            FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(file.Name);
            }

            await body.CopyToAsync(file, cancellationToken);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader parts, CancellationToken cancellationToken)
    {
        try
        {
            return await parts.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The multipart body is malformed.", error);
        }
    }

    private static ImportFormat? FormatOf(string? mediaType) => mediaType?.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "application/jsonl" or "application/x-ndjson" or "application/x-jsonlines" or "application/json" => ImportFormat.JsonLines,
        "text/csv" or "text/tab-separated-values" => ImportFormat.Csv,
        "text/plain" or "application/octet-stream" => ImportFormat.FromContent,
        _ => null,
    };

    private static BadHttpRequestException Unsupported(string? type) => new(
        $"The content type must be application/jsonl, text/csv, text/plain or multipart/form-data; given: {type}",
        StatusCodes.Status415UnsupportedMediaType);

    private static string NameOf(string given)
    {
        string name = Path.GetFileName(given.Replace('\\', '/'));
        return name.Length == 0 ? "request" : name[..Math.Min(name.Length, MostNameLength)];
    }

    private sealed record SizeLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
