using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsBridge.Assets;

namespace OpsBridge.Monitoring;

internal sealed class MonitoringConfiguration :
    IEntityTypeConfiguration<Check>,
    IEntityTypeConfiguration<CheckStateRow>,
    IEntityTypeConfiguration<Series>,
    IEntityTypeConfiguration<HeartbeatBeat>,
    IEntityTypeConfiguration<PluginRegistration>
{
    private static readonly JsonSerializerOptions s_json = MonitoringJson.Options;

    public void Configure(EntityTypeBuilder<Check> check)
    {
        check.ToTable("checks");
        check.Property(c => c.Name).HasMaxLength(100);
        check.Property(c => c.Settings).HasColumnType("jsonb").HasConversion(
            s => JsonSerializer.Serialize(s, s_json), j => JsonSerializer.Deserialize<ProbeSettings>(j, s_json)!);
        check.Property(c => c.Thresholds).HasColumnType("jsonb").HasConversion(
            t => JsonSerializer.Serialize(t, s_json),
            j => JsonSerializer.Deserialize<List<MetricThreshold>>(j, s_json)!,
            new ValueComparer<IReadOnlyList<MetricThreshold>>((a, b) => a!.SequenceEqual(b!), t => t.Count, t => t));
        check.Property(c => c.Version).IsRowVersion();
        check.Ignore(c => c.Policy);
        check.HasOne<Asset>().WithMany().HasForeignKey(c => c.AssetId).OnDelete(DeleteBehavior.Cascade);
        check.HasIndex(c => new { c.AssetId, c.Name }).IsUnique();  // the checks of one asset
        check.HasIndex(c => c.HeartbeatTokenHash).IsUnique();       // a heartbeat's call finds its check
    }

    public void Configure(EntityTypeBuilder<CheckStateRow> state)
    {
        state.ToTable("check_states");
        state.HasKey(s => s.CheckId);
        state.Property(s => s.Class).HasConversion<short>();
        state.Property(s => s.Status).HasConversion<short>();
        state.Property(s => s.HardStatus).HasConversion<short>();
        state.Property(s => s.LastMeasured).HasConversion<short>();
        state.Property(s => s.Because).HasMaxLength(300);
        state.Property(s => s.Summary).HasMaxLength(500);
        state.Property(s => s.Detail).HasMaxLength(8000);
        state.HasOne<Check>().WithOne().HasForeignKey<CheckStateRow>(s => s.CheckId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Series> series)
    {
        series.ToTable("series");
        series.Property(s => s.Name).HasMaxLength(200);
        series.Property(s => s.Unit).HasMaxLength(20);
        series.HasOne<Check>().WithMany().HasForeignKey(s => s.CheckId).OnDelete(DeleteBehavior.Cascade);
        series.HasOne<Asset>().WithMany().HasForeignKey(s => s.AssetId).OnDelete(DeleteBehavior.Cascade);
        series.HasIndex(s => new { s.CheckId, s.Name }).IsUnique(); // a check's metric finds its series
        series.HasIndex(s => s.StepId).IsUnique();                  // and so does a step of rounds
    }

    public void Configure(EntityTypeBuilder<HeartbeatBeat> beat)
    {
        beat.ToTable("heartbeats");
        beat.HasKey(b => b.CheckId);
        beat.HasOne<Check>().WithOne().HasForeignKey<HeartbeatBeat>(b => b.CheckId).OnDelete(DeleteBehavior.Cascade);
        beat.HasIndex(b => b.At); // the poller reads what came since its last look
    }

    public void Configure(EntityTypeBuilder<PluginRegistration> plugin)
    {
        plugin.ToTable("plugins");
        plugin.HasKey(p => p.Name);
        plugin.Property(p => p.Name).HasMaxLength(60);
        plugin.Property(p => p.Path).HasMaxLength(1000);
        plugin.Property(p => p.Sha256).HasMaxLength(64);
        plugin.Property(p => p.RegisteredBy).HasMaxLength(200);
    }
}
