using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Alerts.Flood;

/// <summary>A time in which more alarms came than the people on the console could look at one by one.</summary>
public sealed class AlertFlood
{
    private AlertFlood()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>When it began (UTC).</summary>
    public DateTimeOffset BeganAt { get; private init; }

    /// <summary>When it ended (UTC); null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Highest number of alarms within ten minutes.</summary>
    public int Peak { get; private set; }

    /// <summary>Operators on the console when it began.</summary>
    public int Operators { get; private init; }

    /// <summary>It begins.</summary>
    public static AlertFlood Begin(DateTimeOffset at, int alarms, int operators) =>
        new() { Id = Guid.CreateVersion7(at), BeganAt = at, Peak = alarms, Operators = operators };

    /// <summary>It ends.</summary>
    public void End(DateTimeOffset at, int peak) => (EndedAt, Peak) = (at, Math.Max(Peak, peak));
}

internal sealed class AlertFloodConfiguration : IEntityTypeConfiguration<AlertFlood>
{
    public void Configure(EntityTypeBuilder<AlertFlood> flood)
    {
        flood.ToTable("alert_floods");
        flood.HasIndex(f => f.BeganAt);
        flood.Property<bool>("Lasts").HasComputedColumnSql("ended_at is null", stored: true);
        flood.HasIndex("Lasts").IsUnique().HasFilter("ended_at is null").HasDatabaseName("alert_floods_one"); // one flood at a time, whoever sees it first
    }
}
