using OpsBridge.Identity;

namespace OpsBridge.Shell;

/// <summary>The pages that exist, in the order of the navigation. A capability adds its lines here when its page arrives.</summary>
public static class NavCatalog
{
    /// <summary>All links; each is shown to those who meet its policy.</summary>
    public static IReadOnlyList<NavItem> Items { get; } =
    [
        new("", "Bridge", "/", "bridge", Permissions.ViewAlerts, 'b'),
        new("", "Alerts", "/alerts", "bell", Permissions.ViewAlerts, 'a'),
        new("Watch", "Watch", "/watch", "watch", Permissions.ViewShifts, 'w'),
        new("Watch", "Handover", "/handover", "handover", Permissions.ViewShifts, 'h'),
        new("Watch", "Log book", "/log", "book", Permissions.ViewShifts, 'n'),
        new("Watch", "Standing orders", "/orders", "scroll", Permissions.ViewShifts, 'd'),
        new("Watch", "Roster", "/roster", "roster", Permissions.ViewShifts, 't'),
        new("Watch", "Staffing", "/shifts", "person", Permissions.PlanRoster, 'e'),
        new("Routine", "Jobs", "/jobs", "clockwork", Permissions.ViewJobs, 'j'),
        new("Routine", "Backups", "/backups", "vault", Permissions.ViewJobs, 'x'),
        new("Routine", "Rounds", "/rounds", "checklist", Permissions.ViewRounds, 'f'),
        new("Routine", "Runbooks", "/runbooks", "steps", Permissions.ViewRounds, 'y'),
        new("Hidden", "Silences", "/silences", "hush", Permissions.ViewAlerts, 'l'),
        new("Hidden", "Maintenance", "/maintenance", "calendar", Permissions.ViewAlerts, 'm'),
        new("Estate", "Assets", "/assets", "server", Permissions.ViewAssets, 's'),
        new("Estate", "Checks", "/checks", "pulse", Permissions.ViewChecks, 'c'),
        new("Estate", "Sites", "/sites", "building", Permissions.ViewAssets, 'i'),
        new("Admin", "Alert rules", "/alerts/rules", "fold", Permissions.EditAlertRules, 'r'),
        new("Admin", "Sources", "/sources", "inlet", Permissions.ManageSources, 'o'),
        new("Admin", "Accounts", "/admin/accounts", "person", Permissions.ManageAccounts, 'u'),
        new("Admin", "API keys", "/admin/keys", "key", Permissions.ManageKeys, 'k'),
        new("Admin", "Commands", "/admin/commands", "clockwork", Permissions.ManageCommands, 'v'),
        new("Admin", "Job secrets", "/admin/job-secrets", "key", Permissions.ManageCommands, 'z'),
        new("Admin", "Plugins", "/admin/plugins", "plug", Permissions.ManagePlugins, 'p'),
    ];
}

/// <summary>One link of the navigation.</summary>
/// <param name="Group">Heading; "" for the first, unnamed group.</param>
/// <param name="Label">Word.</param>
/// <param name="Href">Address from the root.</param>
/// <param name="Icon">Name of a drawing in <see cref="NavIcon"/>.</param>
/// <param name="Policy">Policy that the account must meet to see it.</param>
/// <param name="Key">Letter after g.</param>
public sealed record NavItem(string Group, string Label, string Href, string Icon, string Policy, char Key);
