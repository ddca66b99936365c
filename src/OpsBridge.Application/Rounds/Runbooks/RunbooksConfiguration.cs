using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Rounds.Runbooks;

internal sealed class RunbooksConfiguration :
    IEntityTypeConfiguration<Runbook>, IEntityTypeConfiguration<RunbookVersion>, IEntityTypeConfiguration<RunbookRun>, IEntityTypeConfiguration<RunbookDeed>
{
    private static readonly JsonSerializerOptions s_json = JsonSerializerOptions.Default;

    public void Configure(EntityTypeBuilder<Runbook> book)
    {
        book.ToTable("runbooks");
        book.Property(b => b.Id).ValueGeneratedNever();
        book.Property(b => b.Version).IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<RunbookVersion> version)
    {
        version.ToTable("runbook_versions");
        version.HasKey(v => new { v.RunbookId, v.Number });
        version.Property(v => v.Details).HasColumnType("jsonb").HasConversion(
            d => JsonSerializer.Serialize(d, s_json),
            j => JsonSerializer.Deserialize<RunbookDetails>(j, s_json)!,
            new ValueComparer<RunbookDetails>((a, b) => ReferenceEquals(a, b), d => d.Title.Length, d => d)); // versions never change
        version.Property(v => v.WrittenBy).HasMaxLength(200);
        version.Property(v => v.ApprovedBy).HasMaxLength(200);
        version.HasOne<Runbook>().WithMany().HasForeignKey(v => v.RunbookId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RunbookRun> run)
    {
        run.ToTable("runbook_runs");
        run.Property(r => r.Id).ValueGeneratedNever();
        run.Property(r => r.StartedBy).HasMaxLength(200);
        run.HasOne<RunbookVersion>().WithMany().HasForeignKey(r => new { r.RunbookId, r.Number }).OnDelete(DeleteBehavior.Restrict);
        run.HasIndex(r => new { r.AlertId, r.RunbookId }).IsUnique().HasFilter("finished_at is null"); // runs on an alert; one at a time of each runbook
    }

    public void Configure(EntityTypeBuilder<RunbookDeed> deed)
    {
        deed.ToTable("runbook_deeds");
        deed.HasKey(d => new { d.RunId, d.StepId }); // each step once
        deed.Property(d => d.Note).HasMaxLength(RunbookDeed.MaxNote);
        deed.Property(d => d.ByName).HasMaxLength(200);
        deed.HasOne<RunbookRun>().WithMany().HasForeignKey(d => d.RunId).OnDelete(DeleteBehavior.Restrict);
    }
}
