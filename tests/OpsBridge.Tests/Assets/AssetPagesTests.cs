using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.SignIn;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Assets;

public sealed class AssetPagesTests : UiContext
{
    private readonly FakeEstate _estate = new();
    private readonly Bunit.TestDoubles.BunitAuthorizationContext _authorization;

    public AssetPagesTests()
    {
        _authorization = this.AddAuthorization();
        SignIn(Role.Admin);
        Services.AddLogging().AddSingleton<LiveFeed>().AddScoped<CurrentActor>().AddAssets().AddAssetPages();
        Services.AddSingleton<IDbContextFactory<OpsDbContext>>(new NoDatabase());
        Services.AddSingleton<IAssetList>(_estate).AddSingleton<ISiteList>(_estate).AddSingleton<IAssetDirectory>(_estate);
    }

    [Fact]
    public void Assets_are_listed_and_hostile_names_stay_text()
    {
        _estate.Add("<img src=x onerror=alert(1)>");

        var page = Render<AssetsPage>();

        page.WaitForAssertion(() => Assert.Contains("<img src=x", page.Find("tbody b").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("img"));
        Assert.Contains("1 asset", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_in_the_address_reach_the_query()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/assets?q=web&site={_estate.SiteId}&criticality=High&scope=All");

        Render<AssetsPage>();

        Assert.Equal(new AssetFilter { Text = "web", SiteId = _estate.SiteId, Criticality = Criticality.High, Scope = AssetScope.All }, _estate.Asked);
    }

    [Fact]
    public void Typing_puts_the_words_into_the_address()
    {
        var page = Render<AssetsPage>();

        page.Find("input[type=search]").Input("lb 1");

        page.WaitForAssertion(() => Assert.EndsWith("?q=lb%201", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_elsewhere_shows_by_itself()
    {
        var page = Render<AssetsPage>();
        _estate.Add("new-1");

        Services.GetRequiredService<LiveFeed>().Publish("assets");

        page.WaitForAssertion(() => Assert.Contains("new-1", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_viewer_sees_the_list_and_no_way_to_change_it()
    {
        SignIn(Role.Viewer);
        _estate.Add("web-1");

        var page = Render<AssetsPage>();

        Assert.DoesNotContain("New asset", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("/assets/import", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("input[type=checkbox]"));
    }

    [Fact]
    public void An_empty_instance_says_what_comes_first()
    {
        _estate.Sites.Clear();

        Assert.Contains("Add the first site", Render<AssetsPage>().Markup, StringComparison.Ordinal);
        Assert.Contains("Add the first site", Render<AssetEditPage>().Markup, StringComparison.Ordinal);
        Assert.Contains("Add the first site", Render<SitesPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_with_wrong_values_says_so_at_the_fields()
    {
        var page = Render<AssetEditPage>();

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal("Give a name of 1 to 100 characters on one line.", page.Find("#name-error").TextContent));
        Assert.NotNull(page.Find("#kind-error"));
    }

    [Fact]
    public void A_form_shows_what_is_known_and_offers_parents_by_search()
    {
        var known = _estate.Add("web-1", Labels.Of(("env", "prod")));
        _estate.Add("lb-1");

        var page = Render<AssetEditPage>(p => p.Add(x => x.Id, known.Id));
        page.Find("#parents").Input("lb");
        page.Find("[aria-label='Found assets'] button").Click();

        Assert.Equal("web-1", page.Find("#name").GetAttribute("value"));
        Assert.Equal("prod", page.Find("[aria-label='Value of tag 1']").GetAttribute("value"));
        Assert.Contains("lb-1", page.Find("[aria-label=Parents]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_says_why()
    {
        var page = Render<AssetImportPage>();

        page.Find("#paste").Input("kind,site\nserver,Zurich DC");
        page.FindAll("button").Single(b => b.TextContent.Contains("Check pasted rows", StringComparison.Ordinal)).Click();

        page.WaitForAssertion(() => Assert.Contains("“name” among them", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_bulk_edit_without_a_change_says_so_and_names_what_it_would_touch()
    {
        var row = _estate.Add("web-1");

        var dialog = Render<BulkEditDialog>(p => p.Add(d => d.Open, true).Add(d => d.Chosen, [row]).Add(d => d.Sites, []));
        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Equal("Choose at least one thing to change.", dialog.Find("[role=alert]").TextContent));
        Assert.Contains("web-1", dialog.Markup, StringComparison.Ordinal);
    }

    private void SignIn(Role role)
    {
        _authorization.SetAuthorized("tester");
        _authorization.SetClaims(new Claim(ActorClaims.Role, role.ToString()));
    }

    /// <summary>These tests stop where the database begins.</summary>
    private sealed class NoDatabase : IDbContextFactory<OpsDbContext>
    {
        public OpsDbContext CreateDbContext() => throw new InvalidOperationException("No database in page tests.");
    }

    private sealed class FakeEstate : IAssetList, ISiteList, IAssetDirectory
    {
        private readonly List<AssetRow> _rows = [];

        public FakeEstate() => Sites = [new(SiteId, "Zurich DC", SiteKind.DataCentre, "Europe/Zurich", null, 0, 0, 1)];

        public Guid SiteId { get; } = Guid.CreateVersion7();

        public List<SiteRow> Sites { get; }

        public AssetFilter? Asked { get; private set; }

        public AssetRow Add(string name, Labels? tags = null)
        {
            var row = new AssetRow
            {
                Id = Guid.CreateVersion7(), Name = name, Kind = "server", SiteId = SiteId, SiteName = "Zurich DC", Criticality = Criticality.High, Tags = tags ?? Labels.Empty,
            };
            _rows.Add(row);
            return row;
        }

        Task<AssetListView> IAssetList.ReadAsync(AssetFilter filter, Actor actor, CancellationToken ct)
        {
            Asked = filter;
            return Task.FromResult(new AssetListView([.. _rows], Now, Truncated: false));
        }

        Task<Page<AssetRow>> IAssetList.PageAsync(AssetFilter filter, string? after, int size, Actor actor, CancellationToken ct) => throw new NotSupportedException();

        Task<IReadOnlyList<string>> IAssetList.KindsAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>(["server"]);

        Task<IReadOnlyList<SiteRow>> ISiteList.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<SiteRow>>([.. Sites]);

        Task<Page<SiteRow>> ISiteList.PageAsync(string? text, string? after, int size, Actor actor, CancellationToken ct) => throw new NotSupportedException();

        Task<SiteRow?> ISiteList.FindAsync(Guid id, Actor actor, CancellationToken ct) => throw new NotSupportedException();

        Task<AssetView?> IAssetDirectory.FindAsync(Guid id, Actor actor, CancellationToken ct) =>
            Task.FromResult(_rows.Find(r => r.Id == id) is { } row ? new AssetView(row, null, null, [], []) : null);

        Task<IReadOnlyList<AssetLink>> IAssetDirectory.LookupAsync(string text, int limit, Actor actor, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<AssetLink>>(
                [.. _rows.Where(r => r.Name.Contains(text, StringComparison.Ordinal)).Select(r => new AssetLink(r.Id, r.Name, r.Kind, r.SiteName, null))]);
    }
}
