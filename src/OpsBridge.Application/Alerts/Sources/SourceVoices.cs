using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Alerts.Sources;

/// <summary>
/// Knows which sources are watched for silence and when each was heard last, over all processes. Asked before an alert times
/// out: as long as its source says nothing at all, only the source's own silence is known, and that is the dead-man's business.
/// </summary>
public sealed class SourceVoices(IDbContextFactory<OpsDbContext> contexts)
{
    private volatile FrozenDictionary<Guid, DateTimeOffset> _lastHeard = FrozenDictionary<Guid, DateTimeOffset>.Empty;

    /// <summary>
    /// Whether an alert may time out. One of a source that nobody watches may; one of a watched source only when the source
    /// has spoken since the alert's end, of something else.
    /// </summary>
    /// <param name="sourceId">The alert's source; null for none.</param>
    /// <param name="endsAt">When the alert was to be reported again (UTC).</param>
    public bool MayTimeOut(Guid? sourceId, DateTimeOffset endsAt) =>
        sourceId is not { } id || !_lastHeard.TryGetValue(id, out var heard) || heard > endsAt;

    /// <summary>Reads anew.</summary>
    internal async Task RefreshAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var heard = await (
            from s in db.Set<Source>()
            join h in db.Set<SourceHearing>() on s.Id equals h.SourceId
            where s.SilenceLimit != null
            select new { s.Id, h.LastHeardAt }).ToListAsync(ct);
        _lastHeard = heard.ToFrozenDictionary(h => h.Id, h => h.LastHeardAt);
    }
}
