using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsBridge.Live;

namespace OpsBridge.Jobs.Batches;

internal sealed class BatchConfiguration : IEntityTypeConfiguration<Batch>
{
    private static readonly ValueComparer<BatchDetails> s_compared = new(
        (a, b) => JsonSerializer.Serialize(a, JobJson.Options) == JsonSerializer.Serialize(b, JobJson.Options), d => d.Name.Length, d => d);

    public void Configure(EntityTypeBuilder<Batch> batch)
    {
        batch.ToTable("job_batches");
        batch.Property(b => b.Id).ValueGeneratedNever();
        batch.Property(b => b.Details).HasColumnType("jsonb").HasConversion(
            d => JsonSerializer.Serialize(d, JobJson.Options), j => JsonSerializer.Deserialize<BatchDetails>(j, JobJson.Options)!, s_compared);
        batch.Property(b => b.Name).HasMaxLength(BatchDetails.MaxName);
        batch.Property(b => b.ChangedBy).HasMaxLength(200);
        batch.Property(b => b.Version).IsRowVersion();
    }
}

/// <summary>What EF Core does not model of batches.</summary>
public static class BatchesSql
{
    /// <summary>Names once among the batches in use, announcements.</summary>
    public static string Up { get; } = string.Join(
        '\n',
        "create unique index ix_job_batches_name on job_batches (lower(name)) where retired_at is null;",
        LiveTableSql.Announce("job_batches"));
}
