namespace AssistantLoop.Models.Library;

/// <summary>A model repository on the hub at one commit.</summary>
public sealed record HubModel(string Repository, string Commit, IReadOnlyList<HubFile> Files)
{
    public HubFile? Find(string name) => Files.FirstOrDefault(file => file.Name == name);
}
