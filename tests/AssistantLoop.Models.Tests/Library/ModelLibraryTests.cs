using AssistantLoop.Models.Library;

namespace AssistantLoop.Models.Tests.Library;

public sealed class ModelLibraryTests : IDisposable
{
    private readonly TestFolder _source = new();
    private readonly TestFolder _data = new();
    private readonly List<TransferProgress> _progress = [];

    public ModelLibraryTests()
    {
        TestModel.Write(_source.Path, TestModel.Config with { VocabularySize = TestTokenizer.VocabularySize });
        TestTokenizer.Write(_source.Path);
        _source.Write("README.md", "a card");
        _source.Write("training_args.bin", "not part of the model");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ModelLibrary Library => new(_data.File("models"));

    [Fact]
    public void A_good_folder_is_copied_and_listed()
    {
        string target = Library.Add(_source.Path, "tiny", new Recorder(_progress), Cancel);
        Assert.Equal(["tiny"], Library.Names);
        Assert.Equal(target, Library.PathOf("tiny"));
        Assert.Equal(["README.md", "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"],
            Directory.GetFiles(target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using ModelFolder from = ModelFolder.Open(_source.Path);
        using ModelFolder to = ModelFolder.Open(target);
        Assert.Equal(from.Hash, to.Hash);
        Assert.Equal([2, 4], to.EndTokenIds);
        Assert.Contains(_progress, report => report.File == "model.safetensors" && report.Done == report.Total);
    }

    [Theory]
    [InlineData("config.json", "{}", "architectures")]
    [InlineData("model.safetensors", "short", "at least 8")]
    [InlineData("tokenizer_config.json", "{}", "chat_template")]
    [InlineData("tokenizer.json", "{}", "tokenizer.json")]
    [InlineData("tokenizer_config.json", """{"chat_template":"{% include 'x' %}"}""", "include")]
    [InlineData("tokenizer_config.json", """{"chat_template":"{{ raise_exception('no') }}"}""", "no")]
    public void A_bad_folder_is_refused_and_nothing_is_left(string file, string text, string cause)
    {
        _source.Write(file, text);
        ModelFormatException error = Assert.Throws<ModelFormatException>(
            () => Library.Add(_source.Path, "tiny", new Recorder(_progress), Cancel));
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_data.File("models")));
    }

    [Fact]
    public void A_tokenizer_with_more_tokens_than_the_model_is_refused()
    {
        TestModel.Write(_source.Path, TestModel.Config with { VocabularySize = 64 });
        Assert.Contains("vocab_size is 64", Assert.Throws<ModelFormatException>(
            () => Library.Add(_source.Path, "tiny", new Recorder(_progress), Cancel)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("../x")]
    [InlineData("a b")]
    [InlineData(".hidden")]
    public void A_name_that_could_leave_the_folder_is_refused(string name) => Assert.Throws<ModelFormatException>(
        () => Library.Add(_source.Path, name, new Recorder(_progress), Cancel));

    [Fact]
    public void A_name_in_use_is_refused()
    {
        Library.Add(_source.Path, "tiny", new Recorder(_progress), Cancel);
        Assert.Contains("already", Assert.Throws<ModelFormatException>(
            () => Library.Add(_source.Path, "tiny", new Recorder(_progress), Cancel)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_copy_leaves_nothing()
    {
        using CancellationTokenSource cancel = new();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => Library.Add(_source.Path, "tiny", new Recorder(_progress), cancel.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_data.File("models")));
    }

    [Fact]
    public async Task A_model_is_pulled_checked_and_listed()
    {
        using HubServer server = new();
        server.AddFolder(_source.Path);
        server.Cuts["model.safetensors"] = new Queue<int>([100, 0]);
        using HttpClient http = new();
        HubClient hub = new(http, server.Endpoint);
        await Assert.ThrowsAsync<ModelFormatException>(
            () => Library.PullAsync(hub, "acme/tiny", "tiny", new Recorder(_progress), Cancel));
        Assert.Empty(Library.Names);
        string target = await Library.PullAsync(hub, "acme/tiny", "tiny", new Recorder(_progress), Cancel);
        Assert.Equal(["tiny"], Library.Names);
        Assert.Contains("bytes=100-", server.Requests[^1], StringComparison.Ordinal);
        using ModelFolder from = ModelFolder.Open(_source.Path);
        using ModelFolder to = ModelFolder.Open(target);
        Assert.Equal(from.Hash, to.Hash);
    }

    [Fact]
    public async Task A_pulled_model_that_is_no_good_is_not_listed()
    {
        using HubServer server = new();
        (TestModel.Config with { VocabularySize = TestTokenizer.VocabularySize, LayerCount = 3 }).Save(_source.Path);
        server.AddFolder(_source.Path);
        using HttpClient http = new();
        await Assert.ThrowsAsync<ModelFormatException>(() => Library.PullAsync(
            new HubClient(http, server.Endpoint), "acme/tiny", "tiny", new Recorder(_progress), Cancel));
        Assert.Empty(Library.Names);
    }

    public void Dispose()
    {
        _source.Dispose();
        _data.Dispose();
    }
}
