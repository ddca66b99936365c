using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Shifts.Handover;

internal sealed class HandoverConfiguration :
    IEntityTypeConfiguration<WatchHandover>, IEntityTypeConfiguration<HandoverText>, IEntityTypeConfiguration<HandoverTick>,
    IEntityTypeConfiguration<HandoverMessage>, IEntityTypeConfiguration<HandoverDecision>, IEntityTypeConfiguration<HandoverSignature>,
    IEntityTypeConfiguration<HandoverAddition>, IEntityTypeConfiguration<HandoverRecord>
{
    private const int Name = 200;

    public void Configure(EntityTypeBuilder<WatchHandover> head)
    {
        head.ToTable("handovers");
        head.Property(h => h.Id).ValueGeneratedNever();
        head.Property(h => h.OutgoingShift).HasMaxLength(40);
        head.Property(h => h.IncomingShift).HasMaxLength(40);
        head.Property(h => h.State).HasConversion<string>().HasMaxLength(20);
        head.Property(h => h.Reviewer).HasMaxLength(Name);
        head.Property(h => h.Mode).HasMaxLength(60);
        head.Property(h => h.RejectReason).HasMaxLength(1000);
        head.Property(h => h.Version).IsRowVersion();
        head.Ignore(h => h.At);
        head.Ignore(h => h.Span);
        head.HasOne<Desk>().WithMany().HasForeignKey(h => h.DeskId).OnDelete(DeleteBehavior.Restrict);
        head.HasIndex(h => h.DeskId, "ix_handovers_one_open").IsUnique().HasFilter("accepted_at is null and state <> 'Lapsed'");
        head.HasIndex(h => new { h.DeskId, h.PlannedAt }); // the past of a desk
    }

    public void Configure(EntityTypeBuilder<HandoverText> text)
    {
        text.ToTable("handover_texts");
        text.HasKey(t => new { t.HandoverId, t.Section, t.Key, t.Field, t.Version });
        text.Ignore(t => t.Place);
        text.Property(t => t.Section).HasConversion<short>();
        text.Property(t => t.Field).HasConversion<short>();
        text.Property(t => t.Key).HasMaxLength(200);
        text.Property(t => t.Text).HasMaxLength(HandoverText.MaxLength);
        text.Property(t => t.Writer).HasMaxLength(Name);
        text.HasOne<WatchHandover>().WithMany().HasForeignKey(t => t.HandoverId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<HandoverTick> tick)
    {
        tick.ToTable("handover_ticks");
        tick.HasKey(t => new { t.HandoverId, t.Round, t.Section, t.AccountId });
        tick.Property(t => t.Section).HasConversion<short>();
        tick.Property(t => t.Name).HasMaxLength(Name);
        tick.HasOne<WatchHandover>().WithMany().HasForeignKey(t => t.HandoverId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<HandoverMessage> message)
    {
        message.ToTable("handover_messages");
        message.Property(m => m.Id).ValueGeneratedNever();
        message.Property(m => m.Kind).HasConversion<string>().HasMaxLength(20);
        message.Property(m => m.Section).HasConversion<short?>();
        message.Property(m => m.Name).HasMaxLength(Name);
        message.Property(m => m.Text).HasMaxLength(HandoverText.MaxLength);
        message.HasOne<WatchHandover>().WithMany().HasForeignKey(m => m.HandoverId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<HandoverDecision> decision)
    {
        decision.ToTable("handover_decisions");
        decision.HasKey(d => new { d.HandoverId, d.Kind, d.Key, d.Revision });
        decision.Ignore(d => d.Thing);
        decision.Property(d => d.Kind).HasMaxLength(40);
        decision.Property(d => d.Key).HasMaxLength(200);
        decision.Property(d => d.To).HasConversion<string>().HasMaxLength(20);
        decision.Property(d => d.PersonName).HasMaxLength(Name);
        decision.Property(d => d.By).HasMaxLength(Name);
        decision.HasOne<WatchHandover>().WithMany().HasForeignKey(d => d.HandoverId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<HandoverSignature> signature)
    {
        signature.ToTable("handover_signatures");
        signature.Property(s => s.Id).ValueGeneratedNever();
        signature.Property(s => s.Role).HasConversion<string>().HasMaxLength(20);
        signature.Property(s => s.Name).HasMaxLength(Name);
        signature.Property(s => s.Hash).HasMaxLength(64);
        signature.HasOne<WatchHandover>().WithMany().HasForeignKey(s => s.HandoverId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<HandoverAddition> addition)
    {
        addition.ToTable("handover_additions");
        addition.HasKey(a => new { a.HandoverId, a.Number });
        addition.Property(a => a.Kind).HasConversion<string>().HasMaxLength(20);
        addition.Property(a => a.Text).HasMaxLength(HandoverText.MaxLength);
        addition.Property(a => a.Name).HasMaxLength(Name);
        addition.Property(a => a.Hash).HasMaxLength(64);
        addition.HasOne<HandoverRecord>().WithMany().HasForeignKey(a => a.HandoverId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<HandoverRecord> record)
    {
        record.ToTable("handover_records");
        record.HasKey(r => r.HandoverId);
        record.Property(r => r.HandoverId).ValueGeneratedNever();
        record.Property(r => r.PreviousHash).HasMaxLength(64);
        record.Property(r => r.Hash).HasMaxLength(64);
        record.HasOne<WatchHandover>().WithOne().HasForeignKey<HandoverRecord>(r => r.HandoverId).OnDelete(DeleteBehavior.Restrict);
        record.HasIndex(r => new { r.DeskId, r.Number }).IsUnique(); // the chain of a desk
    }
}
