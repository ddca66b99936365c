using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Ui;

namespace OpsBridge.Maintenance;

/// <summary>Pages over silences and windows in memory, looked at by operator1.</summary>
public abstract class MaintenancePageContext : AlertPageContext
{
    protected MaintenancePageContext()
    {
        Services.AddSingleton<ISilenceList>(House).AddSingleton<IWindowList>(House).AddSingleton<IWindowTimes>(House).AddSingleton<IScopePreview>(House)
            .AddSingleton<IHiddenAlerts>(House).AddSingleton<IMaintenanceReview>(House).AddSingleton<INoticeList>(House)
            .AddSingleton<IMaintenanceActions>(House).AddSingleton<ISiteList>(House).AddSingleton<WindowFormSources>();
    }

    internal FakeMaintenance House { get; } = new();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected Toasts Toasts => Services.GetRequiredService<Toasts>();

    protected Confirmation Confirm => Services.GetRequiredService<Confirmation>();

    internal static SilenceRow Silence(string matchers, string comment = "patching", double fromHours = -1, double toHours = 2, Guid? owner = null, string name = "ann") => new()
    {
        Id = Guid.CreateVersion7(),
        Matchers = MatcherSet.Parse(matchers).Set!.Matchers,
        StartsAt = Now.AddHours(fromHours),
        EndsAt = Now.AddHours(toHours),
        State = SilenceStates.At(Now.AddHours(fromHours), Now.AddHours(toHours), Now),
        CreatedBy = name,
        OwnerId = owner ?? Guid.CreateVersion7(),
        OwnerName = name,
        Comment = comment,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    internal static WindowRow Window(string name, WindowKind kind = WindowKind.Recurring, WindowState state = WindowState.Planned, Guid? owner = null) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = name,
        Plan = new WindowDetails(name, "monthly updates", kind, new MaintenanceScope(MatcherSet.Parse("env=\"prod\"").Set!.Matchers, null, null))
        {
            From = Now,
            To = Now.AddDays(300),
            Lasts = TimeSpan.FromHours(2),
            Cron = kind == WindowKind.Recurring ? "0 30 2 ? * SUN" : null,
            Zone = kind == WindowKind.Recurring ? "Europe/Zurich" : null,
        },
        OwnerId = owner ?? Guid.CreateVersion7(),
        OwnerName = "ann",
        State = state,
        Now = state == WindowState.InForce ? new WindowStretch(Now.AddHours(-1), Now.AddHours(1)) : null,
        Next = new WindowStretch(Now.AddDays(2), Now.AddDays(2).AddHours(2)),
        Upcoming = [new WindowStretch(Now.AddDays(2), Now.AddDays(2).AddHours(2))],
        UpdatedAt = Now,
    };
}
