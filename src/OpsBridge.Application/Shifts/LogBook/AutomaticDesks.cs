using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.Watch;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.LogBook;

/// <summary>
/// To which desk an automatic entry belongs. The timeline names none, but often it can be known: the watch and a handover are
/// of one desk, and what somebody did while they stood watch at just one desk was done there. Everything else belongs to all desks.
/// </summary>
internal static class AutomaticDesks
{
    private const string Watch = "watch";
    private const string Handover = "handover";

    /// <summary>Leaves out what is known to be of another desk.</summary>
    public static IQueryable<TimelineEntry> Only(OpsDbContext db, IQueryable<TimelineEntry> entries, Guid desk)
    {
        var key = desk.ToString();
        var (spells, handovers) = (db.Set<WatchSpell>(), db.Set<WatchHandover>());
        return entries.Where(e => e.Subject == Watch
            ? e.SubjectId == key
            : e.Subject == Handover
                ? handovers.Any(h => h.DeskId == desk && h.Id.ToString() == e.SubjectId)
                : e.ActorId == null
                    || spells.Any(s => s.AccountId == e.ActorId && s.DeskId == desk && s.TakenAt <= e.At && (s.LeftAt == null || s.LeftAt > e.At))
                    || !spells.Any(s => s.AccountId == e.ActorId && s.TakenAt <= e.At && (s.LeftAt == null || s.LeftAt > e.At)));
    }

    /// <summary>The desks of some entries that have one, by number of the entry.</summary>
    public static async Task<IReadOnlyDictionary<long, Guid>> OfAsync(OpsDbContext db, IReadOnlyCollection<(long Id, DateTimeOffset At, Guid? ActorId, string Subject, string SubjectId)> entries, CancellationToken ct)
    {
        if (entries.Count == 0)
        {
            return new Dictionary<long, Guid>();
        }

        var (first, last) = (entries.Min(e => e.At), entries.Max(e => e.At));
        var actors = entries.Select(e => e.ActorId).OfType<Guid>().Distinct().ToArray();
        var spells = (await db.Set<WatchSpell>().Where(s => actors.Contains(s.AccountId) && s.TakenAt <= last && (s.LeftAt == null || s.LeftAt > first))
            .Select(s => new { s.AccountId, s.DeskId, s.TakenAt, s.LeftAt }).ToListAsync(ct)).ToLookup(s => s.AccountId);
        var named = entries.Where(e => e.Subject == Handover).Select(e => Key(e.SubjectId)).OfType<Guid>().Distinct().ToArray();
        var handovers = named.Length == 0 ? [] : await db.Set<WatchHandover>().Where(h => named.Contains(h.Id)).ToDictionaryAsync(h => h.Id, h => h.DeskId, ct);

        Guid? Of((long Id, DateTimeOffset At, Guid? ActorId, string Subject, string SubjectId) entry) => entry.Subject switch
        {
            Watch => Key(entry.SubjectId),
            Handover => Key(entry.SubjectId) is { } id && handovers.TryGetValue(id, out var desk) ? desk : null,
            _ when entry.ActorId is { } actor => spells[actor].Where(s => s.TakenAt <= entry.At && !(s.LeftAt <= entry.At)).Select(s => s.DeskId).Distinct().ToList() is [var only] ? only : null,
            _ => null,
        };

        return entries.Select(e => (e.Id, Desk: Of(e))).Where(e => e.Desk is not null).ToDictionary(e => e.Id, e => e.Desk!.Value);
    }

    private static Guid? Key(string text) => Guid.TryParse(text, out var key) ? key : null;
}
