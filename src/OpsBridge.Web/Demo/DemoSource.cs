using OpsBridge.Alerts;
using OpsBridge.Alerts.Sources;
using OpsBridge.Identity;
using OpsBridge.Simulator;

namespace OpsBridge.Demo;

/// <summary>
/// GlobalMart's own monitoring as an outside source. Its key is known only while the demo runs: every start gives the source a new one
/// and ends the one before.
/// </summary>
public sealed class DemoSource(ISourceList sources, CreateSource createSource, RotateSourceKey rotateKey)
{
    /// <summary>Name of the source.</summary>
    public const string Name = "GlobalMart Prometheus";

    private static readonly SourceDetails s_details = new(Name, SourceFormat.Prometheus)
    {
        Notes = "The simulator's rules on what it plays: pool, answer times, queues, error budget, log volumes.",
        Scopes = SourceScopes.Read,
        Mapping = SourceMapping.Default with
        {
            Rules = [LabelRule.Extract("instance", "^(?<host>[^:]+)")],
            IdentityLabels = ["alertname", "host", "job"],
        },
    };

    /// <summary>Makes the source, unless it exists, and lets the simulator report to the console that listens at <paramref name="console"/>.</summary>
    /// <exception cref="InvalidOperationException">The source itself is wrong; the message says why.</exception>
    public async Task ConnectAsync(GlobalMart mart, Uri console, Actor actor, CancellationToken ct)
    {
        var known = (await sources.ReadAsync(actor, ct)).FirstOrDefault(s => s.Details.Name == Name);
        var key = known is null ? await CreateAsync(actor, ct) : await RotateAsync(known.Id, actor, ct);
        mart.ReportAlertsTo(new Uri(console, "/api/v2/alerts"), key);
    }

    private async Task<string> CreateAsync(Actor actor, CancellationToken ct) => await createSource.HandleAsync(s_details, actor, ct) switch
    {
        CreateSourceResult.Done done => done.Key.Token,
        var refused => throw new InvalidOperationException($"{Name}: {refused}"),
    };

    private async Task<string> RotateAsync(Guid id, Actor actor, CancellationToken ct) => await rotateKey.HandleAsync(id, TimeSpan.Zero, actor, ct) switch
    {
        RotateSourceKeyResult.Done done => done.Key.Token,
        var refused => throw new InvalidOperationException($"{Name}: {refused}"),
    };
}
