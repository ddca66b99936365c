using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OpsBridge.Data;

/// <summary>A table that is kept by day; each slice registers its own.</summary>
/// <param name="Name">The table.</param>
/// <param name="KeepDays">Full days before today that are kept.</param>
public sealed record DayPartitionedTable(string Name, int KeepDays);

/// <summary>Makes the day partitions of the next days ahead of time and drops those past retention, every hour.</summary>
public sealed partial class DayPartitionKeeper(
    NpgsqlDataSource source, IEnumerable<DayPartitionedTable> tables, TimeProvider clock, ILogger<DayPartitionKeeper> logger) : BackgroundService
{
    private const int DaysAhead = 2;

    /// <summary>One round.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        foreach (var (table, days) in tables)
        {
            await DayPartitions.EnsureAsync(source, table, today, today.AddDays(DaysAhead), ct);
            if (await DayPartitions.DropBeforeAsync(source, table, today.AddDays(-days), ct) is > 0 and var dropped)
            {
                LogDropped(dropped, table, days);
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Dropped {Count} day partitions of {Table}, older than {Days} days")]
    private partial void LogDropped(int count, string table, int days);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Day partitions could not be kept and are tried again in an hour: {Reason}")]
    private partial void LogFailed(string reason);
}
