using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsBridge.Identity;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts;

namespace OpsBridge.Rounds;

internal sealed class RoundsConfiguration :
    IEntityTypeConfiguration<Checklist>, IEntityTypeConfiguration<ChecklistVersion>, IEntityTypeConfiguration<Round>, IEntityTypeConfiguration<Reading>, IEntityTypeConfiguration<RoundFile>
{
    private static readonly JsonSerializerOptions s_json = JsonSerializerOptions.Default;

    public void Configure(EntityTypeBuilder<Checklist> checklist)
    {
        checklist.ToTable("checklists");
        checklist.Property(c => c.Id).ValueGeneratedNever();
        checklist.Property(c => c.Name).HasMaxLength(ChecklistDetails.MaxName);
        checklist.Property(c => c.Version).IsRowVersion();
        checklist.HasOne<Desk>().WithMany().HasForeignKey(c => c.DeskId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ChecklistVersion> version)
    {
        version.ToTable("checklist_versions");
        version.HasKey(v => new { v.ChecklistId, v.Number });
        version.Property(v => v.Details).HasColumnType("jsonb").HasConversion(
            d => JsonSerializer.Serialize(d, s_json),
            j => JsonSerializer.Deserialize<ChecklistDetails>(j, s_json)!,
            new ValueComparer<ChecklistDetails>((a, b) => ReferenceEquals(a, b), d => d.Name.Length, d => d)); // versions never change
        version.Property(v => v.WrittenBy).HasMaxLength(200);
        version.Property(v => v.ApprovedBy).HasMaxLength(200);
        version.HasOne<Checklist>().WithMany().HasForeignKey(v => v.ChecklistId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Round> round)
    {
        round.ToTable("rounds");
        round.Ignore(r => r.IsOpen);
        round.Property(r => r.Id).ValueGeneratedNever();
        round.Property(r => r.Name).HasMaxLength(ChecklistDetails.MaxName);
        round.Property(r => r.Stage).HasConversion<string>().HasMaxLength(20);
        round.Property(r => r.OwnerName).HasMaxLength(200);
        round.Property(r => r.FinishedBy).HasMaxLength(200);
        round.Property(r => r.Why).HasMaxLength(Round.MaxWhy);
        round.Property(r => r.Version).IsRowVersion();
        round.HasOne<ChecklistVersion>().WithMany().HasForeignKey(r => new { r.ChecklistId, r.Number }).OnDelete(DeleteBehavior.Restrict);
        round.HasOne<Desk>().WithMany().HasForeignKey(r => r.DeskId).OnDelete(DeleteBehavior.Restrict);
        round.HasOne<Account>().WithMany().HasForeignKey(r => r.OwnerId).OnDelete(DeleteBehavior.Restrict);
        round.HasIndex(r => new { r.ChecklistId, r.DueAt }).IsUnique();                                              // made once, whichever process is first
        round.HasIndex(r => r.DueAt, "ix_rounds_open").HasFilter("stage in ('Planned', 'Taken')");                   // what is to do
        round.HasIndex(r => r.FinishedAt);                                                                           // what was done today
    }

    public void Configure(EntityTypeBuilder<Reading> reading)
    {
        reading.ToTable("round_readings");
        reading.HasKey(r => new { r.RoundId, r.StepId, r.Number }); // of two first answers one is stored
        reading.Ignore(r => r.Deviates);
        reading.Property(r => r.Value).HasPrecision(20, 6);
        reading.Property(r => r.Difference).HasPrecision(20, 6);
        reading.Property(r => r.Text).HasMaxLength(JudgedAnswer.MaxText);
        reading.Property(r => r.Why).HasMaxLength(Round.MaxWhy);
        reading.Property(r => r.Verdict).HasConversion<string>().HasMaxLength(10);
        reading.Property(r => r.Because).HasMaxLength(200);
        reading.Property(r => r.ByName).HasMaxLength(200);
        reading.HasOne<Round>().WithMany().HasForeignKey(r => r.RoundId).OnDelete(DeleteBehavior.Restrict);
        reading.HasOne<RoundFile>().WithMany().HasForeignKey(r => r.FileId).OnDelete(DeleteBehavior.Restrict);
        reading.HasIndex(r => r.StepId); // the last reading of a step
    }

    public void Configure(EntityTypeBuilder<RoundFile> file)
    {
        file.ToTable("round_files");
        file.Property(f => f.Id).ValueGeneratedNever();
        file.Property(f => f.Name).HasMaxLength(200);
        file.Property(f => f.MediaType).HasMaxLength(100);
        file.Property(f => f.Sha256).HasMaxLength(64);
        file.Property(f => f.ByName).HasMaxLength(200);
        file.HasOne<Round>().WithMany().HasForeignKey(f => f.RoundId).OnDelete(DeleteBehavior.Restrict);
    }
}
