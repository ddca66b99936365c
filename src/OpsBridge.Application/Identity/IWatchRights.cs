using System.Collections.Frozen;

namespace OpsBridge.Identity;

/// <summary>Which permissions of its role an account does not hold at this moment, because it is not on watch.</summary>
public interface IWatchRights
{
    /// <summary>The permissions that are withheld now; none for those on watch.</summary>
    ValueTask<FrozenSet<string>> WithheldAsync(Guid account, CancellationToken ct);
}
