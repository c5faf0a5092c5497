using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AssistantLoop.App.Api;

/// <summary>Uploaded documents: several in a form, or one by its name.</summary>
public static class UploadApi
{
    /// <summary>The largest request, in bytes.</summary>
    public const long MostBytes = 64L << 20;

    private const int MostFiles = 100;

    /// <summary>Maps /api/documents/uploads.</summary>
    public static void MapUploads(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/documents/uploads", UploadAsync).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        routes.MapPut("/api/documents/uploads/{name}", PutAsync).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        routes.MapDelete("/api/documents/uploads/{name}", DeleteAsync);
    }

    private static async Task<IngestResult> UploadAsync(
        HttpRequest request, UploadIngest ingest, BusinessProfile profile, CancellationToken cancellationToken)
    {
        MultipartReader parts = new(BoundaryOf(request), request.Body);
        IngestResult result = new();
        int files = 0;
        while (await NextAsync(parts, cancellationToken) is { } part)
        {
            if (part.AsFileSection() is not { FileStream: { } body } file)
            {
                continue;
            }

            if (++files > MostFiles)
            {
                throw new BadHttpRequestException($"The form holds more than {MostFiles} files; send them in several.");
            }

            result = result.Plus(await ingest.RunAsync(profile.Tenant, NameOf(file.FileName), body, cancellationToken));
        }

        return files == 0
            ? throw new BadHttpRequestException("The multipart body holds no file.")
            : result.Added + result.Changed + result.Unchanged == 0 ? DocumentApi.OrRefused(result)
            : result;
    }

    private static async Task<IngestResult> PutAsync(
        string name, HttpRequest request, UploadIngest ingest, BusinessProfile profile, CancellationToken cancellationToken) =>
        DocumentApi.OrRefused(await ingest.RunAsync(profile.Tenant, name, request.Body, cancellationToken));

    private static async Task<IResult> DeleteAsync(
        string name, UploadIngest ingest, BusinessProfile profile, CancellationToken cancellationToken)
    {
        try
        {
            return await ingest.RemoveAsync(profile.Tenant, name, cancellationToken)
                ? Results.NoContent()
                : throw new NotFoundException("upload", name, profile.Tenant);
        }
        catch (DocumentRefusedException error)
        {
            throw new BadHttpRequestException($"{name}: {error.Message}");
        }
    }

    private static string BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 100 } boundary
                ? boundary
                : throw new BadHttpRequestException("The multipart body has no boundary.")
            : throw new BadHttpRequestException(
                $"The content type must be multipart/form-data; given: {request.ContentType}", StatusCodes.Status415UnsupportedMediaType);

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

    // Browsers send a name, some programs a path.
    private static string NameOf(string given) => Path.GetFileName(given.Replace('\\', '/'));
}
