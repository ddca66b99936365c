using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Monitoring;

/// <summary>Pins what a check says to the log book; the key is that of the check.</summary>
internal sealed class CheckPins : IPinSource
{
    /// <inheritdoc />
    public string Kind => "check";

    /// <inheritdoc />
    public string Permission => Permissions.ViewChecks;

    /// <inheritdoc />
    public async Task<PinSnapshot?> TakeAsync(OpsDbContext db, string key, DateTimeOffset now, CancellationToken ct)
    {
        if (!Guid.TryParse(key, out var id) || await db.Set<Check>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } check)
        {
            return null;
        }

        var asset = await db.Set<Asset>().Where(a => a.Id == check.AssetId).Select(a => a.Name).SingleAsync(ct);
        var state = await db.Set<CheckStateRow>().AsNoTracking().SingleOrDefaultAsync(s => s.CheckId == id, ct);
        var word = check.Enabled ? state?.ToReading().Word ?? CheckWord.Pending : CheckWord.Off;
        return new PinSnapshot(Kind, key, $"{check.Name} on {asset}: {Word(word)}", $"/assets/{check.AssetId}", now)
        {
            Severity = word switch { CheckWord.Critical => "Critical", CheckWord.Warning => "Warning", _ => null },
            AssetId = check.AssetId,
            Facts = [.. Facts(check, asset, state, word)],
        };
    }

    /// <summary>A moment as snapshots write it: UTC, to the second.</summary>
    internal static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The limits of a metric in words; null for none.</summary>
    internal static string? Limits(MetricThreshold? limits) => limits is null ? null : string.Join(
        ", ", new[] { ("warning", limits.Warning), ("critical", limits.Critical) }.Where(l => l.Item2 is not null).Select(l => $"{l.Item1} {l.Item2}"));

    private static IEnumerable<PinFact> Facts(Check check, string asset, CheckStateRow? state, CheckWord word)
    {
        (string Name, string? Value)[] facts =
        [
            ("State", state is { IsHard: false } and { Attempt: > 0 } ? $"{Word(word)}, attempt {state.Attempt} of {check.MaxAttempts}" : Word(word)),
            ("Says", state?.Summary),
            ("Because", state?.Because),
            ("Asset", asset),
            ("Target", check.Settings.Describe()),
            ("Since", state is null ? null : Time(state.Since)),
            ("Last result", state?.LastResultAt is { } last ? Time(last) : null),
            ("Took", state is null ? null : string.Create(CultureInfo.InvariantCulture, $"{state.DurationMs:0.#} ms")),
            ("Flapping", state is { Flapping: true } ? "yes" : null),
            ("Limits", string.Join("; ", check.Thresholds.Select(t => $"{t.Metric}: {Limits(t)}"))),
            ("Detail", state?.Detail),
        ];
        return from fact in facts where !string.IsNullOrEmpty(fact.Value) select new PinFact(fact.Name, fact.Value!);
    }

    private static string Word(CheckWord word) => word switch { CheckWord.NoData => "no data", CheckWord.Ok => "OK", CheckWord.Off => "switched off", _ => word.ToString().ToLowerInvariant() };
}
