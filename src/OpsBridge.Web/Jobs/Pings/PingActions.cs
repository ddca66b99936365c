using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Jobs.Pings;

/// <inheritdoc cref="IPingActions"/>
public sealed class PingActions(PingVerbs verbs, CurrentActor current) : IPingActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // what was begun is not given up by leaving the page
    private static readonly PingAnswer s_gone = new(false, "There is no such job any more.");

    /// <inheritdoc />
    public Task<PingAnswer> SaveAsync(Guid? id, int seen, ReportedJobDetails details) => TryAsync(async actor =>
        await verbs.Save.HandleAsync(id, seen, details, actor, s_toTheEnd) switch
        {
            SaveReportedJobResult.Done done => new PingAnswer(true, done.Created ? "It is watched from its first ping on." : "Stored.") { Id = done.Id },
            SaveReportedJobResult.Stale => new PingAnswer(false, "Somebody changed this job while you were editing. Open it again; nothing of yours is stored yet."),
            SaveReportedJobResult.TooMany many => new PingAnswer(false, $"There are {many.Limit} reported jobs, which is as many as may be."),
            SaveReportedJobResult.Invalid invalid => new PingAnswer(false, "Something is not right yet.") { Errors = invalid.Errors },
            _ => s_gone,
        });

    /// <inheritdoc />
    public Task<PingAnswer> PauseAsync(Guid id, DateTimeOffset? until, string? why) =>
        TryAsync(async actor => Answer(await verbs.Pause.HandleAsync(id, until, why, actor, s_toTheEnd), until is null ? "Paused until somebody resumes it." : "Paused."));

    /// <inheritdoc />
    public Task<PingAnswer> ResumeAsync(Guid id) => TryAsync(async actor => Answer(await verbs.Resume.HandleAsync(id, actor, s_toTheEnd), "It is watched again."));

    /// <inheritdoc />
    public Task<PingAnswer> PlanAsync(Guid id, DateTimeOffset? from, DateTimeOffset? until, string? why) =>
        TryAsync(async actor => Answer(await verbs.Plan.HandleAsync(id, from, until, why, actor, s_toTheEnd), from is null ? "The downtime is taken back." : "Nothing is expected of it then."));

    /// <inheritdoc />
    public Task<PingAnswer> RemoveAsync(Guid id) => TryAsync(async actor => Answer(await verbs.Remove.HandleAsync(id, actor, s_toTheEnd), "It is removed."));

    /// <inheritdoc />
    public Task<PingAnswer> RenewAsync(Guid id) => TryAsync(async actor => Answer(await verbs.Renew.HandleAsync(id, actor, s_toTheEnd), "It has another address. The old one answers 404 from now on."));

    /// <inheritdoc />
    public Task<PingAnswer> CreateKeyAsync(string name) => TryAsync(async actor => await verbs.CreateKey.HandleAsync(name, actor, s_toTheEnd) switch
    {
        CreatePingKeyResult.Done done => new PingAnswer(true, "The key is made. It is shown this once.") { Secret = done.Token },
        var refused => new PingAnswer(false, ((CreatePingKeyResult.Invalid)refused).Reason),
    });

    /// <inheritdoc />
    public Task<PingAnswer> RevokeKeyAsync(Guid id) => TryAsync(async actor => await verbs.RevokeKey.HandleAsync(id, actor, s_toTheEnd)
        ? new PingAnswer(true, "The key is revoked.")
        : new PingAnswer(false, "It was over already."));

    private static PingAnswer Answer(ReportedJobResult result, string done) => result switch
    {
        ReportedJobResult.Done => new PingAnswer(true, done),
        ReportedJobResult.Refused refused => new PingAnswer(false, refused.Reason),
        _ => s_gone,
    };

    private async Task<PingAnswer> TryAsync(Func<Actor, Task<PingAnswer>> act)
    {
        try
        {
            return await act(await current.GetAsync());
        }
        catch (PermissionDeniedException)
        {
            return new PingAnswer(false, "Your role does not allow this. Ask a supervisor.");
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            return new PingAnswer(false, "The database does not answer. Nothing was stored; try again in a moment.");
        }
    }
}
