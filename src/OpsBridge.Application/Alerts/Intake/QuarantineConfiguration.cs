using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Alerts.Intake;

internal sealed class QuarantineConfiguration : IEntityTypeConfiguration<QuarantinedMessage>, IEntityTypeConfiguration<QuarantineDay>
{
    public void Configure(EntityTypeBuilder<QuarantinedMessage> message)
    {
        message.ToTable("quarantine");
        message.Property(m => m.Source).HasMaxLength(60);
        message.Property(m => m.Format).HasMaxLength(60);
        message.Property(m => m.Reason).HasMaxLength(1000);
        message.HasIndex(m => m.At);                       // retention
        message.HasIndex(m => new { m.Source, m.Id });     // the page of one source
    }

    public void Configure(EntityTypeBuilder<QuarantineDay> day)
    {
        day.ToTable("quarantine_days");
        day.HasKey(d => new { d.Day, d.Source });
        day.Property(d => d.Source).HasMaxLength(60);
    }
}
