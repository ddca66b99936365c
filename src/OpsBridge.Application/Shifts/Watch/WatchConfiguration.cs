using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Shifts.Watch;

internal sealed class WatchConfiguration : IEntityTypeConfiguration<UnstaffedSpell>, IEntityTypeConfiguration<Relief>, IEntityTypeConfiguration<RaisedAlarm>
{
    public void Configure(EntityTypeBuilder<UnstaffedSpell> spell)
    {
        spell.ToTable("unstaffed_spells");
        spell.Property(s => s.Id).ValueGeneratedNever();
        spell.Property(s => s.AccountName).HasMaxLength(200);
        spell.Property(s => s.SafeState).HasMaxLength(2000);
        spell.Property(s => s.OnCall).HasMaxLength(500);
        spell.HasOne<Desk>().WithMany().HasForeignKey(s => s.DeskId).OnDelete(DeleteBehavior.Restrict);
        spell.HasIndex(s => s.DeskId, "ix_unstaffed_spells_one_open").IsUnique().HasFilter("ended_at is null");
    }

    public void Configure(EntityTypeBuilder<Relief> relief)
    {
        relief.ToTable("watch_reliefs");
        relief.Property(r => r.Id).ValueGeneratedNever();
        relief.Property(r => r.FromName).HasMaxLength(200);
        relief.Property(r => r.Text).HasMaxLength(2000);
        relief.HasOne<Desk>().WithMany().HasForeignKey(r => r.DeskId).OnDelete(DeleteBehavior.Restrict);
        relief.HasIndex(r => r.DeskId, "ix_watch_reliefs_one_open").IsUnique().HasFilter("done_at is null and given_up_at is null");
    }

    public void Configure(EntityTypeBuilder<RaisedAlarm> alarm)
    {
        alarm.ToTable("watch_alarms");
        alarm.HasKey(a => new { a.DeskId, a.Kind });
        alarm.Property(a => a.Kind).HasMaxLength(40);
        alarm.HasOne<Desk>().WithMany().HasForeignKey(a => a.DeskId).OnDelete(DeleteBehavior.Restrict);
    }
}
