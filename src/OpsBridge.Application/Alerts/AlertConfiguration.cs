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
        alert.Ignore(a => a.Standing);
        alert.Property(a => a.RaisedSeverity).HasConversion<string>().HasMaxLength(20);
        alert.Property(a => a.ReportedSeverity).HasConversion<string>().HasMaxLength(20);
        alert.Property(a => a.Flips).HasConversion<FlipsConverter, FlipsComparer>();
        alert.Ignore(a => a.Holds);
        alert.Property(a => a.Ending).HasConversion<string>().HasMaxLength(20);
        alert.Property(a => a.CauseFrom).HasConversion<string>().HasMaxLength(20);
        alert.Property(a => a.GeneratorUrl).HasMaxLength(2000);
        alert.Property(a => a.Links).HasConversion<AlertLinksConverter, AlertLinksComparer>().HasColumnType("jsonb");
        Handling(alert);
        Indexes(alert);
    }

    private static void Handling(EntityTypeBuilder<Alert> alert)
    {
        alert.ComplexProperty(a => a.Shelf, shelf =>
        {
            shelf.Property(s => s.By).HasMaxLength(200).HasColumnName("shelved_by");
            shelf.Property(s => s.At).HasColumnName("shelved_at");
            shelf.Property(s => s.Kind).HasConversion<string>().HasMaxLength(20).HasColumnName("shelved_kind");
            shelf.Property(s => s.Until).HasColumnName("shelved_until");
            shelf.Property(s => s.Reason).HasMaxLength(300).HasColumnName("shelved_reason");
            shelf.Property(s => s.Before).HasConversion<string>().HasMaxLength(30).HasColumnName("shelved_from");
            shelf.Property(s => s.Severity).HasConversion<string>().HasMaxLength(20).HasColumnName("shelved_severity");
        });
        alert.ComplexProperty(a => a.Acknowledgement, acknowledgement =>
        {
            acknowledgement.Property(a => a.By).HasMaxLength(200).HasColumnName("acknowledged_by");
            acknowledgement.Property(a => a.At).HasColumnName("acknowledged_at");
            acknowledgement.Property(a => a.Note).HasMaxLength(300).HasColumnName("acknowledged_note");
            acknowledgement.Property(a => a.Kind).HasConversion<string>().HasMaxLength(20).HasColumnName("acknowledged_kind");
            acknowledgement.Property(a => a.Until).HasColumnName("acknowledged_until");
        });
    }

    private static void Indexes(EntityTypeBuilder<Alert> alert)
    {
        // A new alert pays for each of these: as few as possible hold open alerts without an asset, and those on what only grows
        // ascend, because PostgreSQL appends to the end of an index much more cheaply than to its beginning.
        alert.HasIndex(a => a.Fingerprint).IsUnique().HasFilter("state <> 'Closed'").HasDatabaseName("alerts_one_open"); // one open alert per condition
        alert.HasIndex(a => a.Id).HasFilter("state <> 'Closed'").HasDatabaseName("alerts_open");                        // the board
        alert.HasIndex(a => new { a.AssetId, a.Id }).HasFilter("asset_id is not null").HasDatabaseName("alerts_of_asset"); // an asset's alerts
        alert.HasIndex(a => new { a.RaisedAt, a.Id }).HasDatabaseName("alerts_by_time");                                  // the archive, page by page
        alert.HasIndex(a => a.ClosedAt).HasFilter("state = 'Closed'").HasDatabaseName("alerts_closed");                  // the recently closed
        alert.HasIndex(a => new { a.Fingerprint, a.Id }).HasFilter("state = 'Closed'").HasDatabaseName("alerts_of_condition"); // the past of one condition
        alert.HasIndex(a => a.FlappingSince).HasFilter("flapping_since is not null").HasDatabaseName("alerts_flapping");  // what the clock may settle
    }
}
