using AssistantLoop.Chat.Prompts;
using AssistantLoop.Models;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Prompts;

namespace AssistantLoop.Bench;

/// <summary>What the engine had to do for one answer.</summary>
internal sealed record ServedAnswer(int[] Prompt, int Tokens);

/// <summary>Counts a server's tokens from what it keeps: the prompts that its model saw and the whole answers.</summary>
internal sealed class ServedTokens : IDisposable
{
    private const string Tenant = "alder-finch";

    private readonly Database _database;
    private readonly ConversationStore _conversations;
    private readonly PromptStore _prompts;
    private readonly ModelFolder _model;
    private readonly ChatEncoder _encoder;

    private ServedTokens(Database database, ModelFolder model)
    {
        (_database, _model) = (database, model);
        (_conversations, _prompts) = (new(database, "bench"), new(database));
        _encoder = new(model.Template, model.Tokenizer);
    }

    public static async Task<ServedTokens> OpenAsync(string data, ModelFolder model, CancellationToken cancellationToken) =>
        new(await Database.OpenAsync(data, TimeProvider.System, cancellationToken), model);

    public async Task<ServedAnswer[][]> ReadAsync(Guid[][] answers, CancellationToken cancellationToken)
    {
        List<ServedAnswer[]> all = [];
        foreach (Guid[] client in answers)
        {
            List<ServedAnswer> read = [];
            foreach (Guid id in client)
            {
                read.Add(await ReadAsync(id, cancellationToken));
            }

            all.Add([.. read]);
        }

        return [.. all];
    }

    public void Dispose() => _database.Dispose();

    private async Task<ServedAnswer> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        Message message = await _conversations.MessageAsync(Tenant, id, cancellationToken)
            ?? throw new InvalidOperationException($"The server has no message {id}.");
        string prompt = await _prompts.FindAsync(Tenant, message.PromptHash!, cancellationToken) ?? "";
        int[] ids = _encoder.EncodePrompt([.. PromptText.Read(prompt).Select(said => new SampleMessage(said.Role.Value, said.Text))]);
        // An answer that ended by itself took one token more to say so.
        return new(ids, _model.Tokenizer.Encode(message.Text).Length + (message.FinishReason == "stop" ? 1 : 0));
    }
}
