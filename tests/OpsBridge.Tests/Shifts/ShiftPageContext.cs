using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Shifts.Roster;
using OpsBridge.Shifts.Watch;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Shifts;

/// <summary>Pages over roster and watch in memory, looked at by operator1 on Sunday 22 November 2026, noon in Zurich.</summary>
public abstract class ShiftPageContext : UiContext
{
    private readonly BunitAuthorizationContext _authorization;

    protected ShiftPageContext()
    {
        _authorization = this.AddAuthorization();
        SignIn(Role.Operator);
        Services.AddLogging().AddSingleton<LiveFeed>().AddScoped<CurrentActor>();
        Services.AddSingleton<IWatchBoard>(House).AddSingleton<IWatchActions>(House).AddSingleton<IColleagueList>(House)
            .AddSingleton<IDeskList>(House).AddSingleton<IRosterBook>(House).AddSingleton<IRosterActions>(House);
    }

    internal FakeShifts House { get; } = new();

    protected static Guid Me { get; } = Guid.CreateVersion7();

    protected Toasts Toasts => Services.GetRequiredService<Toasts>();

    /// <summary>The viewer sits elsewhere.</summary>
    protected void LookFrom(string zone) => Services.GetRequiredService<ViewerTime>().Use(zone);

    internal static PlannedShift Early { get; } = new(Guid.CreateVersion7(), "Early", Now.AddHours(-6), Now.AddHours(2));

    internal static DeskWatch Watch(params WatchPerson[] on) => new(Guid.CreateVersion7(), "Main", "Europe/Zurich", on.FirstOrDefault(p => p.Holds), on, Early, null) { Held = Early };

    internal static WatchPerson On(string name, bool holds = false, Guid? id = null) => new(id ?? Guid.CreateVersion7(), name, Now.AddHours(-6), holds);

    internal static DeskRow Desk(string name = "Main") => new(Guid.CreateVersion7(), new DeskDetails(name, "Europe/Zurich"), 1, PatternPresets.EightHours(new DateOnly(2026, 11, 1)), new DateOnly(2027, 1, 1), []);

    internal static RosterShift Shift(string name, int day, double fromHour, int missing = 0, params RosterPerson[] people)
    {
        var date = new DateOnly(2026, 11, 22).AddDays(day);
        var starts = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(1)).AddHours(fromHour).ToUniversalTime();
        return new RosterShift(Guid.CreateVersion7(), name, date, starts, starts.AddHours(8), null, people, missing, 0);
    }

    internal static RosterPerson Person(string name, string? trouble = null, Guid? id = null) => new(Guid.CreateVersion7(), id ?? Guid.CreateVersion7(), name, false, AssignmentOrigin.Planned, trouble);

    protected void SignIn(Role role)
    {
        _authorization.SetAuthorized("operator1");
        _authorization.SetClaims(new Claim(ActorClaims.Role, role.ToString()), new Claim(ClaimTypes.NameIdentifier, Me.ToString()));
    }
}
