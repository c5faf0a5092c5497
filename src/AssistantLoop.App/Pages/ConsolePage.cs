using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace AssistantLoop.App.Pages;

/// <summary>
/// The console's page. Its policy lets in this server's scripts alone, and of styles this server's and those elements that
/// carry the nonce of the very page: the component library writes its variables so.
/// </summary>
public sealed class ConsolePage(RequestDelegate next, IFileProvider files)
{
    private const string Page = "console/index.html";
    private const string NonceMark = """<meta name="csp-nonce" content="">""";

    /// <summary>Answers requests for the page; all others go on.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is not ("/console/" or "/console/index.html")
            || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
        {
            await next(context);
            return;
        }

        using StreamReader file = new(files.GetFileInfo(Page).CreateReadStream());
        string text = await file.ReadToEndAsync(context.RequestAborted);
        string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PolicyOf(nonce);
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        await Results
            .Text(text.Replace(NonceMark, $"""<meta name="csp-nonce" content="{nonce}">""", StringComparison.Ordinal), "text/html; charset=utf-8")
            .ExecuteAsync(context);
    }

    private static string PolicyOf(string nonce) =>
        $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; connect-src 'self'; "
        + "frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}
