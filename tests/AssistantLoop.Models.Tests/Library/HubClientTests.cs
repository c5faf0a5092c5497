using AssistantLoop.Models.Library;

namespace AssistantLoop.Models.Tests.Library;

public sealed class HubClientTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly HubServer _server = new();
    private readonly HttpClient _http = new();
    private readonly List<TransferProgress> _progress = [];

    public HubClientTests()
    {
        using TestFolder source = new();
        TestModel.Write(source.Path, TestModel.Config);
        source.Write("tokenizer_config.json", "{}");
        source.Write("pytorch_model.bin", "not wanted");
        _server.AddFolder(source.Path);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_model_needs_is_downloaded_and_nothing_else()
    {
        await DownloadAsync();
        Assert.Equal(["config.json", "model.safetensors", "tokenizer_config.json"], FileNames());
        Assert.Equal(_server.Files["model.safetensors"], File.ReadAllBytes(_folder.File("model.safetensors")));
        Assert.Equal(new TransferProgress("model.safetensors", _server.Files["model.safetensors"].Length,
            _server.Files["model.safetensors"].Length), _progress[^1]);
    }

    [Fact]
    public async Task Shards_are_read_from_the_index()
    {
        byte[] shard = _server.Files["model.safetensors"];
        _server.Files.Remove("model.safetensors");
        _server.Files["model-1.safetensors"] = shard;
        _server.Files["model.safetensors.index.json"] = """{"weight_map":{"a":"model-1.safetensors"}}"""u8.ToArray();
        await DownloadAsync();
        Assert.Contains("model-1.safetensors", FileNames());
        _server.Files["model.safetensors.index.json"] = """{"weight_map":{"a":"../../x.safetensors"}}"""u8.ToArray();
        File.Delete(_folder.File("model.safetensors.index.json"));
        Assert.Contains("../../x.safetensors", (await Assert.ThrowsAsync<ModelFormatException>(DownloadAsync)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_resumed_where_it_broke()
    {
        _server.Cuts["model.safetensors"] = new Queue<int>([1000, 500]);
        await DownloadAsync();
        Assert.Equal(_server.Files["model.safetensors"], File.ReadAllBytes(_folder.File("model.safetensors")));
        Assert.EndsWith("model.safetensors bytes=1500-", _server.Requests[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_left_by_an_earlier_run_is_resumed()
    {
        byte[] whole = _server.Files["model.safetensors"];
        File.WriteAllBytes(_folder.File("model.safetensors.part"), whole[..777]);
        await DownloadAsync();
        Assert.Equal(whole, File.ReadAllBytes(_folder.File("model.safetensors")));
        Assert.EndsWith("bytes=777-", _server.Requests[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_ranges_sends_the_whole_again()
    {
        _server.KnowsRanges = false;
        File.WriteAllBytes(_folder.File("model.safetensors.part"), new byte[777]);
        await DownloadAsync();
        Assert.Equal(_server.Files["model.safetensors"], File.ReadAllBytes(_folder.File("model.safetensors")));
    }

    [Fact]
    public async Task A_whole_part_needs_no_more_bytes_even_where_sizes_are_unknown()
    {
        _server.TellsSizes = false;
        File.WriteAllBytes(_folder.File("model.safetensors.part"), _server.Files["model.safetensors"]);
        await DownloadAsync();
        Assert.Contains("model.safetensors", FileNames());
    }

    [Fact]
    public async Task A_connection_that_gives_nothing_ends_with_an_error_and_keeps_the_part()
    {
        _server.Cuts["model.safetensors"] = new Queue<int>([1000, 0]);
        ModelFormatException error = await Assert.ThrowsAsync<ModelFormatException>(DownloadAsync);
        Assert.Contains("1000 of ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("model.safetensors", FileNames());
        await DownloadAsync();
        Assert.Contains("model.safetensors", FileNames());
    }

    [Fact]
    public async Task A_wrong_hash_is_refused_and_the_file_not_kept()
    {
        _server.WrongHashes.Add("model.safetensors");
        ModelFormatException error = await Assert.ThrowsAsync<ModelFormatException>(DownloadAsync);
        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
        Assert.Equal(["config.json", "tokenizer_config.json"], FileNames());
    }

    [Fact]
    public async Task A_damaged_part_is_found_by_its_hash_and_fetched_anew()
    {
        File.WriteAllBytes(_folder.File("model.safetensors.part"), new byte[100]);
        await Assert.ThrowsAsync<ModelFormatException>(DownloadAsync);
        await DownloadAsync();
        Assert.Equal(_server.Files["model.safetensors"], File.ReadAllBytes(_folder.File("model.safetensors")));
    }

    [Theory]
    [InlineData("acme/none", "not found")]
    [InlineData("acme/private", "access denied")]
    [InlineData("acme", "OWNER/NAME")]
    [InlineData("a/b/c", "OWNER/NAME")]
    [InlineData("../b", "OWNER/NAME")]
    public async Task A_model_that_cannot_be_had_is_named(string repository, string cause)
    {
        ModelFormatException error = await Assert.ThrowsAsync<ModelFormatException>(
            () => Client().DescribeAsync(repository, Cancel));
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.Contains(repository, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_without_safetensors_is_refused()
    {
        _server.Files.Remove("model.safetensors");
        Assert.Contains("no safetensors", (await Assert.ThrowsAsync<ModelFormatException>(DownloadAsync)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_is_away_is_named()
    {
        HubClient client = new(_http, new Uri("http://127.0.0.1:1/"));
        Assert.Contains("does not answer", (await Assert.ThrowsAsync<ModelFormatException>(
            () => client.DescribeAsync("acme/tiny", Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_can_be_cancelled()
    {
        using CancellationTokenSource cancel = new();
        HubModel model = await Client().DescribeAsync("acme/tiny", Cancel);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Client().DownloadAsync(model, _folder.Path, new Recorder(_progress), cancel.Token));
    }

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    private HubClient Client() => new(_http, _server.Endpoint);

    private async Task DownloadAsync() => await Client().DownloadAsync(
        await Client().DescribeAsync("acme/tiny", Cancel), _folder.Path, new Recorder(_progress), Cancel);

    private IEnumerable<string> FileNames() => Directory.GetFiles(_folder.Path).Select(file => Path.GetFileName(file))
        .Where(name => !name.EndsWith(".part", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
