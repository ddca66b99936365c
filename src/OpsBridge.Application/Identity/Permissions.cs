namespace OpsBridge.Identity;

/// <summary>Every permission of the console. Use cases demand them; pages and endpoints name them as policies.</summary>
public static class Permissions
{
    /// <summary>See sites and monitored assets.</summary>
    public const string ViewAssets = "assets.view";

    /// <summary>Create, change, retire and import sites and assets.</summary>
    public const string EditAssets = "assets.edit";

    /// <summary>See checks, their results and series.</summary>
    public const string ViewChecks = "checks.view";

    /// <summary>Run a check now and see the raw result.</summary>
    public const string RunChecks = "checks.run";

    /// <summary>Create, change and remove checks.</summary>
    public const string EditChecks = "checks.edit";

    /// <summary>Register the plugins that checks may run.</summary>
    public const string ManagePlugins = "plugins.manage";

    /// <summary>See alerts and their history.</summary>
    public const string ViewAlerts = "alerts.view";

    /// <summary>Acknowledge, own, annotate and close alerts.</summary>
    public const string HandleAlerts = "alerts.handle";

    /// <summary>Choose which view of the alerts everybody sees first.</summary>
    public const string ShareViews = "views.share";

    /// <summary>Report conditions that raise or clear alerts.</summary>
    public const string ReportAlerts = "alerts.report";

    /// <summary>Silence alerts, plan maintenance windows, end either, and prolong one's own.</summary>
    public const string ManageSilences = "silences.manage";

    /// <summary>Prolong and change silences and maintenance windows of others.</summary>
    public const string OverseeSilences = "silences.oversee";

    /// <summary>Write the rules by which alerts are ranked as symptoms and grouped.</summary>
    public const string EditAlertRules = "alert-rules.edit";

    /// <summary>Create accounts, change roles, disable accounts.</summary>
    public const string ManageAccounts = "accounts.manage";

    /// <summary>Create and revoke API keys and wallboard links.</summary>
    public const string ManageKeys = "keys.manage";

    /// <summary>Connect the tools that report alerts: their keys, limits and mappings; look after what could not be read.</summary>
    public const string ManageSources = "sources.manage";

    /// <summary>See desks, shifts, who is on watch, the log book and handovers.</summary>
    public const string ViewShifts = "shifts.view";

    /// <summary>Stand watch: take it, leave it, hand it over; write the log book; ask for swaps.</summary>
    public const string StandWatch = "watch.stand";

    /// <summary>Plan desks, patterns, shifts, absences and swaps; end somebody's watch.</summary>
    public const string PlanRoster = "roster.plan";

    /// <summary>Issue standing orders and withdraw them.</summary>
    public const string IssueOrders = "orders.issue";

    /// <summary>Countersign handovers of higher risk, waive questions, reopen a handover.</summary>
    public const string OverseeHandovers = "handovers.oversee";

    /// <summary>See jobs, their runs, backups and reported jobs.</summary>
    public const string ViewJobs = "jobs.view";

    /// <summary>Run a job now, cancel a run, pause, hold, and decide what becomes of a missed run.</summary>
    public const string RunJobs = "jobs.run";

    /// <summary>Create, change and remove jobs, calendars and reported jobs.</summary>
    public const string EditJobs = "jobs.edit";

    /// <summary>Register the commands that jobs may run, and the secrets that they use.</summary>
    public const string ManageCommands = "commands.manage";

    /// <summary>Ask for and approve the restore of a backup.</summary>
    public const string RestoreBackups = "backups.restore";

    /// <summary>See checklists, rounds and runbooks.</summary>
    public const string ViewRounds = "rounds.view";

    /// <summary>Do rounds and the steps of runbooks.</summary>
    public const string DoRounds = "rounds.do";

    /// <summary>Write checklists, approve runbooks.</summary>
    public const string EditRounds = "rounds.edit";

    /// <summary>Every permission, in the order shown to admins.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ViewAssets, EditAssets, ViewChecks, RunChecks, EditChecks, ManagePlugins,
        ViewAlerts, HandleAlerts, ShareViews, ReportAlerts, ManageSilences, OverseeSilences, EditAlertRules,
        ViewShifts, StandWatch, PlanRoster, IssueOrders, OverseeHandovers,
        ViewJobs, RunJobs, EditJobs, ManageCommands, RestoreBackups, ViewRounds, DoRounds, EditRounds, ManageAccounts, ManageKeys, ManageSources,
    ];
}
