namespace OpsBridge.Identity;

/// <summary>Somebody asked for what their role does not grant. Pages hide such actions, so this is a surprise worth a log line.</summary>
public sealed class PermissionDeniedException(string actor, string permission)
    : Exception($"{actor} lacks the permission {permission}.")
{
    /// <summary>Who asked.</summary>
    public string Actor { get; } = actor;

    /// <summary>What was missing.</summary>
    public string Permission { get; } = permission;
}
