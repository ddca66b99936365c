using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Jobs;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Pings;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Simulator;

namespace OpsBridge.Demo;

/// <summary>
/// The routine of GlobalMart: an archive of invoices each night, an import that fails because a store has not sent its sales, a
/// call each hour, and two jobs elsewhere that report in. What exists already, by name, stays as it is.
/// </summary>
public sealed class DemoJobs(DemoFiles files, RegisterCommand register, SaveJob save, SaveReportedJob saveReported, DemoBooks books)
{
    /// <summary>The reported job that reports as long as the demo runs.</summary>
    public const string Settlement = "Till settlement";

    /// <summary>The reported job that reports once, and then is late.</summary>
    public const string Points = "Loyalty points export";

    private const string Archive = "Invoices of the day";
    private const string Import = "Store sales import";
    private const string Warmer = "Stock cache, warm up";
    private const string Balancer = "inv-lb-01";
    private const string Zone = "Europe/Zurich";

    /// <summary>Jobs that run once when the demo begins, so that their pages have something to tell.</summary>
    public static IReadOnlyList<string> RunAtStart { get; } = [Archive, Import, Warmer];

    /// <summary>Makes them.</summary>
    /// <exception cref="InvalidOperationException">A job itself is wrong; the message names it.</exception>
    public async Task LoadAsync(GlobalMart mart, Actor actor, CancellationToken ct)
    {
        await files.WriteAsync(ct);
        var known = (await books.Jobs.ReadAsync(JobFilter.None, actor, ct)).Rows.ToDictionary(j => j.Name, StringComparer.OrdinalIgnoreCase);
        var assets = (await books.Assets.ReadAsync(new AssetFilter(), actor, ct)).Rows.ToDictionary(a => a.Name, a => a.Id, StringComparer.Ordinal);
        if (await SaveAsync(known, InvoiceArchive(assets["backup-agent"]), actor, ct) is { } archive)
        {
            await SaveAsync(known, Proof(archive), actor, ct);
        }

        await SaveAsync(known, CacheWarmer(mart, assets[Balancer]), actor, ct);
        if (!OperatingSystem.IsWindows())
        {
            await register.HandleAsync("import-sales", files.Importer, actor, ct);
            await SaveAsync(known, SalesImport(assets["stock-sync"]), actor, ct);
        }

        var reported = (await books.Reported.ReadAsync(actor, ct)).Select(r => r.Title).ToHashSet(StringComparer.Ordinal);
        foreach (var details in Reported(assets).Where(d => !reported.Contains(d.Name)))
        {
            _ = await saveReported.HandleAsync(null, 0, details, actor, ct) as SaveReportedJobResult.Done ?? throw Wrong(details.Name);
        }
    }

    private JobDetails InvoiceArchive(Guid asset) =>
        new(Archive, new ArchiveSettings([files.InvoiceFolder], new BackupPolicy { Rpo = TimeSpan.FromHours(26), KeepLast = 14, Weekly = 8 }), new CronSchedule("0 30 1 * * ?", Zone))
        {
            Description = "Invoices are kept for ten years; finance asks for them by day.",
            AssetId = asset,
            CatchUp = CatchUp.Last,
            Deadline = new TimeOnly(6, 0),
            DeadlineZone = Zone,
        };

    private static JobDetails Proof(Guid archive) => new("Invoices, restored to prove it", new DrillSettings(archive), new AfterSchedule(archive, AfterCondition.Success, TimeSpan.Zero))
    {
        Description = "A copy that nobody has restored is a hope: each archive is unpacked in a scratch folder and compared.",
        Severity = AlertSeverity.Warning,
    };

    private JobDetails SalesImport(Guid asset) => new(Import, new CommandSettings("import-sales", [files.SalesFolder, .. DemoFiles.Stores]), new CronSchedule("0 15 3 * * ?", Zone))
    {
        Description = "Takes yesterday's sales of the stores into the inventory. A store without a file stops it: ring the store, then run it again.",
        AssetId = asset,
        Timeout = TimeSpan.FromMinutes(5),
        Severity = AlertSeverity.Warning,
    };

    private static JobDetails CacheWarmer(GlobalMart mart, Guid asset)
    {
        var check = mart.Estate.Checks.First(c => c.Asset == Balancer && c.Kind == EstateCheckKind.Http);
        return new JobDetails(Warmer, new HttpCallSettings("GET", mart.Nodes[check.Node].At(check.Path).ToString()), new CronSchedule("0 5 * * * ?", Zone))
        {
            Description = "Asks for the stock once through the load balancer, so that the first customer of the hour does not wait.",
            AssetId = asset,
            Timeout = TimeSpan.FromSeconds(30),
            Severity = AlertSeverity.Warning,
        };
    }

    private static IEnumerable<ReportedJobDetails> Reported(Dictionary<string, Guid> assets) =>
    [
        new(Settlement) { Slug = "till-settlement", Tags = "payments cron", Period = TimeSpan.FromMinutes(1), Grace = TimeSpan.FromMinutes(3), AssetId = assets["pay-gw-01"], Description = "Cron on pay-gw-01: start and end report with curl." },
        new(Points) { Slug = "loyalty-points", Tags = "marketing cron", Period = TimeSpan.FromMinutes(2), Grace = TimeSpan.FromHours(4), AssetId = assets["price-feed"], Severity = AlertSeverity.Warning },
    ];

    /// <summary>Key of the new job; null when there was one of that name.</summary>
    private async Task<Guid?> SaveAsync(Dictionary<string, JobRow> known, JobDetails details, Actor actor, CancellationToken ct)
    {
        var row = known.GetValueOrDefault(details.Name);
        if (row is not null && !MovedAway(row, details))
        {
            return null;
        }

        var done = await save.HandleAsync(row?.Id, row?.Number ?? 0, details, actor, ct) as SaveJobResult.Done ?? throw Wrong(details.Name);
        return row is null ? done.Id : null;
    }

    /// <summary>The simulator listens on another port than at the last start.</summary>
    private static bool MovedAway(JobRow row, JobDetails details) => (row.Details.Settings, details.Settings) is (HttpCallSettings had, HttpCallSettings has) && had.Url != has.Url;

    private static InvalidOperationException Wrong(string name) => new($"The demo's job {name} is wrong.");
}

/// <summary>What the demo reads before it makes jobs.</summary>
/// <param name="Jobs">Jobs.</param>
/// <param name="Reported">Reported jobs.</param>
/// <param name="Assets">Assets.</param>
public sealed record DemoBooks(IJobList Jobs, IReportedJobs Reported, IAssetList Assets);
