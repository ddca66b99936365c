using System.Collections.Frozen;

namespace OpsBridge.Identity;

/// <summary>What an account is for. Each role holds everything the one before it holds, and more.</summary>
public enum Role
{
    /// <summary>Sees everything, changes nothing.</summary>
    Viewer,

    /// <summary>Stands watch: handles alerts, runs checks.</summary>
    Operator,

    /// <summary>Plans and signs; stands watch as well.</summary>
    Supervisor,

    /// <summary>Configures assets, checks, accounts and keys.</summary>
    Admin,
}

/// <summary>The written matrix role → permissions.</summary>
public static class RolePermissions
{
    private static readonly FrozenSet<string> s_viewer =
        new[] { Permissions.ViewAssets, Permissions.ViewChecks, Permissions.ViewAlerts, Permissions.ViewShifts, Permissions.ViewJobs, Permissions.ViewRounds }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_operator =
        s_viewer.Union([Permissions.RunChecks, Permissions.HandleAlerts, Permissions.ManageSilences, Permissions.StandWatch, Permissions.RunJobs, Permissions.DoRounds]).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_supervisor =
        s_operator.Union(
            [
                Permissions.OverseeSilences, Permissions.ShareViews, Permissions.EditAlertRules,
                Permissions.PlanRoster, Permissions.IssueOrders, Permissions.OverseeHandovers,
                Permissions.EditJobs, Permissions.RestoreBackups, Permissions.EditRounds,
            ]).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_admin =
        Permissions.All.Where(p => p != Permissions.ReportAlerts).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The permissions that a role grants.</summary>
    public static FrozenSet<string> Of(Role role) => role switch
    {
        Role.Viewer => s_viewer,
        Role.Operator => s_operator,
        Role.Supervisor => s_supervisor,
        Role.Admin => s_admin,
        _ => FrozenSet<string>.Empty,
    };
}
