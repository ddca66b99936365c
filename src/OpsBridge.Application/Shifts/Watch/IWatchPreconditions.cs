using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Watch;

/// <summary>What somebody must have done before taking a watch. A part of the slice registers one; taking the watch asks all of them.</summary>
public interface IWatchPreconditions
{
    /// <summary>What is still to be done, each as one sentence for people; none when the watch may be taken.</summary>
    /// <param name="db">Context within the transaction that takes the watch; read only.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="who">Who wants to take the watch.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<string>> UnmetAsync(OpsDbContext db, Guid desk, Actor who, CancellationToken ct);
}
