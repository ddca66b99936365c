using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Reads what the log book shows by itself: entries of the timeline, of the kinds that the slices have registered.</summary>
public sealed class AutomaticEntries(IEnumerable<ILogBookKinds> slices, TimeProvider clock)
{
    /// <summary>How far back words are searched for in automatic entries, unless a time is given: they have no index of words.</summary>
    public static readonly TimeSpan SearchedBack = TimeSpan.FromDays(31);

    /// <summary>The next rows after a place.</summary>
    internal async Task<IReadOnlyList<LogRow>> ReadAsync(OpsDbContext db, LogFilter filter, LogCursor? after, int take, Actor actor, CancellationToken ct)
    {
        if (Of(db, filter, actor) is not { } entries)
        {
            return [];
        }

        entries = after switch
        {
            null => entries,
            { EntryId: not null } => entries.Where(e => e.At <= after.At), // the written ones of this moment came first
            _ => entries.Where(e => EF.Functions.LessThan(ValueTuple.Create(e.At, e.Id), ValueTuple.Create(after.At, after.TimelineId))),
        };
        var rows = await entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(take)
            .Select(e => new { e.Id, e.At, e.ActorId, e.ActorName, e.Kind, e.Subject, e.SubjectId, e.AssetId, e.Text, e.Why }).ToListAsync(ct);
        var desks = await AutomaticDesks.OfAsync(db, [.. rows.Select(e => (e.Id, e.At, e.ActorId, e.Subject, e.SubjectId))], ct);
        return rows.ConvertAll(e => new LogRow
        {
            DeskId = desks.TryGetValue(e.Id, out var desk) ? desk : null,
            Key = string.Create(CultureInfo.InvariantCulture, $"t{e.Id}"),
            At = e.At,
            Who = e.ActorName,
            ByPerson = e.ActorId is not null,
            Text = e.Text,
            Why = e.Why,
            TimelineKind = e.Kind,
            Assets = e.AssetId is { } asset ? [new NamedAsset(asset, "")] : [],
            Href = slices.Select(s => s.PageOf(e.Subject, e.SubjectId)).FirstOrDefault(h => h is not null),
        });
    }

    /// <summary>How many there are.</summary>
    internal async Task<int> CountAsync(OpsDbContext db, LogFilter filter, Actor actor, CancellationToken ct) =>
        Of(db, filter, actor) is { } entries ? await entries.CountAsync(ct) : 0;

    private IQueryable<TimelineEntry>? Of(OpsDbContext db, LogFilter filter, Actor actor)
    {
        var mine = slices.Where(s => actor.May(s.Permission)).ToList();
        if (!filter.TakesAutomatic || mine.Count == 0)
        {
            return null;
        }

        var kinds = mine.SelectMany(s => s.Kinds).Where(IsKind).ToArray();
        var subjects = mine.SelectMany(s => s.Kinds).Where(k => !IsKind(k)).ToArray();
        var ofPeople = mine.SelectMany(s => s.KindsOfPeople).ToArray();
        var entries = db.Set<TimelineEntry>().AsNoTracking()
            .Where(e => kinds.Contains(e.Kind) || subjects.Contains(e.Subject) || (ofPeople.Contains(e.Kind) && e.ActorId != null));
        entries = filter.Author is { } author ? entries.Where(e => e.ActorName == author) : entries;
        entries = filter.AssetId is { } asset ? entries.Where(e => e.AssetId == asset) : entries;
        entries = filter.DeskId is { } desk ? AutomaticDesks.Only(db, entries, desk) : entries;
        entries = filter.From is { } from ? entries.Where(e => e.At >= from.ToUniversalTime()) : entries;
        entries = filter.Until is { } until ? entries.Where(e => e.At < until.ToUniversalTime()) : entries;
        if (filter.AlertId is { } alert)
        {
            var key = alert.ToString(CultureInfo.InvariantCulture);
            entries = entries.Where(e => e.Subject == "alert" && e.SubjectId == key);
        }

        return Search(entries, filter);
    }

    private IQueryable<TimelineEntry> Search(IQueryable<TimelineEntry> entries, LogFilter filter)
    {
        var words = LogWords.Of(filter.Text);
        if (words.Count > 0 && filter.From is null)
        {
            var back = clock.GetUtcNow() - SearchedBack;
            entries = entries.Where(e => e.At >= back);
        }

        foreach (var word in words)
        {
            var like = $"%{word}%"; // letters and digits only: nothing to escape
            entries = entries.Where(e => EF.Functions.ILike(e.Text, like) || EF.Functions.ILike(e.ActorName, like) || EF.Functions.ILike(e.Why ?? "", like));
        }

        return entries;
    }

    private static bool IsKind(string text) => text.Contains('.', StringComparison.Ordinal);
}
