using System.Collections.Frozen;

namespace OpsBridge.Identity;

/// <summary>
/// Which permissions of its role an account does not hold at this moment, because it is not on watch. API keys are not
/// concerned: a program stands no watch, and holds just what an admin gave it by name.
/// </summary>
public interface IWatchRights
{
    /// <summary>The permissions that people hold only while on watch; none unless set.</summary>
    IReadOnlyCollection<string> Bound { get; }

    /// <summary>The permissions that are withheld now; none for those on watch.</summary>
    ValueTask<FrozenSet<string>> WithheldAsync(Guid account, CancellationToken ct);
}
