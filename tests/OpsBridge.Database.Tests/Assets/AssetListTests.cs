using OpsBridge.Kernel;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Assets;

public sealed class AssetListTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncDisposable
{
    private readonly Estate _estate = new(database);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("WEB", "list-web 50%")]
    [InlineData("list 50%", "list-web 50%")]
    [InlineData("list_db", "list_db")]
    [InlineData("list payments", "list_db")]
    [InlineData("list env=prod", "list_db")]
    [InlineData("list env=pro", "")]
    [InlineData("list \\", "")]
    [InlineData("\0", "list-web 50%,list_db,listxdb")]
    public async Task Every_word_must_occur_in_name_kind_owner_or_tags(string text, string names)
    {
        await FillAsync();

        var rows = (await _estate.Get<IAssetList>().ReadAsync(new AssetFilter { Text = text }, Estate.Viewer, Ct)).Rows;

        Assert.Equal(names, string.Join(',', rows.Select(r => r.Name)));
    }

    [Fact]
    public async Task Filters_narrow_and_retired_assets_show_only_when_asked_for()
    {
        await FillAsync();
        var list = _estate.Get<IAssetList>();

        Assert.Equal(["list_db"], (await list.ReadAsync(new() { Kind = "database", Criticality = Criticality.Critical }, Estate.Viewer, Ct)).Rows.Select(r => r.Name));
        Assert.Equal(["list-old"], (await list.ReadAsync(new() { Scope = AssetScope.Retired }, Estate.Viewer, Ct)).Rows.Select(r => r.Name));
        Assert.Equal(4, (await list.ReadAsync(new() { Scope = AssetScope.All }, Estate.Viewer, Ct)).Rows.Count);
        Assert.Equal(["database", "server"], await list.KindsAsync(Estate.Viewer, Ct));
        Assert.Empty((await list.ReadAsync(new() { Kind = "nul\0" }, Estate.Viewer, Ct)).Rows);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat()
    {
        await FillAsync();
        var list = _estate.Get<IAssetList>();

        var first = await list.PageAsync(new() { Scope = AssetScope.All }, null, 3, Estate.Viewer, Ct);
        var last = await list.PageAsync(new() { Scope = AssetScope.All }, first.Next, 3, Estate.Viewer, Ct);

        Assert.Equal((3, 1, null), (first.Items.Count, last.Items.Count, last.Next));
        Assert.Equal(4, first.Items.Concat(last.Items).DistinctBy(r => r.Id).Count());
    }

    [Fact]
    public async Task A_lookup_offers_names_that_begin_with_the_text_before_those_that_contain_it()
    {
        await FillAsync();
        var directory = _estate.Get<IAssetDirectory>();

        Assert.Equal(["list_db", "listxdb"], (await directory.LookupAsync("DB", 8, Estate.Viewer, Ct)).Select(l => l.Name));
        Assert.Equal(["list_db"], (await directory.LookupAsync("list_", 8, Estate.Viewer, Ct)).Select(l => l.Name));
        Assert.Empty(await directory.LookupAsync("old", 8, Estate.Viewer, Ct));
        Assert.Empty(await directory.LookupAsync(" ", 8, Estate.Viewer, Ct));
    }

    [Fact]
    public async Task A_site_counts_what_is_watched_and_what_is_retired()
    {
        await FillAsync();
        var sites = _estate.Get<ISiteList>();

        var site = Assert.Single(await sites.ReadAsync(Estate.Viewer, Ct));

        Assert.Equal((3, 1, "Europe/Zurich"), (site.Assets, site.Retired, site.TimeZone));
        Assert.Equal(site, await sites.FindAsync(site.Id, Estate.Viewer, Ct));
        Assert.Equal([site], (await sites.PageAsync("list", null, 10, Estate.Viewer, Ct)).Items);
        Assert.Empty((await sites.PageAsync(null, site.Name, 10, Estate.Viewer, Ct)).Items);
    }

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    private async Task FillAsync()
    {
        if ((await _estate.Get<ISiteList>().ReadAsync(Estate.Viewer, Ct)).Count > 0)
        {
            return;
        }

        var site = await _estate.SiteAsync("List DC", Ct);
        var create = _estate.Get<CreateAsset>();
        await create.HandleAsync(new("list-web 50%", "server", site, Criticality.High), Estate.Admin, Ct);
        await create.HandleAsync(new("list_db", "database", site, Criticality.Critical) { OwnerTeam = "Payments", Tags = Labels.Of(("env", "prod")) }, Estate.Admin, Ct);
        await create.HandleAsync(new("listxdb", "database", site, Criticality.Low), Estate.Admin, Ct);
        var old = (CreateAssetResult.Done)await create.HandleAsync(new("list-old", "server", site, Criticality.Low), Estate.Admin, Ct);
        await _estate.Get<RetireAsset>().HandleAsync(old.Id, null, Estate.Admin, Ct);
    }
}
