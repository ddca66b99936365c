using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Assets;

public sealed class AssetChangesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncDisposable
{
    private readonly Estate _estate = new(database);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Creating_an_asset_writes_its_history_in_words()
    {
        var site = await _estate.SiteAsync("Create DC", Ct);
        var parent = await _estate.AssetAsync("create-lb", site, Ct);
        var asset = await _estate.AssetAsync("create-web", site, Ct, parent.Id);

        var view = await _estate.Get<IAssetDirectory>().FindAsync(asset.Id, Estate.Viewer, Ct);
        var entry = Assert.Single(await _estate.HistoryAsync(asset.Id, Ct));

        Assert.Equal(("create-web", "Create DC", asset.Version), (view!.Row.Name, view.Row.SiteName, view.Row.Version));
        Assert.Equal(["create-lb"], view.Parents.Select(p => p.Name));
        Assert.Equal(("admin1", "asset.created", "created asset create-web"), (entry.ActorName, entry.Kind, entry.Text));
        Assert.Contains("create-lb", entry.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_changes_nothing()
    {
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<CreateSite>().HandleAsync(
            new SiteDetails("Denied", SiteKind.Cloud, "UTC", null), Estate.Viewer, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<ImportAssets>().HandleAsync(
            "name\na"u8.ToArray(), ImportMode.DryRun, Estate.Viewer, Ct));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_an_answer()
    {
        var site = await _estate.SiteAsync("Taken DC", Ct);
        await _estate.AssetAsync("taken-1", site, Ct);

        var again = await _estate.Get<CreateAsset>().HandleAsync(new AssetDetails("taken-1 ", "server", site, Criticality.Low), Estate.Admin, Ct);
        var siteAgain = await _estate.Get<CreateSite>().HandleAsync(new SiteDetails("Taken DC", SiteKind.Cloud, "UTC", null), Estate.Admin, Ct);

        Assert.Equal("Another asset has this name.", Assert.IsType<CreateAssetResult.Invalid>(again).Errors["Name"]);
        Assert.Equal("Another site has this name.", Assert.IsType<CreateSiteResult.Invalid>(siteAgain).Errors["Name"]);
    }

    [Fact]
    public async Task Of_two_editors_at_once_one_is_told_and_nothing_is_lost()
    {
        var site = await _estate.SiteAsync("Race DC", Ct);
        var asset = await _estate.AssetAsync("race-1", site, Ct);
        var details = new AssetDetails("race-1", "server", site, Criticality.High);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            _estate.Get<ChangeAsset>().HandleAsync(asset.Id, asset.Version, details with { OwnerTeam = $"team {i}" }, Estate.Admin, Ct)));

        var won = Assert.Single(results.OfType<ChangeAssetResult.Done>());
        Assert.Equal(7, results.OfType<ChangeAssetResult.Stale>().Count(s => s.Version == won.Version));
        Assert.Equal(2, (await _estate.HistoryAsync(asset.Id, Ct)).Count);
    }

    [Fact]
    public async Task Another_parent_alone_gives_a_new_version()
    {
        var site = await _estate.SiteAsync("Version DC", Ct);
        var parent = await _estate.AssetAsync("version-sw", site, Ct);
        var asset = await _estate.AssetAsync("version-1", site, Ct);
        var wanted = new AssetDetails("version-1", "server", site, Criticality.Medium) { ParentIds = [parent.Id] };

        var done = Assert.IsType<ChangeAssetResult.Done>(await _estate.Get<ChangeAsset>().HandleAsync(asset.Id, asset.Version, wanted, Estate.Admin, Ct));
        var same = Assert.IsType<ChangeAssetResult.Done>(await _estate.Get<ChangeAsset>().HandleAsync(asset.Id, done.Version, wanted, Estate.Admin, Ct));

        Assert.NotEqual(asset.Version, done.Version);
        Assert.Equal(done.Version, same.Version);
        Assert.Equal(["changed parents of asset version-1", "created asset version-1"], (await _estate.HistoryAsync(asset.Id, Ct)).Select(e => e.Text));
    }

    [Fact]
    public async Task Parents_must_exist_be_watched_and_form_no_circle()
    {
        var site = await _estate.SiteAsync("Parent DC", Ct);
        var a = await _estate.AssetAsync("parent-a", site, Ct);
        var b = await _estate.AssetAsync("parent-b", site, Ct, a.Id);
        var c = await _estate.AssetAsync("parent-c", site, Ct, b.Id);
        var gone = await _estate.AssetAsync("parent-gone", site, Ct);
        await _estate.Get<RetireAsset>().HandleAsync(gone.Id, "scrapped", Estate.Admin, Ct);

        Assert.Equal("parent-c is itself reached through this asset: that would be a circle.", await ParentErrorAsync(a, "parent-a", site, c.Id));
        Assert.Equal("An asset cannot be its own parent.", await ParentErrorAsync(a, "parent-a", site, a.Id));
        Assert.Equal("parent-gone is retired and cannot be a parent.", await ParentErrorAsync(a, "parent-a", site, gone.Id));
        Assert.Equal("A chosen parent does not exist any more.", await ParentErrorAsync(a, "parent-a", site, Guid.CreateVersion7()));
    }

    [Fact]
    public async Task Two_halves_of_a_circle_drawn_at_once_do_not_both_stand()
    {
        var site = await _estate.SiteAsync("Circle DC", Ct);
        for (var round = 0; round < 5; round++)
        {
            var a = await _estate.AssetAsync($"circle-a{round}", site, Ct);
            var b = await _estate.AssetAsync($"circle-b{round}", site, Ct);

            var results = await Task.WhenAll(
                _estate.Get<ChangeAsset>().HandleAsync(a.Id, a.Version, new($"circle-a{round}", "server", site, Criticality.Low) { ParentIds = [b.Id] }, Estate.Admin, Ct),
                _estate.Get<ChangeAsset>().HandleAsync(b.Id, b.Version, new($"circle-b{round}", "server", site, Criticality.Low) { ParentIds = [a.Id] }, Estate.Admin, Ct));

            Assert.Single(results.OfType<ChangeAssetResult.Done>());
            Assert.Single(results.OfType<ChangeAssetResult.Invalid>());
        }
    }

    [Fact]
    public async Task A_site_goes_only_when_nothing_stands_there()
    {
        var site = await _estate.SiteAsync("Delete DC", Ct);
        var asset = await _estate.AssetAsync("delete-1", site, Ct);
        await _estate.Get<RetireAsset>().HandleAsync(asset.Id, null, Estate.Admin, Ct);
        var empty = await _estate.SiteAsync("Empty DC", Ct);

        Assert.Equal(new DeleteSiteResult.NotEmpty(1), await _estate.Get<DeleteSite>().HandleAsync(site, Estate.Admin, Ct));
        Assert.IsType<DeleteSiteResult.Done>(await _estate.Get<DeleteSite>().HandleAsync(empty, Estate.Admin, Ct));
        Assert.IsType<DeleteSiteResult.NotFound>(await _estate.Get<DeleteSite>().HandleAsync(empty, Estate.Admin, Ct));
    }

    [Fact]
    public async Task Retiring_can_be_undone_and_says_so_twice()
    {
        var site = await _estate.SiteAsync("Retire DC", Ct);
        var asset = await _estate.AssetAsync("retire-1", site, Ct);

        Assert.IsType<RetireAssetResult.Done>(await _estate.Get<RetireAsset>().HandleAsync(asset.Id, "replaced", Estate.Admin, Ct));
        Assert.IsType<RetireAssetResult.AlreadyRetired>(await _estate.Get<RetireAsset>().HandleAsync(asset.Id, null, Estate.Admin, Ct));
        Assert.IsType<ReinstateAssetResult.Done>(await _estate.Get<ReinstateAsset>().HandleAsync(asset.Id, Estate.Admin, Ct));
        Assert.IsType<ReinstateAssetResult.NotRetired>(await _estate.Get<ReinstateAsset>().HandleAsync(asset.Id, Estate.Admin, Ct));
        Assert.Equal([null, "replaced", null], (await _estate.HistoryAsync(asset.Id, Ct)).Select(e => e.Why));
    }

    [Fact]
    public async Task A_bulk_edit_answers_for_each_asset_and_writes_one_entry_each()
    {
        var site = await _estate.SiteAsync("Bulk DC", Ct);
        var other = await _estate.SiteAsync("Bulk other DC", Ct);
        var one = await _estate.AssetAsync("bulk-1", site, Ct);
        var two = await _estate.AssetAsync("bulk-2", other, Ct);
        var missing = Guid.CreateVersion7();
        var edit = new BulkEdit { SiteId = other, AddTags = Labels.Of(("env", "prod")), Why = "move" };

        var first = Assert.IsType<BulkEditResult.Done>(await _estate.Get<BulkEditAssets>().HandleAsync([one.Id, missing, two.Id], edit, Estate.Admin, Ct));
        var second = Assert.IsType<BulkEditResult.Done>(await _estate.Get<BulkEditAssets>().HandleAsync([one.Id], edit, Estate.Admin, Ct));

        Assert.Equal([BulkOutcome.Changed, BulkOutcome.NotFound, BulkOutcome.Changed], first.Items.Select(i => i.Outcome));
        Assert.Equal(BulkOutcome.Unchanged, Assert.Single(second.Items).Outcome);
        Assert.Equal("changed site, tags of asset bulk-1", (await _estate.HistoryAsync(one.Id, Ct))[0].Text);
        Assert.Equal(2, (await _estate.HistoryAsync(one.Id, Ct)).Count);
        Assert.Equal("changed tags of asset bulk-2", (await _estate.HistoryAsync(two.Id, Ct))[0].Text);
    }

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    private async Task<string> ParentErrorAsync(CreateAssetResult.Done asset, string name, Guid site, Guid parent)
    {
        var result = await _estate.Get<ChangeAsset>().HandleAsync(
            asset.Id, asset.Version, new AssetDetails(name, "server", site, Criticality.Medium) { ParentIds = [parent] }, Estate.Admin, Ct);
        return Assert.IsType<ChangeAssetResult.Invalid>(result).Errors[nameof(AssetDetails.ParentIds)];
    }
}
