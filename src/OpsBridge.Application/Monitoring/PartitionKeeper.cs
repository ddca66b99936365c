using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using OpsBridge.Data;

namespace OpsBridge.Monitoring;

/// <summary>Makes the day partitions of the next days ahead of time and drops those past retention, every hour.</summary>
public sealed partial class PartitionKeeper(
    NpgsqlDataSource source, IOptions<MonitoringOptions> options, TimeProvider clock, ILogger<PartitionKeeper> logger) : BackgroundService
{
    private const int DaysAhead = 2;

    /// <summary>One round.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        foreach (var table in MonitoringSql.ByDay)
        {
            await DayPartitions.EnsureAsync(source, table, today, today.AddDays(DaysAhead), ct);
            var days = table == "samples" ? options.Value.KeepSamplesDays : options.Value.KeepChangesDays;
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
