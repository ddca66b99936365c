using System.Collections.Concurrent;
using System.Security.Claims;
using Npgsql;
using OpsBridge.Identity;

namespace OpsBridge.SignIn;

/// <summary>
/// Whether what a cookie says still holds. An answer is good for a second, so a page with twenty requests asks once and a
/// revocation counts within that second on every node, even when announcements do not arrive. While the database does not answer the last
/// answer stays good for some minutes: pages can then say what is wrong, and nothing can be done without the database anyway.
/// </summary>
public sealed class SessionCheck(Sessions sessions, WallScreens screens, IWatchRights rights, TimeProvider clock)
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan s_good = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_goodWithoutDatabase = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<Guid, (ClaimsPrincipal? Principal, long ReadAt)> _kept = new();

    /// <summary>The principal as it is now, at most a second old; null when it is no more.</summary>
    public async Task<ClaimsPrincipal?> RecentAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if ((SessionPrincipal.SessionOf(principal) ?? SessionPrincipal.ScreenOf(principal)) is not { } id)
        {
            return null;
        }

        var known = _kept.TryGetValue(id, out var kept);
        if (known && clock.GetElapsedTime(kept.ReadAt) < s_good)
        {
            return kept.Principal;
        }

        try
        {
            var started = clock.GetTimestamp();
            var current = await CurrentAsync(principal, ct);
            Keep(id, current, started);
            return current;
        }
        catch (Exception exception) when (IsOutage(exception) && known && clock.GetElapsedTime(kept.ReadAt) < s_goodWithoutDatabase)
        {
            return kept.Principal;
        }
    }

    /// <summary>The principal as the database says at this moment; null when it is no more.</summary>
    public async Task<ClaimsPrincipal?> CurrentAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (SessionPrincipal.SessionOf(principal) is { } session)
        {
            return await sessions.FindAsync(session, ct) is { } account ? SessionPrincipal.Of(account, await rights.WithheldAsync(account.AccountId, ct)) : null;
        }

        return SessionPrincipal.ScreenOf(principal) is { } screen && await screens.FindAsync(screen, ct) is { } actor
            ? SessionPrincipal.Of(actor, Schemes.Wall)
            : null;
    }

    /// <summary>Whether the database, not the question, is the reason of a failure.</summary>
    public static bool IsOutage(Exception exception) =>
        exception is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException };

    private void Keep(Guid id, ClaimsPrincipal? principal, long readAt)
    {
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        _kept[id] = (principal, readAt);
    }
}
