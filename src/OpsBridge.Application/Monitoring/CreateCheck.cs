using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Monitoring;

/// <summary>An admin puts a check on an asset.</summary>
public sealed class CreateCheck(CheckChange changes, CheckRules rules)
{
    /// <summary>Stores the check; a heartbeat gets its token at once.</summary>
    public Task<CreateCheckResult> HandleAsync(Guid assetId, CheckDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditChecks);
        return changes.ApplyAsync<CreateCheckResult>(
            async (db, now) =>
            {
                if (await rules.ErrorsAsync(db, assetId, null, details, ct) is { Count: > 0 } errors)
                {
                    return new CreateCheckResult.Invalid(errors);
                }

                var check = Check.Create(assetId, details);
                var token = details.Settings is HeartbeatSettings ? Secret.New() : null;
                if (token is not null)
                {
                    check.SetHeartbeatToken(Secret.Hash(token));
                }

                db.Add(check);
                db.Add(TimelineEntry.Record(now, actor, CheckHistory.Created(check)));
                try
                {
                    await db.SaveChangesAsync(ct);
                }
                catch (DbUpdateException exception) when (CheckRules.IsNameTaken(exception))
                {
                    return CreateCheckResult.Invalid.Name;
                }

                return new CreateCheckResult.Done(check.Id, check.Version, token);
            },
            ct);
    }
}

/// <summary>Answer of <see cref="CreateCheck"/>.</summary>
public abstract record CreateCheckResult
{
    /// <summary>Stored; the poller runs it within seconds.</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Version">Its row version.</param>
    /// <param name="HeartbeatToken">The secret of a heartbeat's URL, shown this once; null for other kinds.</param>
    public sealed record Done(Guid Id, uint Version, string? HeartbeatToken) : CreateCheckResult
    {
        /// <summary>Names no secret.</summary>
        public override string ToString() => $"{nameof(Done)} {Id}";
    }

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="CheckDetails"/>, or AssetId.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : CreateCheckResult
    {
        internal static Invalid Name { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(CheckDetails.Name)] = CheckRules.NameTaken });
    }
}
