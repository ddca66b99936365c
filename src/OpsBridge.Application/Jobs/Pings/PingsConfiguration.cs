using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsBridge.Assets;

namespace OpsBridge.Jobs.Pings;

internal sealed class PingsConfiguration :
    IEntityTypeConfiguration<ReportedJob>, IEntityTypeConfiguration<Ping>, IEntityTypeConfiguration<PingFlip>, IEntityTypeConfiguration<PingKey>, IEntityTypeConfiguration<PingPresence>
{
    private static readonly ValueComparer<ReportedJobDetails> s_compared = new((a, b) => a == b, d => d.GetHashCode(), d => d);

    public void Configure(EntityTypeBuilder<ReportedJob> job)
    {
        job.ToTable("reported_jobs");
        job.Property(j => j.Id).ValueGeneratedNever();
        job.Property(j => j.Details).HasColumnType("jsonb").HasConversion(
            d => JsonSerializer.Serialize(d, JobJson.Options), j => JsonSerializer.Deserialize<ReportedJobDetails>(j, JobJson.Options)!, s_compared);
        job.Property(j => j.Slug).HasMaxLength(ReportedJobDetails.MaxName);
        job.Property(j => j.State).HasConversion<string>().HasMaxLength(20);
        job.Property(j => j.Reason).HasConversion<string>().HasMaxLength(20);
        job.Property(j => j.LastPingKind).HasConversion<short?>();
        job.Property(j => j.PausedBy).HasMaxLength(200);
        job.Property(j => j.PausedWhy).HasMaxLength(500);
        job.Property(j => j.DowntimeBy).HasMaxLength(200);
        job.Property(j => j.DowntimeWhy).HasMaxLength(500);
        job.Ignore(j => j.Title);
        job.Ignore(j => j.ExpectedAt);
        job.HasOne<Asset>().WithMany().HasForeignKey(j => j.AssetId).OnDelete(DeleteBehavior.Restrict);
        job.HasIndex(j => j.Code).IsUnique();                              // a ping by its id
        job.HasIndex(j => j.Slug).HasFilter("slug <> ''");                 // a ping by its slug
        job.HasIndex(j => j.DueAt).HasFilter("due_at is not null");        // what the worker has to look at next
        job.HasIndex(j => j.AssetId).HasFilter("asset_id is not null");    // what reports about an asset
    }

    public void Configure(EntityTypeBuilder<Ping> ping)
    {
        ping.ToTable(PingsSql.Pings, table => table.ExcludeFromMigrations());
        ping.HasKey(p => new { p.JobId, p.Number });
        ping.Property(p => p.Number).ValueGeneratedNever();
        ping.Property(p => p.Kind).HasConversion<short>();
    }

    public void Configure(EntityTypeBuilder<PingFlip> flip)
    {
        flip.ToTable(PingsSql.Flips, table => table.ExcludeFromMigrations());
        flip.HasKey(f => new { f.JobId, f.Number });
        flip.Property(f => f.Number).ValueGeneratedNever();
        flip.Property(f => f.From).HasConversion<short>().HasColumnName("from_state");
        flip.Property(f => f.To).HasConversion<short>().HasColumnName("to_state");
        flip.Property(f => f.Reason).HasConversion<short>();
    }

    public void Configure(EntityTypeBuilder<PingKey> key)
    {
        key.ToTable("ping_keys");
        key.Property(k => k.Id).ValueGeneratedNever();
        key.Property(k => k.Name).HasMaxLength(PingKey.MaxName);
        key.Property(k => k.Prefix).HasMaxLength(12);
        key.Property(k => k.CreatedBy).HasMaxLength(200);
        key.HasIndex(k => k.Hash).IsUnique();
    }

    public void Configure(EntityTypeBuilder<PingPresence> presence)
    {
        presence.ToTable("ping_presence");
        presence.Property(p => p.Id).ValueGeneratedNever();
    }
}
