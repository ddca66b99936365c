using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace OpsBridge.Shifts.LogBook;

internal sealed class LogBookConfiguration : IEntityTypeConfiguration<LogEntry>, IEntityTypeConfiguration<LogVersion>, IEntityTypeConfiguration<LogAttachment>
{
    public void Configure(EntityTypeBuilder<LogEntry> entry)
    {
        entry.ToTable("log_entries");
        entry.Ignore(e => e.IsOpen);
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.Kind).HasConversion<string>().HasMaxLength(20);
        entry.Property(e => e.AuthorName).HasMaxLength(200);
        entry.Property(e => e.OwnerName).HasMaxLength(200);
        entry.Property(e => e.ClosedBy).HasMaxLength(200);
        entry.Property(e => e.ClosingWord).HasMaxLength(CloseLogEntry.MaxWord);
        entry.Property(e => e.Text).HasMaxLength(LogEntryDetails.MaxText);
        entry.Property(e => e.Pin).HasConversion<PinConverter, PinComparer>().HasColumnType("jsonb");
        entry.Property(e => e.Version).IsRowVersion();
        entry.HasOne<Desk>().WithMany().HasForeignKey(e => e.DeskId).OnDelete(DeleteBehavior.Restrict);
        entry.HasOne<LogEntry>().WithMany().HasForeignKey(e => e.ReplyToId).OnDelete(DeleteBehavior.Restrict);
        entry.HasIndex(e => new { e.EventAt, e.Id });                                                  // the book, page by page
        entry.HasIndex(e => e.AlertId).HasFilter("alert_id is not null");                             // entries about an alert
        entry.HasIndex(e => e.AssetIds).HasMethod("gin");                                             // entries about an asset
        entry.HasIndex(e => e.OwnerId, "ix_log_entries_open").HasFilter("kind <> 'Log' and closed_at is null"); // what is carried on
    }

    public void Configure(EntityTypeBuilder<LogVersion> version)
    {
        version.ToTable("log_versions");
        version.HasKey(v => new { v.EntryId, v.Number });
        version.Property(v => v.ByName).HasMaxLength(200);
        version.Property(v => v.Text).HasMaxLength(LogEntryDetails.MaxText);
        version.Property(v => v.Why).HasMaxLength(CorrectLogEntry.MaxWhy);
        version.HasOne<LogEntry>().WithMany().HasForeignKey(v => v.EntryId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<LogAttachment> file)
    {
        file.ToTable("log_attachments");
        file.Property(f => f.Id).ValueGeneratedNever();
        file.Property(f => f.Name).HasMaxLength(200);
        file.Property(f => f.MediaType).HasMaxLength(100);
        file.Property(f => f.Sha256).HasMaxLength(64);
        file.Property(f => f.ByName).HasMaxLength(200);
        file.HasOne<LogEntry>().WithMany().HasForeignKey(f => f.EntryId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PinConverter() : ValueConverter<PinSnapshot?, string?>(
    pin => pin == null ? null : JsonSerializer.Serialize(pin, JsonSerializerOptions.Default),
    json => json == null ? null : JsonSerializer.Deserialize<PinSnapshot>(json, JsonSerializerOptions.Default));

/// <summary>Snapshots never change.</summary>
internal sealed class PinComparer() : ValueComparer<PinSnapshot?>((a, b) => ReferenceEquals(a, b), pin => pin == null ? 0 : pin.Key.Length, pin => pin);
