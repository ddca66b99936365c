using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsBridge.Live;

namespace OpsBridge.Jobs;

internal sealed class JobsConfiguration : IEntityTypeConfiguration<Job>, IEntityTypeConfiguration<JobVersion>, IEntityTypeConfiguration<JobRun>, IEntityTypeConfiguration<RunAttempt>, IEntityTypeConfiguration<RunLine>
{
    private static readonly ValueComparer<JobDetails> s_compared = new(
        (a, b) => JsonSerializer.Serialize(a, JobJson.Options) == JsonSerializer.Serialize(b, JobJson.Options), d => d.Name.Length, d => d);

    public void Configure(EntityTypeBuilder<Job> job)
    {
        job.ToTable("jobs");
        job.Property(j => j.Id).ValueGeneratedNever();
        Details(job.Property(j => j.Details));
        job.Property(j => j.Name).HasMaxLength(JobDetails.MaxName);
        job.Property(j => j.ChangedBy).HasMaxLength(200);
        job.Property(j => j.PausedBy).HasMaxLength(200);
        job.Property(j => j.PausedWhy).HasMaxLength(500);
        job.Property(j => j.ReleasedBy).HasMaxLength(200);
        job.Property(j => j.Version).IsRowVersion();
        job.Ignore(j => j.Settings);
        job.Ignore(j => j.Schedule);
        job.HasIndex(j => j.NextAt).HasFilter("next_at is not null"); // what is due
    }

    public void Configure(EntityTypeBuilder<JobVersion> version)
    {
        version.ToTable("job_versions");
        version.HasKey(v => new { v.JobId, v.Number });
        version.Property(v => v.ByName).HasMaxLength(200);
        Details(version.Property(v => v.Details));
        version.HasOne<Job>().WithMany().HasForeignKey(v => v.JobId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<JobRun> run)
    {
        run.ToTable("job_runs");
        run.Property(r => r.Id).ValueGeneratedNever();
        run.Property(r => r.Origin).HasConversion<string>().HasMaxLength(20);
        run.Property(r => r.State).HasConversion<string>().HasMaxLength(20);
        run.Property(r => r.Cause).HasConversion<string>().HasMaxLength(20);
        run.Property(r => r.AskedBy).HasMaxLength(200);
        run.Property(r => r.CancelledBy).HasMaxLength(200);
        run.Property(r => r.Node).HasMaxLength(200);
        run.Property(r => r.Summary).HasMaxLength(500);
        run.Property(r => r.DecidedBy).HasMaxLength(200);
        run.Property(r => r.Phase).HasMaxLength(100);
        run.Ignore(r => r.HasEnded);
        run.HasOne<Job>().WithMany().HasForeignKey(r => r.JobId).OnDelete(DeleteBehavior.Restrict);
        run.HasIndex(r => new { r.JobId, r.NominalAt }).IsUnique();                                  // one run of a nominal time
        run.HasIndex(r => r.State).HasFilter("state in ('Waiting', 'Running', 'Asking')");           // what is open
        run.HasIndex(r => r.NominalAt);                                                              // the day's timeline
    }

    public void Configure(EntityTypeBuilder<RunAttempt> attempt)
    {
        attempt.ToTable("job_attempts");
        attempt.HasKey(a => new { a.RunId, a.Number });
        attempt.Property(a => a.Node).HasMaxLength(200);
        attempt.Property(a => a.State).HasConversion<string>().HasMaxLength(20);
        attempt.Property(a => a.Summary).HasMaxLength(500);
        attempt.HasOne<JobRun>().WithMany().HasForeignKey(a => a.RunId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RunLine> line)
    {
        line.ToTable("job_run_lines");
        line.HasKey(l => new { l.RunId, l.Number });
        line.Property(l => l.Source).HasConversion<short>();
        line.Property(l => l.Text).HasMaxLength(4000);
        line.HasOne<JobRun>().WithMany().HasForeignKey(l => l.RunId).OnDelete(DeleteBehavior.Cascade);
    }

    private static void Details(PropertyBuilder<JobDetails> details) => details.HasColumnType("jsonb").HasConversion(
        d => JsonSerializer.Serialize(d, JobJson.Options), j => JsonSerializer.Deserialize<JobDetails>(j, JobJson.Options)!, s_compared);
}

/// <summary>What EF Core does not model of jobs.</summary>
public static class JobsSql
{
    /// <summary>Names once among the jobs in use, tokens that only grow, versions that stay, announcements.</summary>
    public static string Up { get; } = string.Join(
        '\n',
        "create unique index ix_jobs_name on jobs (lower(name)) where retired_at is null;",
        "create sequence job_run_tokens;",
        "create trigger job_versions_append_only before update or delete or truncate on job_versions for each statement execute function refuse_change();",
        LiveTableSql.Announce("jobs"),
        LiveTableSql.Announce("job_runs"),
        LiveTableSql.Announce("job_run_lines"));
}
