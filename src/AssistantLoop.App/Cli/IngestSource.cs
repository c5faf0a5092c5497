using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Retrieval.Ingest.Sites;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.App.Cli;

/// <summary>One source of an ingest on the command line.</summary>
internal abstract record IngestSource(string Name)
{
    public abstract Task<IngestResult> RunAsync(Session session, IProgress<IngestProgress> progress, CancellationToken cancellationToken);

    /// <summary>A folder; null is the business's own.</summary>
    internal sealed record Folder(string? Path, string? Collection) : IngestSource(System.IO.Path.GetFileName(Path?.TrimEnd('/')) ?? "Documents")
    {
        public override Task<IngestResult> RunAsync(Session session, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
        {
            BusinessProfile profile = session.Get<BusinessProfile>();
            return session.Get<FolderIngest>().RunAsync(
                profile.Tenant, Collection ?? Document.FolderCollection, Path ?? profile.Documents, progress, cancellationToken);
        }
    }

    /// <summary>Single files.</summary>
    internal sealed record Files(IReadOnlyList<string> Paths, string? Collection) : IngestSource("Files")
    {
        public override Task<IngestResult> RunAsync(Session session, IProgress<IngestProgress> progress, CancellationToken cancellationToken) =>
            session.Get<UploadIngest>().RunAsync(
                session.Get<BusinessProfile>().Tenant, Collection ?? UploadIngest.UploadCollection, Paths, progress, cancellationToken);
    }

    /// <summary>A site.</summary>
    internal sealed record Site(SiteRequest Request) : IngestSource(Request.Host)
    {
        public override Task<IngestResult> RunAsync(Session session, IProgress<IngestProgress> progress, CancellationToken cancellationToken) =>
            session.Get<SiteIngest>().RunAsync(session.Get<BusinessProfile>().Tenant, Request, progress, cancellationToken);
    }
}
