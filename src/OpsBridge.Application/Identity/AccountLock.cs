using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Identity;

/// <summary>
/// Changes of who may do what happen one after the other, so that "one admin must remain" and "the first account" hold when
/// two people act at once. Such changes are rare; the lock ends with the transaction.
/// </summary>
internal static class AccountLock
{
    private const long Key = AdvisoryLocks.Accounts;

    public static Task TakeAsync(OpsDbContext db, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Key})", ct);
}
