using OpsBridge.Alerts.Intake;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Sources;

/// <summary>Shows what a mapping would make of events that came before, without touching anything.</summary>
public sealed class DryRunMapping(SourceBook book)
{
    /// <summary>The most events of one run.</summary>
    public const int Limit = 100;

    /// <summary>Runs the wanted values over the events.</summary>
    /// <param name="details">The source as it would be.</param>
    /// <param name="saved">The source as it is; null for a new one.</param>
    /// <param name="events">Events as received; the first 100 count.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<DryRunResult> HandleAsync(
        SourceDetails details, SourceDetails? saved, IReadOnlyList<IncomingEvent> events, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSources);
        if (details.Validate() is { Count: > 0 } errors)
        {
            return new DryRunResult.Invalid(errors);
        }

        var assets = (await book.ReadAsync(ct)).Assets;
        var wanted = CompiledMapping.Of(details.Mapping, SignalRules.Of(null, details));
        var now = saved is null ? wanted : CompiledMapping.Of(saved.Mapping, SignalRules.Of(null, saved));
        var hits = new int[details.Mapping.Rules.Count];
        var rows = events.Take(Limit).Select(e => Row(e, wanted, now, hits, assets)).ToList();
        return new DryRunResult.Done(rows, hits);
    }

    private static DryRunRow Row(IncomingEvent e, CompiledMapping wanted, CompiledMapping now, int[] hits, AssetIndex assets)
    {
        var after = wanted.Rewrite(e, hits);
        var signal = DefaultMapping.Map(after, wanted.Signals, assets);
        return new DryRunRow(e, after.Labels, signal)
        {
            Asset = signal.AssetId is null ? null : signal.Descriptive["asset"],
            Fingerprint = signal.Identity.Fingerprint(),
            FingerprintNow = now.Map(e, assets).Identity.Fingerprint(),
        };
    }
}

/// <summary>What a mapping would make of one event.</summary>
/// <param name="Event">The event as received.</param>
/// <param name="After">Its labels after the steps.</param>
/// <param name="Signal">What the alerts would be told.</param>
public sealed record DryRunRow(IncomingEvent Event, Labels After, AlertSignal Signal)
{
    /// <summary>Name of the asset that was found; null for none.</summary>
    public string? Asset { get; init; }

    /// <summary>Fingerprint of the alert it would belong to.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Fingerprint of the alert it belongs to as the source is now.</summary>
    public required string FingerprintNow { get; init; }

    /// <summary>Whether the steps changed its labels.</summary>
    public bool Changed => !After.Equals(Event.Labels);

    /// <summary>Whether it would belong to another alert than now: open alerts of the old identity would no longer be cleared.</summary>
    public bool Moves => Fingerprint != FingerprintNow;
}

/// <summary>Answer of <see cref="DryRunMapping"/>.</summary>
public abstract record DryRunResult
{
    /// <summary>Run.</summary>
    /// <param name="Rows">One per event, in order.</param>
    /// <param name="Hits">Per rule: on how many events it did something.</param>
    public sealed record Done(IReadOnlyList<DryRunRow> Rows, IReadOnlyList<int> Hits) : DryRunResult
    {
        /// <summary>How many different alerts result.</summary>
        public int Alerts => Rows.DistinctBy(r => r.Fingerprint, StringComparer.Ordinal).Count();

        /// <summary>How many different alerts these events make as the source is now.</summary>
        public int AlertsNow => Rows.DistinctBy(r => r.FingerprintNow, StringComparer.Ordinal).Count();

        /// <summary>For how many events an asset was found.</summary>
        public int WithAsset => Rows.Count(r => r.Asset is not null);
    }

    /// <summary>The values are not good.</summary>
    /// <param name="Errors">Plain words by field of <see cref="SourceDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : DryRunResult;
}
