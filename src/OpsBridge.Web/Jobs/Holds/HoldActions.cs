using System.Globalization;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Jobs.Holds;

/// <summary>What a person can do to holds from a page; every answer is in words, also when the database is away.</summary>
public interface IHoldActions
{
    /// <summary>Holds jobs until a moment (UTC).</summary>
    Task<JobAnswer> HoldAsync(IReadOnlyCollection<Guid> jobs, DateTimeOffset until, string why);

    /// <summary>Lets jobs go in order.</summary>
    Task<JobAnswer> ReleaseAsync(IReadOnlyCollection<Guid> jobs, TimeSpan apart);
}

/// <summary>The use cases of holds.</summary>
public sealed record HoldVerbs(HoldJobs Hold, ReleaseJobs Release);

/// <inheritdoc cref="IHoldActions"/>
public sealed class HoldActions(HoldVerbs verbs, CurrentActor current) : IHoldActions
{
    private const int Named = 3;
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // what was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<JobAnswer> HoldAsync(IReadOnlyCollection<Guid> jobs, DateTimeOffset until, string why) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Hold.HandleAsync(jobs, until, why, actor, s_toTheEnd) switch
        {
            HoldJobsResult.Invalid invalid => JobAnswer.Wrong(invalid.Errors),
            HoldJobsResult.Done { Held.Count: 0 } done => JobAnswer.No($"No job is held: {Kept(done.Kept)}."),
            HoldJobsResult.Done done => JobAnswer.Ok($"{Many(done.Held.Count, "job")} held.{(done.Kept.Count == 0 ? "" : $" As before: {Kept(done.Kept)}.")}"),
            var other => throw new InvalidOperationException(other.GetType().Name),
        });

    /// <inheritdoc />
    public Task<JobAnswer> ReleaseAsync(IReadOnlyCollection<Guid> jobs, TimeSpan apart) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Release.HandleAsync(jobs, apart, actor, s_toTheEnd) switch
        {
            ReleaseJobsResult.Invalid invalid => JobAnswer.Wrong(invalid.Errors),
            ReleaseJobsResult.Done { Released.Count: 0 } => JobAnswer.No("Nothing to release: these jobs are free, or on their way."),
            ReleaseJobsResult.Done done => JobAnswer.Ok(Released(done.Released)),
            var other => throw new InvalidOperationException(other.GetType().Name),
        });

    /// <summary>"1 job", "4 jobs".</summary>
    internal static string Many(int count, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? $"{one}s")}");

    private static string Kept(IReadOnlyList<KeptJob> kept) => string.Join(", ", kept.Take(Named).Select(k => k.Name.Length == 0 ? k.Why : $"{k.Name} ({k.Why})"))
        + (kept.Count > Named ? string.Create(CultureInfo.InvariantCulture, $" and {kept.Count - Named:N0} more") : "");

    private static string Released(IReadOnlyList<ReleasedJob> released)
    {
        var late = released.Where(r => r.CatchesUp).ToList();
        var words = $"{Many(released.Count, "job")} released.";
        return late.Count == 0 ? $"{words} They start at their next times."
            : late.Count == 1 ? $"{words} {late[0].Name} makes up for what it missed now."
            : $"{words} {Many(late.Count, "job")} make up for what they missed, one after the other, {late[0].Name} first; the last in {RunWords.Span(late[^1].At - late[0].At)}.";
    }
}
