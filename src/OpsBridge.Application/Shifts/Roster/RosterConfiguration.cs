using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Roster;

internal sealed class RosterConfiguration
    : IEntityTypeConfiguration<ShiftPattern>, IEntityTypeConfiguration<CrewMember>, IEntityTypeConfiguration<Assignment>, IEntityTypeConfiguration<Absence>,
      IEntityTypeConfiguration<Holiday>, IEntityTypeConfiguration<CalendarFeed>, IEntityTypeConfiguration<Swap>
{
    public void Configure(EntityTypeBuilder<ShiftPattern> pattern)
    {
        pattern.ToTable("shift_patterns");
        pattern.Property(p => p.Id).ValueGeneratedNever();
        pattern.Property(p => p.Name).HasMaxLength(60);
        pattern.Property(p => p.Slots).HasColumnType("jsonb").HasConversion(
            slots => JsonSerializer.Serialize(slots, JsonSerializerOptions.Default),
            json => JsonSerializer.Deserialize<List<PatternSlot>>(json, JsonSerializerOptions.Default)!,
            new ValueComparer<IReadOnlyList<PatternSlot>>((a, b) => ReferenceEquals(a, b), s => s.Count, s => s)); // never changed in place
        pattern.HasOne<Desk>().WithMany().HasForeignKey(p => p.DeskId).OnDelete(DeleteBehavior.Restrict);
        pattern.HasIndex(p => p.DeskId, "ix_shift_patterns_one_in_use").IsUnique().HasFilter("ended_at is null");
    }

    public void Configure(EntityTypeBuilder<CrewMember> member)
    {
        member.ToTable("crew_members");
        member.HasKey(m => new { m.DeskId, m.Crew, m.AccountId });
        member.Property(m => m.Crew).HasMaxLength(CrewMember.MaxCrew);
        member.HasOne<Desk>().WithMany().HasForeignKey(m => m.DeskId).OnDelete(DeleteBehavior.Restrict);
        member.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Assignment> assignment)
    {
        assignment.ToTable("shift_assignments");
        assignment.Property(a => a.Id).ValueGeneratedNever();
        assignment.Property(a => a.Origin).HasConversion<string>().HasMaxLength(20);
        assignment.HasOne<Shift>().WithMany().HasForeignKey(a => a.ShiftId).OnDelete(DeleteBehavior.Cascade);
        assignment.HasOne<Account>().WithMany().HasForeignKey(a => a.AccountId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Absence> absence)
    {
        absence.ToTable("absences");
        absence.Property(a => a.Id).ValueGeneratedNever();
        absence.Property(a => a.Kind).HasConversion<string>().HasMaxLength(20);
        absence.HasOne<Account>().WithMany().HasForeignKey(a => a.AccountId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Holiday> holiday)
    {
        holiday.ToTable("holidays");
        holiday.HasKey(h => h.Day);
        holiday.Property(h => h.Name).HasMaxLength(Holiday.MaxName);
    }

    public void Configure(EntityTypeBuilder<CalendarFeed> feed)
    {
        feed.ToTable("calendar_feeds");
        feed.Property(f => f.Id).ValueGeneratedNever();
        feed.HasOne<Account>().WithMany().HasForeignKey(f => f.AccountId).OnDelete(DeleteBehavior.Restrict);
        feed.HasOne<Desk>().WithMany().HasForeignKey(f => f.DeskId).OnDelete(DeleteBehavior.Restrict);
        feed.HasIndex(f => f.Hash).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Swap> swap)
    {
        swap.ToTable("shift_swaps");
        swap.Ignore(s => s.IsOpen);
        swap.Property(s => s.Id).ValueGeneratedNever();
        swap.Property(s => s.State).HasConversion<string>().HasMaxLength(20);
        swap.Property(s => s.Reason).HasMaxLength(300);
        swap.HasOne<Account>().WithMany().HasForeignKey(s => s.FromId).OnDelete(DeleteBehavior.Restrict);
        swap.HasOne<Account>().WithMany().HasForeignKey(s => s.ToId).OnDelete(DeleteBehavior.Restrict);
        swap.HasIndex(s => s.GivenId, "ix_shift_swaps_one_open").IsUnique().HasFilter("state in ('Offered', 'Accepted')");
    }
}
