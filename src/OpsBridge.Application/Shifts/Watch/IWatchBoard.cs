using OpsBridge.Identity;

namespace OpsBridge.Shifts.Watch;

/// <summary>Reads who is on watch.</summary>
public interface IWatchBoard
{
    /// <summary>Every desk in use, by name.</summary>
    Task<IReadOnlyList<DeskWatch>> ReadAsync(Actor actor, CancellationToken ct);
}
