using System.Net;
using System.Net.Sockets;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Tests.Cli;

/// <summary>Whatever the user can mend is one line on standard error and exit code 2, and nothing is half-written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-bad-input").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("fly", "unknown verb or option 'fly'")]
    [InlineData("chat --loud", "unknown verb or option '--loud'")]
    [InlineData("serve --slots many", "setting 'slots': must be a whole number from 1 to 64; given: many")]
    [InlineData("serve --url nowhere", "setting 'url': must be an http address")]
    [InlineData("serve --precision fp8", "setting 'precision': must be fp32, fp16, int8 or int4; given: fp8")]
    [InlineData("serve --key-values int4", "setting 'key-values': must be fp32 or int8; given: int4")]
    [InlineData("serve --precision fp16 --key-values int8", "setting 'key-values': int8 needs a processor with AVX-512 VNNI")]
    [InlineData("pretrain data --measure --stage relevance", "setting 'measure': tells of dialogues, and --stage relevance makes none")]
    [InlineData("pretrain data pairs.jsonl --mistakes-of models/starter", "setting 'mistakes-of': makes a file of pairs; give --stage preference")]
    [InlineData("pretrain data pairs.jsonl --stage preference --mistakes-of /nowhere", "/nowhere: the model folder is missing")]
    [InlineData("pretrain data /nowhere/pairs.jsonl --stage preference --mistakes-of models/starter", "setting 'FILE': must lie in a folder that exists")]
    [InlineData("promote one", "Cannot parse argument 'one'")]
    [InlineData("models check /nowhere", "/nowhere: the model folder is missing")]
    public async Task A_verb_an_option_or_a_setting_that_makes_no_sense(string line, string problem) =>
        AssertRefused(await Program.RunAsync([.. line.Split(' '), "--data", Data]), problem);

    [Fact]
    public async Task A_port_in_use()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        string url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        AssertRefused(await Program.RunAsync("serve", "--data", Data, "--url", url), $"setting 'url': {url} is in use");
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written()
    {
        string file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", Stop);
        string data = Path.Combine(file, "data");
        AssertRefused(
            await Program.RunAsync("versions", "--data", data), $"{data}: the data folder cannot be written");
    }

    [Fact]
    public async Task A_truncated_weight_file()
    {
        string model = CopyModel();
        string weights = Path.Combine(model, "model.safetensors");
        await using (FileStream file = File.OpenWrite(weights))
        {
            file.SetLength(file.Length / 2);
        }

        AssertRefused(await Chat(model), weights);
    }

    [Fact]
    public async Task A_weight_file_whose_header_points_past_its_end()
    {
        string model = CopyModel();
        string weights = Path.Combine(model, "model.safetensors");
        await using (FileStream file = File.OpenWrite(weights))
        {
            await file.WriteAsync(BitConverter.GetBytes(file.Length * 2), Stop);
        }

        AssertRefused(await Chat(model), weights);
    }

    [Fact]
    public async Task A_tensor_of_a_wrong_shape()
    {
        string model = CopyModel();
        string config = Path.Combine(model, "config.json");
        string text = await File.ReadAllTextAsync(config, Stop);
        Assert.Contains("\"intermediate_size\": 896", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            config, text.Replace("\"intermediate_size\": 896", "\"intermediate_size\": 700", StringComparison.Ordinal), Stop);
        (int Code, string Output, string Error) ended = await Chat(model);
        AssertRefused(ended, "model.safetensors");
        Assert.Contains("700", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_a_tokenizer()
    {
        string model = CopyModel();
        File.Delete(Path.Combine(model, "tokenizer.json"));
        AssertRefused(await Chat(model), "tokenizer.json");
    }

    [Theory]
    [InlineData("prompts/answer.yaml")]
    [InlineData("style-templates/warm.yaml")]
    [InlineData("samples/alder-finch/business.yaml")]
    public async Task Malformed_yaml(string name)
    {
        string home = CopyHome();
        string path = Path.Combine(home, name);
        await File.AppendAllTextAsync(path, "\nname: [\n", Stop);
        AssertRefused(await Program.RunAtAsync(home, "chat", "Hello", "--data", Data, "--model", Model, "--embedder", "none"), path);
        Assert.Empty(Directory.Exists(Path.Combine(Data, "artefacts")) ? Directory.GetFiles(Path.Combine(Data, "artefacts"), "*", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public async Task A_version_whose_adapter_belongs_to_another_base_model()
    {
        Assert.Equal(0, (await Program.RunAsync("chat", "Hello", "--data", Data)).Code);
        using (Database database = await Database.OpenAsync(Data, TimeProvider.System, Stop))
        {
            AssistantVersion serving = (await new VersionStore(database).ServingAsync("alder-finch", Stop))!;
            await new VersionStore(database).AddAsync(
                "alder-finch",
                new NewVersion
                {
                    BaseHash = new string('b', 64),
                    AdapterHash = new string('a', 64),
                    PromptHash = serving.PromptHash,
                    StyleHash = serving.StyleHash,
                },
                "test", lease: null, Stop);
        }

        AssertRefused(
            await Program.RunAsync("promote", "2", "--data", Data), "Version 2 was made on base model bbbbbbbbbbbb");
        Assert.Contains("\"serving\": true", (await Program.RunAsync("versions", "--json", "--data", Data)).Output, StringComparison.Ordinal);
    }

    private static string Model => Path.Combine(Repository.Root, "models", "starter");

    private Task<(int Code, string Output, string Error)> Chat(string model) =>
        Program.RunAsync("chat", "Hello", "--data", Data, "--model", model);

    private static void AssertRefused((int Code, string Output, string Error) ended, string problem)
    {
        string line = Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(problem, line, StringComparison.Ordinal);
        Assert.StartsWith("assistantloop: ", line, StringComparison.Ordinal);
        Assert.Equal(2, ended.Code);
        Assert.Empty(ended.Output);
    }

    private string CopyModel() => Copy(Model, Path.Combine(_folder, "model"));

    private string CopyHome()
    {
        string home = Path.Combine(_folder, "home");
        foreach (string name in new[] { "prompts", "style-templates", "samples" })
        {
            Copy(Path.Combine(Repository.Root, name), Path.Combine(home, name));
        }

        return home;
    }

    private static string Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }
}
