using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Maintenance;

internal sealed class MaintenanceConfiguration : IEntityTypeConfiguration<Silence>
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
}
