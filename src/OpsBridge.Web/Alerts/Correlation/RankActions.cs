using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Ranking from a page; every answer is in words, also when the database is away.</summary>
public interface IRankActions
{
    /// <summary>Ranks alerts under a cause.</summary>
    Task<AlertAnswer> RankAsync(IReadOnlyCollection<long> ids, long causeId, CancellationToken ct);

    /// <summary>Lets alerts stand for themselves.</summary>
    Task<AlertAnswer> StandAloneAsync(IReadOnlyCollection<long> ids, CancellationToken ct);
}

/// <inheritdoc cref="IRankActions"/>
public sealed class RankActions(RankSymptoms rank, StandAlone alone, CurrentActor current) : IRankActions
{
    /// <inheritdoc />
    public Task<AlertAnswer> RankAsync(IReadOnlyCollection<long> ids, long causeId, CancellationToken ct) =>
        TryAsync(async actor => RankWords.Of(await rank.HandleAsync(ids, causeId, null, actor, ct), causeId));

    /// <inheritdoc />
    public Task<AlertAnswer> StandAloneAsync(IReadOnlyCollection<long> ids, CancellationToken ct) =>
        TryAsync(async actor => RankWords.Of(await alone.HandleAsync(ids, null, actor, ct), null));

    private async Task<AlertAnswer> TryAsync(Func<Actor, Task<AlertAnswer>> act)
    {
        try
        {
            return await act(await current.GetAsync());
        }
        catch (PermissionDeniedException)
        {
            return new("Your role does not allow this. Ask an administrator.", "warning");
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            return new("The database does not answer. Look at the alerts again when it does: they may or may not have been ranked.", "critical");
        }
    }
}
