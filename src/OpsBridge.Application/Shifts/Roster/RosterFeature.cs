using Microsoft.Extensions.DependencyInjection;

namespace OpsBridge.Shifts.Roster;

/// <summary>Registrations of the roster.</summary>
internal static class RosterFeature
{
    /// <summary>Adds desks, patterns, shifts and the people on them.</summary>
    public static IServiceCollection AddRoster(this IServiceCollection services) => services
        .AddSingleton<SaveDesk>()
        .AddSingleton<RetireDesk>()
        .AddSingleton<SavePattern>()
        .AddSingleton<RemakeShifts>()
        .AddSingleton<SetCrew>()
        .AddSingleton<AssignPerson>()
        .AddSingleton<UnassignPerson>()
        .AddSingleton<MoveAssignment>()
        .AddSingleton<CreateCalendarFeed>()
        .AddSingleton<RevokeCalendarFeed>()
        .AddSingleton<ICalendarFeeds, CalendarFeeds>()
        .AddSingleton<RecordAbsence>()
        .AddSingleton<RemoveAbsence>()
        .AddSingleton<ImportHolidays>()
        .AddSingleton<ImportRoster>()
        .AddSingleton<OfferSwap>()
        .AddSingleton<AnswerSwap>()
        .AddSingleton<DecideSwap>()
        .AddSingleton<ISwapList, SwapList>()
        .AddSingleton<IDeskList, DeskList>()
        .AddSingleton<IRosterBook, RosterBook>()
        .AddSingleton<RosterRounds>();
}
