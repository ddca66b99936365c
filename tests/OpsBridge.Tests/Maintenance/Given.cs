using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>Silences, windows and targets for tests, around noon of a winter day.</summary>
internal static class Given
{
    public static DateTimeOffset Noon { get; } = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static Actor Ann { get; } = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);

    public static Actor Bob { get; } = Actor.InRole(Guid.CreateVersion7(), "Bob", Role.Operator);

    public static Actor Sue { get; } = Actor.InRole(Guid.CreateVersion7(), "Sue", Role.Supervisor);

    public static IReadOnlyList<Matcher> Matchers(string text) => MatcherSet.Parse(text).Set!.Matchers;

    public static SilenceDetails Details(string matchers = "asset=\"db-1\"", double fromHours = 0, double toHours = 2, string comment = "patching") =>
        new(Matchers(matchers), Noon + TimeSpan.FromHours(fromHours), Noon + TimeSpan.FromHours(toHours), comment);

    public static Silence Silence(string matchers = "asset=\"db-1\"", double fromHours = 0, double toHours = 2) =>
        Maintenance.Silence.Create(Details(matchers, fromHours, toHours), Ann, Noon);

    public static WindowDetails Plan(WindowKind kind, string matchers = "asset=\"db-1\"") =>
        new("Patching", "monthly updates", kind, MaintenanceScope.Of(Matchers(matchers))) { From = Noon, To = Noon + TimeSpan.FromHours(4), Lasts = TimeSpan.FromHours(1) };

    public static WindowDetails Weekly(string cron, string zone, TimeSpan lasts, DateTimeOffset? from = null) => Plan(WindowKind.Recurring) with
    {
        Cron = cron,
        Zone = zone,
        Lasts = lasts,
        From = from ?? Noon,
        To = (from ?? Noon) + TimeSpan.FromDays(365),
    };

    public static WindowSchedule Schedule(WindowDetails plan) => new(MaintenanceWindow.Create(plan, Ann, Noon), null);

    public static SuppressionTarget Target(params ReadOnlySpan<(string, string)> labels) => new(Labels.Of(labels), null, null, Noon);
}
