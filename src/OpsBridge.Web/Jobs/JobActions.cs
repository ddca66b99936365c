using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs;

/// <summary>What a person can do to jobs from a page; every answer is in words, also when the database is away.</summary>
public interface IJobActions
{
    /// <summary>Stores a new job, or a new version of a known one.</summary>
    Task<JobAnswer> SaveAsync(Guid? id, int seen, JobDetails details);

    /// <summary>Takes one out of use.</summary>
    Task<JobAnswer> RetireAsync(Guid id);

    /// <summary>Runs it now; <see cref="JobAnswer.Id"/> is the run, also when one works already.</summary>
    Task<JobAnswer> RunAsync(Guid id);

    /// <summary>Asks that a run be cancelled.</summary>
    Task<JobAnswer> CancelAsync(Guid runId);

    /// <summary>No start until a moment.</summary>
    Task<JobAnswer> PauseAsync(Guid id, DateTimeOffset until, string why, bool hold);

    /// <summary>Starts again.</summary>
    Task<JobAnswer> ResumeAsync(Guid id);

    /// <summary>Decides about a missed run.</summary>
    Task<JobAnswer> DecideAsync(Guid runId, bool run, string why);
}

/// <summary>How it went.</summary>
/// <param name="Text">One or two sentences.</param>
/// <param name="Tone">ok or warning.</param>
public sealed record JobAnswer(string Text, string Tone)
{
    /// <summary>Plain words by field; empty unless a form was wrong.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Key of what was stored or started; null where there is none.</summary>
    public Guid? Id { get; init; }

    /// <summary>Whether it was done.</summary>
    public bool Done => Tone == "ok";

    /// <summary>It is done.</summary>
    public static JobAnswer Ok(string text, Guid? id = null) => new(text, "ok") { Id = id };

    /// <summary>It is not done.</summary>
    public static JobAnswer No(string text, Guid? id = null) => new(text, "warning") { Id = id };

    /// <summary>A field is wrong.</summary>
    public static JobAnswer Wrong(IReadOnlyDictionary<string, string> errors) => new("Nothing is stored yet: see the marked fields.", "warning") { Errors = errors };
}
