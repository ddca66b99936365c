using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Live;

namespace OpsBridge.Jobs.Backups;

internal sealed class BackupsConfiguration :
    IEntityTypeConfiguration<BackupCopy>, IEntityTypeConfiguration<BackupProof>, IEntityTypeConfiguration<RestoreRequest>, IEntityTypeConfiguration<JobCommand>, IEntityTypeConfiguration<JobSecret>
{
    public void Configure(EntityTypeBuilder<BackupCopy> copy)
    {
        copy.ToTable("backup_copies");
        copy.Property(c => c.Id).ValueGeneratedNever();
        copy.Property(c => c.Target).HasMaxLength(1000);
        copy.Property(c => c.Kind).HasMaxLength(40);
        copy.Property(c => c.Path).HasMaxLength(2000);
        copy.Property(c => c.Sha256).HasMaxLength(64);
        copy.Property(c => c.State).HasConversion<string>().HasMaxLength(20);
        copy.Property(c => c.Verification).HasMaxLength(BackupCopy.MaxVerification);
        copy.Property(c => c.Facts).HasColumnType("jsonb");
        copy.Ignore(c => c.IsGood);
        copy.HasOne<Job>().WithMany().HasForeignKey(c => c.JobId).OnDelete(DeleteBehavior.Restrict);
        copy.HasIndex(c => new { c.JobId, c.StartedAt });
        copy.HasIndex(c => c.RunId);
        copy.HasIndex(c => c.AssetId);
    }

    public void Configure(EntityTypeBuilder<BackupProof> proof)
    {
        proof.ToTable("backup_proofs");
        proof.Property(p => p.Id).ValueGeneratedNever();
        proof.Property(p => p.Kind).HasConversion<string>().HasMaxLength(20);
        proof.Property(p => p.Words).HasMaxLength(BackupCopy.MaxVerification);
        proof.HasOne<BackupCopy>().WithMany().HasForeignKey(p => p.CopyId).OnDelete(DeleteBehavior.Restrict);
        proof.HasIndex(p => new { p.JobId, p.At });
    }

    public void Configure(EntityTypeBuilder<RestoreRequest> request)
    {
        request.ToTable("restore_requests");
        request.Property(r => r.Id).ValueGeneratedNever();
        request.Property(r => r.NewName).HasMaxLength(63);
        request.Property(r => r.Why).HasMaxLength(500);
        request.Property(r => r.AskedBy).HasMaxLength(200);
        request.Property(r => r.DecidedBy).HasMaxLength(200);
        request.Property(r => r.State).HasConversion<string>().HasMaxLength(20);
        request.Property(r => r.Result).HasMaxLength(500);
        request.Property(r => r.Version).IsRowVersion();
        request.HasOne<BackupCopy>().WithMany().HasForeignKey(r => r.CopyId).OnDelete(DeleteBehavior.Restrict);
        request.HasIndex(r => r.State).HasFilter("state in ('Asked', 'Approved', 'Running')");
    }

    public void Configure(EntityTypeBuilder<JobCommand> command)
    {
        command.ToTable("job_commands");
        command.HasKey(c => c.Name);
        command.Property(c => c.Name).HasMaxLength(JobSecret.MaxName);
        command.Property(c => c.Path).HasMaxLength(1000);
        command.Property(c => c.Takes).HasMaxLength(JobCommand.MaxTakes).HasDefaultValue("");
        command.Property(c => c.Sha256).HasMaxLength(64);
        command.Property(c => c.RegisteredBy).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<JobSecret> secret)
    {
        secret.ToTable("job_secrets");
        secret.HasKey(s => s.Name);
        secret.Property(s => s.Name).HasMaxLength(JobSecret.MaxName);
        secret.Property(s => s.KeyName).HasMaxLength(16);
        secret.Property(s => s.SetBy).HasMaxLength(200);
    }
}

/// <summary>What EF Core does not model of backups.</summary>
public static class BackupsSql
{
    /// <summary>Evidence that stays, announcements.</summary>
    public static string Up { get; } = string.Join(
        '\n',
        "create trigger backup_proofs_append_only before update or delete or truncate on backup_proofs for each statement execute function refuse_change();",
        LiveTableSql.Announce("backup_copies"),
        LiveTableSql.Announce("backup_proofs"),
        LiveTableSql.Announce("restore_requests"),
        LiveTableSql.Announce("job_commands"),
        LiveTableSql.Announce("job_secrets"));
}
