using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Monitoring;
using OpsBridge.Simulator;

namespace OpsBridge.Demo;

/// <summary>
/// Loads GlobalMart into an instance through the same use cases as an admin's pages. What exists already, by name, stays as
/// it is, so a demo that is started again goes on where it was.
/// </summary>
public sealed class DemoEstate(CreateSite createSite, CreateAsset createAsset, CreateCheck createCheck, ISiteList sites, IAssetList assets, ICheckBoard checks)
{
    private const int Attempts = 2;
    private static readonly string[] s_measured = [ProbeResult.Latency, ProbeResult.CertificateDays];

    /// <summary>Loads sites, assets and checks.</summary>
    /// <exception cref="InvalidOperationException">The estate itself is wrong; the message names the item.</exception>
    public async Task LoadAsync(GlobalMart mart, Actor actor, CancellationToken ct)
    {
        var siteIds = await LoadSitesAsync(mart.Estate, actor, ct);
        var assetIds = await LoadAssetsAsync(mart.Estate, siteIds, actor, ct);
        var known = (await checks.ReadAsync(actor, ct)).Rows.Select(c => (c.AssetId, c.Name)).ToHashSet();
        foreach (var check in mart.Estate.Checks.Where(c => !known.Contains((assetIds[c.Asset], c.Name))))
        {
            if (await createCheck.HandleAsync(assetIds[check.Asset], DetailsOf(check, mart.Nodes[check.Node]), actor, ct) is CreateCheckResult.Invalid invalid)
            {
                throw Wrong(check.Name, invalid.Errors);
            }
        }
    }

    private async Task<Dictionary<string, Guid>> LoadSitesAsync(GlobalMartEstate estate, Actor actor, CancellationToken ct)
    {
        var ids = (await sites.ReadAsync(actor, ct)).ToDictionary(s => s.Name, s => s.Id, StringComparer.Ordinal);
        foreach (var site in estate.Sites.Where(s => !ids.ContainsKey(s.Name)).ToList())
        {
            var kind = site.Kind switch
            {
                EstateSiteKind.DataCentre => SiteKind.DataCentre,
                EstateSiteKind.RecoverySite => SiteKind.RecoverySite,
                _ => SiteKind.Branch,
            };
            ids[site.Name] = await createSite.HandleAsync(new SiteDetails(site.Name, kind, site.TimeZone, site.Notes), actor, ct) switch
            {
                CreateSiteResult.Done done => done.Id,
                CreateSiteResult.Invalid invalid => throw Wrong(site.Name, invalid.Errors),
                _ => throw new InvalidOperationException(site.Name),
            };
        }

        return ids;
    }

    private async Task<Dictionary<string, Guid>> LoadAssetsAsync(
        GlobalMartEstate estate, Dictionary<string, Guid> siteIds, Actor actor, CancellationToken ct)
    {
        var existing = await assets.ReadAsync(new AssetFilter { Scope = AssetScope.All }, actor, ct);
        var ids = existing.Rows.ToDictionary(a => a.Name, a => a.Id, StringComparer.Ordinal);
        foreach (var asset in estate.Assets.Where(a => !ids.ContainsKey(a.Name)).ToList())
        {
            var details = new AssetDetails(asset.Name, Words(asset.Kind), siteIds[asset.Site], Enum.Parse<Criticality>(asset.Criticality.ToString()))
            {
                OwnerTeam = asset.OwnerTeam,
                Tags = Labels.From(asset.Tags.Select(t => new KeyValuePair<string, string>(t.Replace('-', '_'), "yes"))).With("env", "prod"),
                Notes = asset.Notes,
                ParentIds = [.. asset.Parents.Select(p => ids[p])],
            };
            ids[asset.Name] = await createAsset.HandleAsync(details, actor, ct) switch
            {
                CreateAssetResult.Done done => done.Id,
                CreateAssetResult.Invalid invalid => throw Wrong(asset.Name, invalid.Errors),
                _ => throw new InvalidOperationException(asset.Name),
            };
        }

        return ids;
    }

    private static CheckDetails DetailsOf(EstateCheck check, SimulatedNode node) => new(check.Name, SettingsOf(check, node))
    {
        Interval = check.Interval,
        RetryInterval = TimeSpan.FromSeconds(2),
        Timeout = TimeSpan.FromSeconds(8),
        MaxAttempts = Attempts,
        Thresholds = [.. check.Thresholds.Where(t => s_measured.Contains(t.Metric, StringComparer.Ordinal)).Select(t => new MetricThreshold(t.Metric, Range(t.Warning), Range(t.Critical)))],
    };

    private static ProbeSettings SettingsOf(EstateCheck check, SimulatedNode node)
    {
        var expect = check.Expect.Length == 0 ? null : check.Expect;
        return check.Kind switch
        {
            EstateCheckKind.Tcp => new TcpSettings(node.Host, node.Port, expect),
            EstateCheckKind.Http => new HttpSettings($"{node.Scheme}://{node.Host}:{node.Port}{check.Path}", Keyword: expect, VerifyCertificate: !check.AcceptsSelfSigned),
            EstateCheckKind.Tls => new TlsSettings(node.Host, node.Port, VerifyCertificate: false),
            _ => new HeartbeatSettings(check.Interval * 2 < TimeSpan.FromSeconds(20) ? TimeSpan.FromSeconds(20) : check.Interval * 2),
        };
    }

    private static NagiosRange? Range(string text) =>
        text.Length == 0 ? null : NagiosRange.TryParse(text, out var range, out var error) ? range : throw new InvalidOperationException(error);

    private static string Words(EstateAssetKind kind) => kind switch
    {
        EstateAssetKind.NetworkSwitch => "switch",
        EstateAssetKind.LoadBalancer => "load balancer",
        EstateAssetKind.PaymentGateway => "payment gateway",
        EstateAssetKind.PowerSupply => "ups",
        EstateAssetKind.CoolingUnit => "cooling",
        EstateAssetKind.ScheduledProgram => "program",
        _ => kind.ToString(),
    };

    private static InvalidOperationException Wrong(string item, IReadOnlyDictionary<string, string> errors) =>
        new($"{item}: {string.Join(' ', errors.Select(e => $"{e.Key}: {e.Value}"))}");
}
