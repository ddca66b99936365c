using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Alerts.Board;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Archive;

/// <summary>Reads alerts of any time, page by page.</summary>
public interface IAlertArchive
{
    /// <summary>The page after a place (older), or with <paramref name="backwards"/> the one before it (newer).</summary>
    Task<ArchivePage> ReadAsync(ArchiveFilter filter, ArchivePlace? place, bool backwards, int size, Actor actor, CancellationToken ct);

    /// <summary>
    /// The place after which page <paramref name="page"/> (from 1) begins; null for the first page, and when there are not so
    /// many. Filters on labels cannot be counted through without reading: they are left out of account.
    /// </summary>
    Task<ArchivePlace?> SeekAsync(ArchiveFilter filter, int page, int size, Actor actor, CancellationToken ct);
}

/// <summary>
/// Pages by key over the index (raised_at, id): page 1,000 costs what page 1 costs. Conditions on labels are tried on rows in
/// that order, with the same matchers as everywhere else; after <see cref="MostTried"/> rows the page is handed out as far
/// as it is, so that a condition which nothing meets cannot read a year.
/// </summary>
public sealed class AlertArchive(IDbContextFactory<OpsDbContext> contexts) : IAlertArchive
{
    /// <summary>Rows tried for one page when labels are filtered.</summary>
    public const int MostTried = 20_000;

    private const int Tried = 2000; // rows per round trip while labels are tried

    /// <inheritdoc />
    public async Task<ArchivePage> ReadAsync(ArchiveFilter filter, ArchivePlace? place, bool backwards, int size, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var source = await ArchiveRows.OpenAsync(db, filter, ct);
        var (found, at, tried, more) = (new List<AlertRow>(), place, 0, true);
        while (found.Count <= size && more && tried < MostTried)
        {
            var wanted = filter.ReadsLabels ? Tried : size + 1;
            var rows = await source.ReadAsync(at, backwards, wanted, ct);
            (tried, more) = (tried + rows.Count, rows.Count == wanted);
            at = rows.Count == 0 ? at : PlaceOf(rows[^1]);
            found.AddRange(filter.Matchers is { } matchers ? rows.Where(r => matchers.IsMatch(r.Labels)) : rows);
        }

        var gaveUp = found.Count <= size && more && filter.ReadsLabels;
        var shown = found.Take(size).ToList();
        var next = found.Count > size ? PlaceOf(shown[^1]) : gaveUp ? at : null;
        if (backwards)
        {
            shown.Reverse();
            return new ArchivePage(shown, shown.Count == 0 ? null : PlaceOf(shown[^1]), next, gaveUp ? at!.RaisedAt : null);
        }

        return new ArchivePage(shown, next, place is null || shown.Count == 0 ? null : PlaceOf(shown[0]), gaveUp ? at!.RaisedAt : null);
    }

    /// <inheritdoc />
    public async Task<ArchivePlace?> SeekAsync(ArchiveFilter filter, int page, int size, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        if (page <= 1)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        return await (await ArchiveRows.OpenAsync(db, filter, ct)).SkipAsync(((long)(page - 1) * size) - 1, ct);
    }

    private static ArchivePlace PlaceOf(AlertRow row) => new(row.RaisedAt, row.Id);
}
