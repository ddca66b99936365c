using System.Collections.Frozen;

namespace OpsBridge.Identity;

/// <summary>Who acts: an account in a browser, an API key, or a part of OpsBridge itself.</summary>
/// <param name="Id">Account or key id; null for OpsBridge itself.</param>
/// <param name="Name">The name that the timeline and other operators see.</param>
/// <param name="Granted">The permissions held at this moment.</param>
public sealed record Actor(Guid? Id, string Name, FrozenSet<string> Granted)
{
    /// <summary>An actor with the permissions of a role.</summary>
    public static Actor InRole(Guid? id, string name, Role role) => new(id, name, RolePermissions.Of(role));

    /// <summary>A part of OpsBridge itself, with just the permissions it needs.</summary>
    public static Actor Internal(string name, params ReadOnlySpan<string> permissions) =>
        new(null, name, FrozenSet.ToFrozenSet(permissions.ToArray(), StringComparer.Ordinal));

    /// <summary>Whether the permission is held.</summary>
    public bool May(string permission) => Granted.Contains(permission);

    /// <summary>Goes on only when the permission is held.</summary>
    /// <exception cref="PermissionDeniedException">It is not.</exception>
    public void Demand(string permission)
    {
        if (!May(permission))
        {
            throw new PermissionDeniedException(Name, permission);
        }
    }
}
