using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Monitoring.Handover;

/// <summary>
/// Whether our own checks ran through the shift: the certificate that turns "nothing happened" into evidence. Gaps are looked
/// for in the samples of the checks that run most often: when all of those are silent at once, polling stood still.
/// </summary>
internal sealed class QuietCertificate : IHandoverFacts
{
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(60);

    private const string Gaps =
        """
        with chosen as (
            select s.id from series s join checks c on c.id = s.check_id where c.enabled and c.interval = $3 order by c.id, s.id limit 10
        ), seen as (
            select at from samples where series_id in (select id from chosen) and at >= $1 and at < $2
            union all select $1 union all select $2
        ), steps as (
            select at as from_at, lead(at) over (order by at) as to_at from seen
        )
        select from_at, to_at from steps where to_at - from_at > $4 order by from_at limit 20
        """;

    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.MonitoringHealth;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var checks = await (from c in db.Set<Check>().AsNoTracking()
                            join asset in db.Set<Asset>() on c.AssetId equals asset.Id
                            join s in db.Set<CheckStateRow>() on c.Id equals s.CheckId into states
                            from s in states.DefaultIfEmpty()
                            where c.Enabled && c.HeartbeatTokenHash == null && asset.RetiredAt == null
                            select new { c.Id, c.Name, Asset = asset.Name, c.AssetId, c.Interval, Last = s == null ? null : s.LastResultAt }).ToListAsync(ct);
        if (checks.Count == 0)
        {
            return new HandoverFactList([new HandoverFact("checks/none", "No checks of our own are switched on") { Tone = FactTone.Quiet }], 1);
        }

        var words = await FactWords.OfAsync(db, span.DeskId, ct);
        var late = checks.Where(c => c.Last is null || now - c.Last > (2 * c.Interval) + s_slack).ToList();
        var facts = late.Take(20).Select(c => new HandoverFact($"late/{c.Id}", $"Check {c.Name} on {c.Asset} is late")
        {
            Detail = c.Last is { } last ? $"last result {words.Clock(last, now)}, due every {FactWords.Lasting(c.Interval)}" : "it has not run yet",
            Tone = FactTone.Warn,
            Href = $"/assets/{c.AssetId}",
        }).ToList();
        var gaps = await GapsAsync(db, span.From, span.Until < now ? span.Until : now, checks.Min(c => c.Interval), ct);
        facts.AddRange(gaps.Select(g => new HandoverFact(string.Create(CultureInfo.InvariantCulture, $"gap/{g.From.ToUnixTimeSeconds()}"), $"No check ran from {words.Clock(g.From, now)} to {words.Clock(g.To, now)}")
        {
            Detail = $"{FactWords.Lasting(g.To - g.From)}: what happened in that time, our checks did not see.",
            Tone = FactTone.Bad,
            Since = g.From,
        }));
        facts.Add(new HandoverFact("checks/certificate", $"{checks.Count - late.Count} of {FactWords.Many(checks.Count, "check")} on time, {(gaps.Count == 0 ? "no gaps" : FactWords.Many(gaps.Count, "gap"))} in this shift")
        {
            Tone = FactTone.Quiet,
            Href = "/checks",
        });
        return new HandoverFactList(facts, facts.Count + Math.Max(0, late.Count - 20));
    }

    private static async Task<List<(DateTimeOffset From, DateTimeOffset To)>> GapsAsync(OpsDbContext db, DateTimeOffset from, DateTimeOffset until, TimeSpan interval, CancellationToken ct)
    {
        var gaps = new List<(DateTimeOffset, DateTimeOffset)>();
        if (until <= from)
        {
            return gaps;
        }

        await using var command = new NpgsqlCommand(Gaps, (NpgsqlConnection)db.Database.GetDbConnection());
        command.Parameters.Add(new() { Value = from.UtcDateTime });
        command.Parameters.Add(new() { Value = until.UtcDateTime });
        command.Parameters.Add(new() { Value = interval });
        command.Parameters.Add(new() { Value = (2 * interval) + s_slack });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            gaps.Add((reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<DateTimeOffset>(1)));
        }

        return gaps;
    }
}
