using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Tests.Ingest;

public sealed class FolderIngestTests : IngestTest
{
    private const string Other = "other-shop";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Write("returns.md", "# Returns\n\n## Refunds\n\nA refund takes 5 working days.");
        Write("shop/hours.txt", "The shop opens at nine.");
    }

    [Fact]
    public async Task New_documents_are_found_with_their_place()
    {
        IngestResult result = await IngestAsync();

        Assert.Equal((2, 0, 0, 0), Counts(result));
        FoundPassage found = (await SearchAsync("How long does a refund take?"))[0];
        Assert.Equal(("Returns > Refunds", "returns.md"), (found.Passage.Title, found.Passage.Path));
        Assert.Equal("shop/hours.txt", (await SearchAsync("When opens the shop?"))[0].Passage.Path);
    }

    [Fact]
    public async Task Only_what_changed_is_stored_again()
    {
        await IngestAsync();
        Document before = (await Store.ListAsync(Tenant, Token)).Single(document => document.Path == "shop/hours.txt");
        Write("returns.md", "# Returns\n\n## Refunds\n\nA refund takes 3 working days.");

        IngestResult result = await IngestAsync();

        Assert.Equal((0, 1, 0, 1), Counts(result));
        Assert.Equivalent(before, (await Store.ListAsync(Tenant, Token)).Single(document => document.Path == "shop/hours.txt"));
        Assert.Equal(
            "A refund takes 3 working days.", Assert.Single(await SearchAsync("How long does a refund take?")).Passage.Text);
    }

    [Fact]
    public async Task What_vanished_is_no_longer_found()
    {
        await IngestAsync();
        File.Delete(Path.Combine(Documents, "returns.md"));

        IngestResult result = await IngestAsync();

        Assert.Equal((0, 0, 1, 1), Counts(result));
        Assert.Empty(await SearchAsync("How long does a refund take?"));
    }

    [Fact]
    public async Task A_broken_file_is_named_and_what_was_stored_of_it_stays()
    {
        await IngestAsync();
        File.WriteAllBytes(Path.Combine(Documents, "returns.md"), [0x23, 0x20, 0xff, 0xfe, 0x41]);
        File.WriteAllBytes(Path.Combine(Documents, "large.md"), new byte[FileFormats.MostBytes(FileFormat.Markdown) + 1]);
        Write("new.md", "# Gift cards\n\nA gift card is valid for 3 years.");

        IngestResult result = await IngestAsync();

        Assert.Equal(
            ["large.md: is larger than 4194304 bytes", "returns.md: is not UTF-8 text"], result.Problems.Order());
        Assert.Equal((1, 0, 0, 1), Counts(result));
        Assert.NotEmpty(await SearchAsync("How long does a refund take?"));
        Assert.NotEmpty(await SearchAsync("How long is a gift card valid?"));
    }

    [Fact]
    public async Task Another_business_neither_finds_nor_loses_documents()
    {
        await IngestAsync();
        string others = Path.Combine(Folder, "others");
        Directory.CreateDirectory(others);
        await File.WriteAllTextAsync(Path.Combine(others, "refunds.md"), "# Refunds\n\nA refund takes 90 days.", Token);

        await new FolderIngest(Intake).RunAsync(Other, others, new Seen(), Token);

        Assert.Equal("returns.md", Assert.Single(await SearchAsync("How long does a refund take?")).Passage.Path);
        Assert.Equal(2, (await Store.ListAsync(Tenant, Token)).Count);
    }

    [Fact]
    public async Task Each_file_is_told_of_and_others_are_passed_over()
    {
        Write("logo.svg", "<svg/>");
        Seen seen = new();

        await new FolderIngest(Intake).RunAsync(Tenant, Documents, seen, Token);

        Assert.Equal([new("returns.md", 1, 2), new("shop/hours.txt", 2, 2)], seen.All);
    }

    [Fact]
    public async Task A_missingFolder_is_refused_and_removes_nothing()
    {
        await IngestAsync();

        DirectoryNotFoundException refused = await Assert.ThrowsAsync<DirectoryNotFoundException>(() =>
            new FolderIngest(Intake).RunAsync(Tenant, Path.Combine(Folder, "nowhere"), new Seen(), Token));

        Assert.Contains("nowhere", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await Store.ListAsync(Tenant, Token)).Count);
    }

    [Fact]
    public async Task A_link_that_leaves_the_folder_is_refused_and_one_within_it_is_read()
    {
        string secret = Path.Combine(Folder, "secret.md");
        await File.WriteAllTextAsync(secret, "# Secret\n\nThe password is heron.", Token);
        Directory.CreateDirectory(Path.Combine(Folder, "outside"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "outside", "more.md"), "# More\n\nMore secrets.", Token);
        File.CreateSymbolicLink(Path.Combine(Documents, "leak.md"), secret);
        File.CreateSymbolicLink(Path.Combine(Documents, "relative.md"), "../secret.md");
        Directory.CreateSymbolicLink(Path.Combine(Documents, "folder"), Path.Combine(Folder, "outside"));
        Directory.CreateSymbolicLink(Path.Combine(Documents, "shop", "round"), Documents);
        File.CreateSymbolicLink(Path.Combine(Documents, "alias.md"), Path.Combine(Documents, "returns.md"));
        File.CreateSymbolicLink(Path.Combine(Documents, "loop.md"), "loop.md");

        IngestResult result = await IngestAsync();

        Assert.Equal(["alias.md", "returns.md", "shop/hours.txt"], await PathsAsync());
        Assert.Equal(
            ["folder", "leak.md", "relative.md"],
            result.Problems.Where(problem => problem.Contains("is a link that leaves the folder", StringComparison.Ordinal))
                .Select(problem => problem.Split(':')[0]).Order());
    }

    [Fact]
    public async Task A_path_within_two_links_is_followed_to_its_end()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "outside"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "outside", "more.md"), "# More", Token);
        Directory.CreateSymbolicLink(Path.Combine(Folder, "step"), Path.Combine(Folder, "outside"));
        File.CreateSymbolicLink(Path.Combine(Documents, "shop", "more.md"), Path.Combine(Folder, "step", "more.md"));

        Assert.Contains("leaves the folder", Assert.Single((await IngestAsync()).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_of_all_formats_are_stored_with_what_they_are()
    {
        Write("faq.csv", "question,answer\nMay I bring my dog?,\"Dogs are welcome in the shop, and they get a biscuit.\"\n");
        Write("page.html", "<html lang=nl><title>Winkel</title><p>De winkel is open.</p></html>");
        File.WriteAllBytes(Path.Combine(Documents, "manual.pdf"), TestPdf.Write("Heron manual", "Rinse the can with clear water every month."));
        File.WriteAllBytes(Path.Combine(Documents, "terms.docx"), TestDocx.Write("<w:p><w:r><w:t>The place of jurisdiction is Cork.</w:t></w:r></w:p>"));

        IngestResult result = await IngestAsync();

        Assert.Empty(result.Problems);
        Assert.Equal(
            ["faq.csv text/csv en", "manual.pdf application/pdf en", "page.html text/html nl", "returns.md text/markdown ", "shop/hours.txt text/plain "],
            (await Store.ListAsync(Tenant, Token)).Where(document => document.Path != "terms.docx")
                .Select(document => $"{document.Path} {document.MediaType} {document.Language}"));
        Assert.Equal(1, (await SearchAsync("How often do I rinse the can?"))[0].Passage.Page);
        Assert.Equal("terms.docx", (await SearchAsync("What is the place of jurisdiction?"))[0].Passage.Path);
    }

    [Fact]
    public async Task Another_folder_is_a_collection_of_its_own_and_removes_nothing_of_the_first()
    {
        await IngestAsync();
        string manuals = Path.Combine(Folder, "manuals");
        Directory.CreateDirectory(manuals);
        await File.WriteAllTextAsync(Path.Combine(manuals, "returns.md"), "# Manual\n\nTurn the handle.", Token);

        await new FolderIngest(Intake).RunAsync(Tenant, "manuals", manuals, new Seen(), Token);
        Assert.Equal(["manuals/returns.md", "returns.md", "shop/hours.txt"], await PathsAsync());

        File.Delete(Path.Combine(manuals, "returns.md"));
        await new FolderIngest(Intake).RunAsync(Tenant, "manuals", manuals, new Seen(), Token);
        Assert.Equal(["returns.md", "shop/hours.txt"], await PathsAsync());
    }

    [Fact]
    public async Task A_path_that_another_collection_holds_is_not_taken_from_it()
    {
        await new UploadIngest(Intake).RunAsync(Tenant, "club.md", new MemoryStream("# Club\n\nUploaded."u8.ToArray()), Token);
        Write("uploads/club.md", "# Club\n\nFrom the folder.");

        IngestResult result = await IngestAsync();

        Assert.Equal(
            "uploads/club.md: is in the collection 'uploads' already; rename it or remove it there", Assert.Single(result.Problems));
        Assert.Equal("Uploaded.", Assert.Single(await SearchAsync("club uploaded")).Passage.Text);
    }

    [Fact]
    public async Task One_document_is_brought_up_to_date_without_the_others()
    {
        await IngestAsync();
        Write("returns.md", "# Returns\n\n## Refunds\n\nA refund takes 2 working days.");
        Write("new.md", "# New\n\nNot looked at.");

        IngestResult result = await new FolderIngest(Intake).RunOneAsync(Tenant, Documents, "returns.md", Token);

        Assert.Equal((0, 1, 0, 0), Counts(result));
        Assert.Equal(["returns.md", "shop/hours.txt"], await PathsAsync());
        Assert.Equal("A refund takes 2 working days.", (await SearchAsync("How long does a refund take?"))[0].Passage.Text);
    }

    [Theory]
    [InlineData("../secret.md")]
    [InlineData("nowhere.md")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public async Task One_document_that_is_not_in_the_folder_is_refused(string path) =>
        await Assert.ThrowsAsync<DocumentRefusedException>(() => new FolderIngest(Intake).RunOneAsync(Tenant, Documents, path, Token));

    [Fact]
    public async Task A_folder_of_many_documents_is_stored_in_batches_and_found()
    {
        for (int at = 0; at < 600; at++)
        {
            Write($"many/{at:000}.md", $"# Part {at}\n\nPart number x{at}x fits the greenhouse.");
        }

        Assert.Equal((602, 0, 0, 0), Counts(await IngestAsync()));
        Assert.Equal("many/437.md", (await SearchAsync("x437x"))[0].Passage.Path);
        Assert.Equal((0, 0, 0, 602), Counts(await IngestAsync()));
    }

    private Task<IngestResult> IngestAsync() => new FolderIngest(Intake).RunAsync(Tenant, Documents, new Seen(), Token);
}
