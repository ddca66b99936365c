using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Timeline;

internal sealed class TimelineConfiguration : IEntityTypeConfiguration<TimelineEntry>
{
    public void Configure(EntityTypeBuilder<TimelineEntry> entry)
    {
        entry.ToTable("timeline");
        entry.Property(e => e.ActorName).HasMaxLength(200);
        entry.Property(e => e.Kind).HasMaxLength(60);
        entry.Property(e => e.Subject).HasMaxLength(40);
        entry.Property(e => e.SubjectId).HasMaxLength(64);
        entry.Property(e => e.Text).HasMaxLength(2000);
        entry.Property(e => e.Before).HasColumnType("jsonb");
        entry.Property(e => e.After).HasColumnType("jsonb");
        entry.Property(e => e.Why).HasMaxLength(4000);

        entry.HasIndex(e => new { e.Subject, e.SubjectId, e.Id }); // the history of one alert, check, account
        entry.HasIndex(e => new { e.AssetId, e.Id });              // everything about one asset
        entry.HasIndex(e => e.At);                                 // a span of time: digests, reports
    }
}
