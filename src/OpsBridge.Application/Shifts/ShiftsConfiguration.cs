using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts;

internal sealed class ShiftsConfiguration : IEntityTypeConfiguration<Desk>, IEntityTypeConfiguration<Shift>, IEntityTypeConfiguration<WatchSpell>
{
    public void Configure(EntityTypeBuilder<Desk> desk)
    {
        desk.ToTable("desks");
        desk.Property(d => d.Id).ValueGeneratedNever();
        desk.Property(d => d.Name).HasMaxLength(DeskDetails.MaxName);
        desk.Property(d => d.Zone).HasMaxLength(64);
        desk.Property(d => d.Version).IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<Shift> shift)
    {
        shift.ToTable("shifts");
        shift.Property(s => s.Id).ValueGeneratedNever();
        shift.Property(s => s.Name).HasMaxLength(40);
        shift.HasOne<Desk>().WithMany().HasForeignKey(s => s.DeskId).OnDelete(DeleteBehavior.Restrict);
        shift.HasIndex(s => new { s.DeskId, s.StartsAt }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<WatchSpell> spell)
    {
        spell.ToTable("watch_spells");
        spell.Ignore(s => s.Holds);
        spell.Property(s => s.Id).ValueGeneratedNever();
        spell.Property(s => s.AccountName).HasMaxLength(200);
        spell.Property(s => s.Ending).HasConversion<string>().HasMaxLength(20);
        spell.HasOne<Desk>().WithMany().HasForeignKey(s => s.DeskId).OnDelete(DeleteBehavior.Restrict);
        spell.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Restrict);
        spell.HasIndex(s => s.DeskId, "ix_watch_spells_one_holder").IsUnique().HasFilter("held_from is not null and held_until is null");
        spell.HasIndex(s => new { s.DeskId, s.AccountId }, "ix_watch_spells_once_each").IsUnique().HasFilter("left_at is null");
        spell.HasIndex(s => new { s.DeskId, s.TakenAt }); // who stood watch when
    }
}
