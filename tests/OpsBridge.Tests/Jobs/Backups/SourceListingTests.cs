using OpsBridge.Jobs.Backups.Repositories;
using OpsBridge.Jobs.Kinds;
using Xunit;

namespace OpsBridge.Jobs.Backups;

public sealed class SourceListingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("opsbridge-listing-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public SourceListingTests()
    {
        Write("a", "alpha");
        Write("b", "beta");
        Write("c.tmp", "left out");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_copy_that_lists_all_of_it_lacks_nothing()
    {
        var listing = Read();

        See(listing, ("a", 5), ("b", 4));

        Assert.Null(listing.Fault([], Ct));
        Assert.Equal((2, 9, 9), (listing.Files, listing.Bytes, listing.BytesBefore));
        Assert.True(listing.Choose(9) is { All: true, Files.Count: 2 });
        Assert.True(listing.Choose(8) is { All: false, Files.Count: 1 });
    }

    [Fact]
    public void A_file_that_stayed_and_is_not_in_the_copy_is_missed()
    {
        var listing = Read();

        See(listing, ("a", 5));

        Assert.Equal($"not in the copy: {PathOf("b")}", listing.Fault([], Ct));
        Assert.Null(listing.Fault([PathOf("b")], Ct)); // told already: it could not be read
    }

    [Fact]
    public void A_file_of_another_size_is_a_fault_unless_it_changed_meanwhile()
    {
        var listing = Read();

        See(listing, ("a", 7), ("b", 4));

        Assert.Equal($"in another size in the copy: {PathOf("a")}", listing.Fault([], Ct));
        Write("a", "alpha 7");
        Assert.Null(listing.Fault([], Ct));
    }

    [Fact]
    public void Files_that_came_or_went_during_the_backup_are_no_fault()
    {
        var listing = Read();
        Write("new", "came");
        File.Delete(PathOf("b"));

        See(listing, ("a", 5), ("new", 4));

        Assert.Null(listing.Fault([], Ct));
        Assert.False(listing.Choose(1000).All); // one of them was not there before: nothing to compare with
    }

    [Fact]
    public async Task A_restored_file_that_differs_is_named_and_one_that_lacks_is_told()
    {
        var hashes = new Dictionary<string, (long Size, string Sha256)>(StringComparer.Ordinal);
        foreach (var name in (string[])["a", "b"])
        {
            hashes[$"/{name}"] = (await TreeDigest.HashAsync(PathOf(name), Ct))!.Value;
        }

        File.Delete(PathOf("c.tmp"));
        var facts = new RepositoryFacts("0123456789", 2, 9, true, TreeDigest.Of(hashes), []);
        Assert.Null(await FaultAsync(facts, hashes));
        Assert.Null(await FaultAsync(facts, null));
        Assert.Null(await FaultAsync(facts with { Whole = false, Names = ["/a"], Digest = TreeDigest.Of(hashes.Where(h => h.Key == "/a")) }, null));

        Write("b", "BETA");
        Assert.Equal("/b is not what was backed up", await FaultAsync(facts, hashes));
        Assert.Equal("the 2 files compared are not what was backed up: their digest differs", await FaultAsync(facts, null));
        Assert.Null(await FaultAsync(facts with { Names = ["/b"], Digest = TreeDigest.Of(hashes.Where(h => h.Key == "/a")) }, hashes)); // had changed when the source was hashed

        File.Delete(PathOf("b"));
        Assert.Equal("1 files came back instead of 2", await FaultAsync(facts, hashes));
        Write("b", "longer");
        Assert.Equal("11 B came back instead of 9 B", await FaultAsync(facts with { Names = ["/b"] }, null));
    }

    private async Task<string?> FaultAsync(RepositoryFacts facts, Dictionary<string, (long Size, string Sha256)>? expected) =>
        await new RestoredFiles(_folder, facts, expected, new SilentAttempt()).FaultAsync(whole: true, Ct);

    private SourceListing Read() => SourceListing.Read([_folder], new PathGlob(["*.tmp"]), Ct);

    private void See(SourceListing listing, params (string Name, long Size)[] files) => Array.ForEach(files, f => listing.See(new RepositoryFile(PathOf(f.Name), f.Size)));

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    private sealed record SilentAttempt() : JobAttempt(Guid.Empty, Guid.Empty, "", null, default, 1, new VerifySettings(null))
    {
        public override void Write(LineSource source, string line)
        {
        }

        public override void Report(RunProgress progress)
        {
        }

        public override Task CommitAsync(Func<OpsBridge.Data.OpsDbContext, CancellationToken, Task> write, CancellationToken ct) => throw new NotSupportedException();
    }
}
