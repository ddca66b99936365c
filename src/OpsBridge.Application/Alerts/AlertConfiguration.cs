using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Alerts;

internal sealed class AlertConfiguration : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> alert)
    {
        alert.ToTable("alerts");
        alert.Property(a => a.Fingerprint).HasMaxLength(32).IsFixedLength();
        alert.Property(a => a.Severity).HasConversion<string>().HasMaxLength(20);
        alert.Property(a => a.State).HasConversion<string>().HasMaxLength(30);
        alert.Property(a => a.Summary).HasMaxLength(300);
        alert.Property(a => a.Detail).HasMaxLength(8000);
        alert.Property(a => a.Source).HasMaxLength(60);
        alert.Property(a => a.OwnerName).HasMaxLength(200);
        alert.Property(a => a.LastNote).HasMaxLength(300);
        alert.Property(a => a.Version).IsRowVersion();
        alert.ComplexProperty(a => a.Acknowledgement, acknowledgement =>
        {
            acknowledgement.Property(a => a.By).HasMaxLength(200).HasColumnName("acknowledged_by");
            acknowledgement.Property(a => a.At).HasColumnName("acknowledged_at");
            acknowledgement.Property(a => a.Note).HasMaxLength(300).HasColumnName("acknowledged_note");
        });

        alert.HasIndex(a => a.Fingerprint).IsUnique().HasFilter("state <> 'Closed'").HasDatabaseName("alerts_one_open"); // one open alert per condition
        alert.HasIndex(a => a.Id).IsDescending().HasFilter("state <> 'Closed'").HasDatabaseName("alerts_open");         // the board
        alert.HasIndex(a => new { a.AssetId, a.Id });                                                                     // an asset's alerts
        alert.HasIndex(a => a.ClosedAt).HasFilter("state = 'Closed'").HasDatabaseName("alerts_closed");                  // the recently closed
    }
}
