using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;

namespace OpsBridge.Jobs.Pings;

/// <summary>
/// Sees to it that the day partition of a moment exists before something is written into it. The keeper makes them ahead, so this looks
/// once a day and finds them; it is for a clock that was set and for a keeper that could not run.
/// </summary>
public sealed class PingRooms
{
    private DateOnly? _made; // written by any thread, each time with the same meaning

    /// <summary>Makes what is missing.</summary>
    internal async Task MakeAsync(OpsDbContext db, DateTimeOffset at, CancellationToken ct)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        if (_made == day)
        {
            return;
        }

        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var connection = (NpgsqlConnection)db.Database.GetDbConnection();
            await DayPartitions.EnsureAsync(connection, PingsSql.Pings, day, ct);
            await DayPartitions.EnsureAsync(connection, PingsSql.Flips, day, ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        _made = day;
    }
}
