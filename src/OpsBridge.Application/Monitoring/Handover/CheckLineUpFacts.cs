using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Monitoring.Handover;

/// <summary>Checks that are switched off: what they would see, nobody sees.</summary>
internal sealed class CheckLineUpFacts : IHandoverFacts
{
    private const int Named = 50;

    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.AbnormalLineUps;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var off = from check in db.Set<Check>().AsNoTracking()
                  join asset in db.Set<Asset>() on check.AssetId equals asset.Id
                  where !check.Enabled && asset.RetiredAt == null
                  select new { check.Id, check.Name, check.AssetId, Asset = asset.Name };
        var named = await off.OrderBy(c => c.Asset).ThenBy(c => c.Name).Take(Named).ToListAsync(ct);
        return new HandoverFactList(
            [.. named.Select(c => new HandoverFact($"check/{c.Id}", $"Check {c.Name} on {c.Asset} is switched off") { Tone = FactTone.Warn, Href = $"/assets/{c.AssetId}" })],
            await off.CountAsync(ct));
    }
}
