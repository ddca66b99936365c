using OpsBridge.Identity;

namespace OpsBridge.Shifts;

/// <summary>Who can stand watch at all.</summary>
internal static class Standing
{
    /// <summary>The roles that may.</summary>
    public static Role[] Roles { get; } = [.. Enum.GetValues<Role>().Where(r => RolePermissions.Of(r).Contains(Permissions.StandWatch))];

    /// <summary>The roles that count as supervisors where a shift needs one.</summary>
    public static Role[] Supervisors { get; } = [.. Enum.GetValues<Role>().Where(r => RolePermissions.Of(r).Contains(Permissions.OverseeHandovers))];
}
