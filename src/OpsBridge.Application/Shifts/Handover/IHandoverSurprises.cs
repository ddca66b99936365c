using OpsBridge.Data;

namespace OpsBridge.Shifts.Handover;

/// <summary>Finds what hit the new watch although the old one could have told: older than T, not mentioned, and worse within the hour after.</summary>
public interface IHandoverSurprises
{
    /// <summary>One line per surprise, at most 50.</summary>
    /// <param name="db">Context within the reader's transaction.</param>
    /// <param name="cut">T (UTC).</param>
    /// <param name="until">End of the hour (UTC).</param>
    /// <param name="mentioned">Keys of the facts on which somebody wrote something.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<string>> ReadAsync(OpsDbContext db, DateTimeOffset cut, DateTimeOffset until, IReadOnlySet<string> mentioned, CancellationToken ct);
}
