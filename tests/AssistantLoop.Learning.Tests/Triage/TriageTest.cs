using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Learning.Triage;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Retrieval.Search;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Documents;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Prompts;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Learning.Tests.Triage;

/// <summary>The examples' documents in a real index, and answers whose prompts held what an example says.</summary>
public abstract class TriageTest : LearningTest
{
    private Dictionary<string, Passage> _passages = [];

    protected TriageStore Store => new(Database);

    protected FeedbackStore Feedback => new(Database);

    protected DocumentStore Documents => new(Database);

    protected TriageAll Triage
    {
        get
        {
            EmbeddedPassageIndex index = new(Database);
            return new(Store, new TriageReplay(new PassageSearch(index), index, new BusinessProfile
            {
                Tenant = Tenant,
                Business = "Alder & Finch",
                Assistant = "Finch",
                Folder = Folder,
                Style = "warm",
                Prompt = "answer",
                Documents = Folder,
                Suite = Folder,
                Gate = Folder,
            }));
        }
    }

    protected async Task IngestAsync(IReadOnlyDictionary<string, string> documents)
    {
        string folder = Path.Combine(Folder, "documents");
        Directory.CreateDirectory(folder);
        foreach ((string name, string text) in documents)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), text, Token);
        }

        await new FolderIngest(Documents, new(Documents, new EmbeddedPassageIndex(Database))).RunAsync(Tenant, folder, new Progress<IngestProgress>(), Token);
        _passages = (await Documents.PassagesAsync(Tenant, Token)).ToDictionary(
            stored => stored.TitlePath,
            stored => new Passage(stored.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), stored.Path, stored.TitlePath, stored.Text, stored.Anchor));
    }

    /// <summary>An answer of which the prompt held these passages.</summary>
    protected async Task<Guid> AnswerAsync(string question, string answer, params string[] prompt)
    {
        ConversationStore conversations = new(Database, "server@test");
        Guid talk = (await conversations.CreateAsync(Tenant, "visitor", Token)).Id;
        Guid id = (await conversations.AskAsync(Tenant, talk, "1", question, Token)).Answer.Id;
        string hash = await new PromptStore(Database).KeepAsync(
            Tenant, PromptText.Write([new(ChatRole.System, string.Join(' ', prompt)), new(ChatRole.User, question)]), Token);
        string passages = PassageText.Write([.. prompt.Select(title => new FoundPassage(_passages[title], 1))]);
        await conversations.SetProvenanceAsync(Tenant, id, null, hash, passages, Token);
        await conversations.AppendAsync(Tenant, id, answer, Token);
        await conversations.EndAsync(Tenant, id, MessageState.Complete, "stop", Token);
        return id;
    }
}
