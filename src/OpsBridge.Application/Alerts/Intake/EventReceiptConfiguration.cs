using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Alerts.Intake;

/// <summary>A row of <c>event_receipts</c>; read and written by <see cref="EventReceipts"/> without tracking.</summary>
internal sealed class EventReceiptRow
{
    public Guid ActorId { get; init; }

    public string Key { get; init; } = "";

    public byte[] BodyHash { get; init; } = [];

    public int Status { get; init; }

    public string Answer { get; init; } = "";

    public DateTimeOffset TakenAt { get; init; }
}

internal sealed class EventReceiptConfiguration : IEntityTypeConfiguration<EventReceiptRow>
{
    public void Configure(EntityTypeBuilder<EventReceiptRow> receipt)
    {
        receipt.ToTable("event_receipts");
        receipt.HasKey(r => new { r.ActorId, r.Key });
        receipt.Property(r => r.Key).HasMaxLength(300);
        receipt.HasIndex(r => r.TakenAt); // the sweep of old ones
    }
}
