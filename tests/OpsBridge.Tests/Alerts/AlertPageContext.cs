using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsBridge.Alerts.Correlation;
using OpsBridge.Alerts.Flood;
using OpsBridge.Alerts.Handling;
using OpsBridge.Alerts.History;
using OpsBridge.Alerts.Views;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Monitoring;
using OpsBridge.Shell;
using OpsBridge.Shifts;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Shifts.Orders;
using OpsBridge.SignIn;
using OpsBridge.Timeline;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>Pages over alerts in memory, looked at by operator1.</summary>
public abstract class AlertPageContext : UiContext
{
    private readonly BunitAuthorizationContext _authorization;

    protected AlertPageContext()
    {
        _authorization = this.AddAuthorization();
        SignIn(Role.Operator);
        Services.AddLogging().AddSingleton<LiveFeed>().AddSingleton<Pulses>().AddSingleton<SystemMessages>();
        Services.AddScoped<LiveState>().AddScoped<NavBadges>().AddScoped<CurrentActor>();
        Services.AddSingleton<IAlertBoard>(Alerts).AddSingleton<ITimelineReader>(Alerts).AddSingleton<ISeriesReader>(Alerts).AddSingleton<IAlertActions>(Alerts).AddSingleton<AlertBackgrounds>();
        Services.AddSingleton<IAlertHistory>(Alerts).AddSingleton<IAlertsAsOf>(Alerts).AddScoped<UndoMemory>();
        Services.AddSingleton<IShiftChanges>(new DailyShiftChanges(Options.Create(new ShiftsOptions { DailyZone = "Europe/Zurich" }), TimeProvider.System));
        Services.AddSingleton<IBoardSnapshot>(Alerts).AddSingleton<IAssetDirectory>(Around).AddSingleton<IFloodWatch>(Around).AddSingleton<ISavedViews>(Around).AddSingleton<IAlertPresence>(Around);
        Services.AddSingleton<AlertContexts>().AddSingleton<LabelIndex>().AddSingleton<TriageBoard>().AddSingleton<TriageSurroundings>().AddSingleton<PresenceBoard>().AddScoped<Viewing>();
        Services.AddSingleton<IRankActions>(Ranking).AddSingleton<IRuleGroups>(Ranking).AddSingleton<SymptomIndex>().AddScoped<RankDesk>();
        Services.AddSingleton<ILogBook>(Log).AddSingleton<ILogActions>(Log).AddSingleton<IStandingOrders>(Log).AddSingleton<IOrderActions>(Log).AddScoped<QuickEntry>();
        Services.AddSingleton(new SaveView(default!, TimeProvider.System)).AddSingleton(new DeleteView(default!, TimeProvider.System));
    }

    internal FakeLog Log { get; } = new();

    internal FakeAlerts Alerts { get; } = new();

    internal FakeRanking Ranking { get; } = new();

    internal FakeAround Around { get; } = new();

    protected static Guid Me { get; } = Guid.CreateVersion7();

    protected LiveFeed Feed => Services.GetRequiredService<LiveFeed>();

    protected SystemMessages Messages => Services.GetRequiredService<SystemMessages>();

    protected void SignIn(Role role)
    {
        _authorization.SetAuthorized("operator1");
        _authorization.SetClaims(new Claim(ActorClaims.Role, role.ToString()), new Claim(ClaimTypes.NameIdentifier, Me.ToString()));
    }

    protected Task PressAsync(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page, string chord) =>
        page.InvokeAsync(() => Services.GetRequiredService<KeyRegistry>().PressAsync(chord));
}
