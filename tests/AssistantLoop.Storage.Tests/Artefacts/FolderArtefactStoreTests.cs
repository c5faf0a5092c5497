using AssistantLoop.Storage.Artefacts;

namespace AssistantLoop.Storage.Tests.Artefacts;

public sealed class FolderArtefactStoreTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("assistantloop-artefacts-").FullName;
    private readonly ManualTime time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Root => Path.Combine(data, "artefacts");

    private FolderArtefactStore Store => new(data, time);

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task A_file_is_kept_under_its_sha256()
    {
        var hash = await Store.PutAsync(Source("f", "abc"), Token);

        // FIPS 180-2, appendix B.1.
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash);
        Assert.Equal("abc", await File.ReadAllTextAsync(await Store.OpenAsync(hash, Token), Token));
    }

    [Fact]
    public async Task What_is_removed_is_gone_and_a_removal_that_was_cut_off_is_finished_by_the_next()
    {
        var store = Store;
        var hash = await store.PutAsync(Folder(), Token);
        await store.OpenAsync(hash, Token);
        Directory.CreateDirectory(Path.Combine(Root, ".gone-" + hash));

        await store.RemoveAsync(hash, Token);
        await store.RemoveAsync(hash, Token);

        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
        await Assert.ThrowsAsync<StorageException>(() => store.OpenAsync(hash, Token));
        Assert.Equal(hash, await store.PutAsync(Folder(), Token));
    }

    [Fact]
    public async Task A_folder_is_kept_whole_and_once()
    {
        var folder = Folder();

        var hash = await Store.PutAsync(folder, Token);
        Assert.Equal(hash, await Store.PutAsync(folder, Token));

        var path = await Store.OpenAsync(hash, Token);
        Assert.Equal("weights", await File.ReadAllTextAsync(Path.Combine(path, "deep", "weights.bin"), Token));
        Assert.Equal(hash, await ContentHash.OfAsync(folder, Token));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(Root));
    }

    [Fact]
    public async Task A_folder_with_a_renamed_or_moved_file_is_another_artefact()
    {
        var folder = Folder();
        var before = await ContentHash.OfAsync(folder, Token);

        File.Move(Path.Combine(folder, "deep", "weights.bin"), Path.Combine(folder, "weights.bin"));

        Assert.NotEqual(before, await ContentHash.OfAsync(folder, Token));
    }

    [Fact]
    public async Task A_missing_artefact_is_named_with_its_path()
    {
        var hash = new string('a', 64);

        var e = await Assert.ThrowsAsync<StorageException>(() => Store.OpenAsync(hash, Token));

        Assert.Equal($"{Path.Combine(Root, hash)}: artefact {hash} is missing", e.Message);
    }

    [Fact]
    public async Task A_removed_artefact_is_missing_and_may_be_removed_and_put_again()
    {
        var store = Store;
        var hash = await store.PutAsync(Folder(), Token);
        await store.OpenAsync(hash, Token);

        await store.RemoveAsync(hash, Token);
        await store.RemoveAsync(hash, Token);

        await Assert.ThrowsAsync<StorageException>(() => store.OpenAsync(hash, Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
        Assert.Equal(hash, await store.PutAsync(Folder(), Token));
    }

    [Fact]
    public async Task A_damaged_artefact_is_named_with_its_path()
    {
        var hash = await Store.PutAsync(Folder(), Token);
        await File.AppendAllTextAsync(Path.Combine(Root, hash, "config.json"), " ", Token);

        var e = await Assert.ThrowsAsync<StorageException>(() => Store.OpenAsync(hash, Token));

        Assert.StartsWith($"{Path.Combine(Root, hash)}: artefact {hash} is damaged", e.Message);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("abc")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    public async Task What_is_no_hash_is_refused(string hash) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenAsync(hash, Token));

    [Fact]
    public async Task What_is_not_there_cannot_be_put()
    {
        var path = Path.Combine(data, "nothing");

        var e = await Assert.ThrowsAsync<StorageException>(() => Store.PutAsync(path, Token));

        Assert.Equal($"{path}: there is no such file or folder to keep", e.Message);
    }

    [Fact]
    public async Task A_cancelled_put_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync(Folder(), cancelled.Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }

    [Fact]
    public async Task What_a_killed_process_left_half_written_is_removed_a_day_later()
    {
        var abandoned = Directory.CreateDirectory(Path.Combine(Root, ".new-1")).FullName;
        Directory.SetLastWriteTimeUtc(abandoned, time.GetUtcNow().UtcDateTime);
        await Store.PutAsync(Source("a", "a"), Token);
        Assert.True(Directory.Exists(abandoned));
        time.Advance(TimeSpan.FromHours(25));

        await Store.PutAsync(Source("b", "b"), Token);

        Assert.False(Directory.Exists(abandoned));
    }

    [Fact]
    public async Task The_same_content_put_by_many_at_once_is_one_artefact()
    {
        var folder = Folder();

        var hashes = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => Store.PutAsync(folder, Token))));

        Assert.Single(hashes.Distinct());
        Assert.Single(Directory.EnumerateFileSystemEntries(Root));
    }

    private string Source(string name, string content)
    {
        var path = Path.Combine(data, name);
        File.WriteAllText(path, content);
        return path;
    }

    private string Folder()
    {
        var folder = Path.Combine(data, "adapter");
        Directory.CreateDirectory(Path.Combine(folder, "deep"));
        File.WriteAllText(Path.Combine(folder, "config.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "deep", "weights.bin"), "weights");
        return folder;
    }
}
