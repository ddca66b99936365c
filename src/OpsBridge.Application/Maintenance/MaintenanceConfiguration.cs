using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsBridge.Assets;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

internal sealed class MaintenanceConfiguration : IEntityTypeConfiguration<Silence>, IEntityTypeConfiguration<MaintenanceWindow>, IEntityTypeConfiguration<MaintenanceNotice>
{
    public void Configure(EntityTypeBuilder<Silence> silence)
    {
        silence.ToTable("silences");
        silence.Property(s => s.Id).ValueGeneratedNever();
        silence.Property(s => s.Matchers).HasConversion<MatchersConverter, MatchersComparer>().HasColumnType("jsonb");
        silence.Property(s => s.CreatedBy).HasMaxLength(200);
        silence.Property(s => s.OwnerName).HasMaxLength(200);
        silence.Property(s => s.Comment).HasMaxLength(SilenceDetails.MaxComment);
        silence.Property(s => s.Version).IsRowVersion();
        silence.HasIndex(s => s.EndsAt); // those in force or to come, and those that ended lately
    }

    public void Configure(EntityTypeBuilder<MaintenanceWindow> window)
    {
        window.ToTable("maintenance_windows");
        window.Property(w => w.Id).ValueGeneratedNever();
        window.Property(w => w.Name).HasMaxLength(100);
        window.Property(w => w.Reason).HasMaxLength(SilenceDetails.MaxComment);
        window.Property(w => w.Kind).HasConversion<string>().HasMaxLength(20);
        window.Property(w => w.Cron).HasMaxLength(Recurrence.MaxLength);
        window.Property(w => w.Zone).HasMaxLength(64);
        window.Property(w => w.Matchers).HasConversion<MatchersConverter, MatchersComparer>().HasColumnType("jsonb");
        window.Property(w => w.OwnerName).HasMaxLength(200);
        window.Property(w => w.Version).IsRowVersion();
        window.HasOne<MaintenanceWindow>().WithMany().HasForeignKey(w => w.TriggerId).OnDelete(DeleteBehavior.Restrict);
        window.HasOne<Asset>().WithMany().HasForeignKey(w => w.AssetId).OnDelete(DeleteBehavior.Restrict);
        window.HasOne<Site>().WithMany().HasForeignKey(w => w.SiteId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<MaintenanceNotice> notice)
    {
        notice.ToTable("maintenance_notices");
        notice.Property(n => n.Of).HasConversion<string>().HasMaxLength(20);
        notice.Property(n => n.What).HasConversion<string>().HasMaxLength(20);
        notice.Property(n => n.Text).HasMaxLength(500);
        notice.HasIndex(n => new { n.SubjectId, n.What, n.DueAt }).IsUnique(); // each said once, whichever process is first
        notice.HasIndex(n => n.At);                                            // the latest, for open pages
    }
}
