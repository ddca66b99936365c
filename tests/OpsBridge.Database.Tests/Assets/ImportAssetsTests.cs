using System.Globalization;
using System.Text;
using OpsBridge.Kernel;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Assets;

public sealed class ImportAssetsTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>, IAsyncDisposable
{
    private readonly Estate _estate = new(database);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dry_run_stores_nothing_and_applying_stores_what_it_said()
    {
        await _estate.SiteAsync("Dry DC", Ct);
        const string File = "name,kind,site,parents,tags\ndry-1,server,Dry DC,dry-2,env=prod\ndry-2,switch,Dry DC,,\n";

        var dry = Assert.IsType<ImportResult.Checked>(await ImportAsync(File, ImportMode.DryRun));
        Assert.Equal((2, 0), (dry.Report.Created, await _estate.CountAsync("dry-", Ct)));

        Assert.IsType<ImportResult.Applied>(await ImportAsync(File, ImportMode.Apply));
        Assert.Equal(2, await _estate.CountAsync("dry-", Ct));
        Assert.Equal(2, Assert.IsType<ImportResult.Checked>(await ImportAsync(File, ImportMode.DryRun)).Report.Unchanged);
        var found = Assert.Single((await _estate.Get<IAssetList>().ReadAsync(new() { Text = "env=prod dry" }, Estate.Viewer, Ct)).Rows);
        Assert.Equal("created asset dry-1", Assert.Single(await _estate.HistoryAsync(found.Id, Ct)).Text);
    }

    [Fact]
    public async Task One_refused_row_stops_all_of_it()
    {
        await _estate.SiteAsync("Refuse DC", Ct);

        var result = Assert.IsType<ImportResult.NotApplied>(await ImportAsync("name,kind,site\nref-1,server,Refuse DC\nref-2,server,Nowhere\n", ImportMode.Apply));

        Assert.Equal((1, 1, 0), (result.Report.Created, result.Report.Refused, await _estate.CountAsync("ref-", Ct)));
    }

    [Fact]
    public async Task What_is_exported_comes_back_unchanged_formulas_and_all()
    {
        var site = await _estate.SiteAsync("=Export; \"DC\"", Ct);
        var parent = await _estate.AssetAsync("exp-parent;1", site, Ct);
        await _estate.Get<CreateAsset>().HandleAsync(
            new AssetDetails("exp-=cmd", "-server", site, Criticality.Critical)
            {
                OwnerTeam = "@team",
                Tags = Labels.Of(("a", "x;y=1"), ("b", "\\")),
                Notes = "=HYPERLINK(\"http://x\")\r\nsecond, line",
                RunbookUrl = "https://wiki.example/r?a=1,2",
                ParentIds = [parent.Id],
            },
            Estate.Admin,
            Ct);

        var file = new MemoryStream();
        await _estate.Get<ExportAssets>().HandleAsync(new AssetFilter { Text = "exp-" }, file, Estate.Viewer, Ct);
        var report = Assert.IsType<ImportResult.Checked>(await _estate.Get<ImportAssets>().HandleAsync(file.ToArray(), ImportMode.DryRun, Estate.Admin, Ct)).Report;

        Assert.Equal((2, 2), (report.Unchanged, report.Rows.Count));
        Assert.DoesNotContain(Encoding.UTF8.GetString(file.ToArray()).Split(','), c => c.TrimStart('"') is ['=' or '@' or '-', ..]);
    }

    [Fact]
    public async Task Ten_thousand_assets_are_imported_and_read_and_the_times_are_told()
    {
        await _estate.SiteAsync("Big DC", Ct);
        var file = new StringBuilder("name;kind;site;criticality;owner_team;tags;parents\n");
        for (var i = 0; i < 10_000; i++)
        {
            file.Append(CultureInfo.InvariantCulture, $"big-{i:00000};server;Big DC;high;team {i % 20};env=prod;{(i < 100 ? "" : $"big-{i % 100:00000}")}\n");
        }

        var imported = await TimeAsync("import 10,000", async () => Assert.IsType<ImportResult.Applied>(await ImportAsync(file.ToString(), ImportMode.Apply)));
        Assert.Equal(10_000, imported.Report.Created);
        var list = _estate.Get<IAssetList>();
        await TimeAsync("list, first read", () => list.ReadAsync(new(), Estate.Viewer, Ct));
        Assert.True((await TimeAsync("list, all", () => list.ReadAsync(new(), Estate.Viewer, Ct))).Rows.Count >= 10_000);
        Assert.Equal(500, (await TimeAsync("search two words", () => list.ReadAsync(new() { Text = "BIG env=prod", Kind = "server" }, Estate.Viewer, Ct))).Rows.Count(r => r.OwnerTeam == "team 7"));
        Assert.Equal(100, (await TimeAsync("page of 100", () => list.PageAsync(new(), "big-05000", 100, Estate.Viewer, Ct))).Items.Count);
        Assert.Equal(8, (await TimeAsync("lookup", () => _estate.Get<IAssetDirectory>().LookupAsync("BIG-0999", AssetDirectory.JumpLimit, Estate.Viewer, Ct))).Count);
        await TimeAsync("dry run 10,000", () => ImportAsync(file.ToString(), ImportMode.DryRun));
    }

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    private Task<ImportResult> ImportAsync(string file, ImportMode mode) =>
        _estate.Get<ImportAssets>().HandleAsync(Encoding.UTF8.GetBytes(file), mode, Estate.Admin, Ct);

    private async Task<T> TimeAsync<T>(string what, Func<Task<T>> work)
    {
        var began = TimeProvider.System.GetTimestamp();
        var result = await work();
        output.WriteLine($"{what}: {TimeProvider.System.GetElapsedTime(began).TotalMilliseconds:F0} ms");
        return result;
    }
}
