using AssistantLoop.Chat.Business;

namespace AssistantLoop.App.Tests.Tenancy;

/// <summary>A second business beside the sample, in a folder of its own.</summary>
internal sealed class TwoBusinesses : IDisposable
{
    public const string Second = "north-quay";

    public TwoBusinesses()
    {
        BusinessProfile sample = BusinessProfile.Load(Path.Combine(Repository.Root, "samples", "alder-finch"));
        Directory.CreateDirectory(Path.Combine(Folder, "documents"));
        File.WriteAllText(Path.Combine(Folder, "documents", "ferries.md"), "# Ferries\n\nA day ticket for the ferry costs 17 pounds.\n");
        File.WriteAllText(Path.Combine(Folder, "business.yaml"), $"""
            tenant: {Second}
            business: North Quay
            assistant: Quill
            style: formal
            prompt: answer
            documents: documents
            suite: {sample.Suite}
            gate: {sample.Gate}
            """);
        Setting = ("business", $"samples/alder-finch,{Folder}");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("assistantloop-business").FullName;

    /// <summary>The setting that serves the sample first and this one second.</summary>
    public (string Key, string Value) Setting { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
