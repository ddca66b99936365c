using OpsBridge.Identity;
using OpsBridge.Jobs.Schedules;
using OpsBridge.SignIn;

namespace OpsBridge.Jobs;

/// <summary>What a person can do to calendars from a page; every answer is in words, also when the database is away.</summary>
public interface ICalendarActions
{
    /// <summary>Stores a new calendar, or a new version of a known one.</summary>
    Task<JobAnswer> SaveAsync(Guid? id, int seen, CalendarDetails details);

    /// <summary>Takes one out of use.</summary>
    Task<JobAnswer> RetireAsync(Guid id);
}

/// <inheritdoc cref="ICalendarActions"/>
public sealed class CalendarActions(SaveCalendar save, RetireCalendar retire, CurrentActor current) : ICalendarActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // what was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<JobAnswer> SaveAsync(Guid? id, int seen, CalendarDetails details) => JobAnswer.OfAsync(current, async actor =>
        await save.HandleAsync(id, seen, details, actor, s_toTheEnd) switch
        {
            SaveCalendarResult.Done { Number: 1 } done => JobAnswer.Ok("The calendar is in use.", done.Id),
            SaveCalendarResult.Done done => JobAnswer.Ok($"Version {done.Number} holds from now on, for every job that hangs on it.", done.Id),
            SaveCalendarResult.Stale stale => JobAnswer.No($"{stale.By} changed this calendar while you were editing. Open it again; nothing of yours is stored yet."),
            SaveCalendarResult.Invalid invalid => JobAnswer.Wrong(invalid.Errors),
            _ => JobAnswer.No("There is no such calendar in use."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> RetireAsync(Guid id) => JobAnswer.OfAsync(current, async actor =>
        await retire.HandleAsync(id, actor, s_toTheEnd) switch
        {
            RetireCalendarResult.Done => JobAnswer.Ok("Retired."),
            RetireCalendarResult.InUse used => JobAnswer.No($"{used.By} hangs on it. Change that job first."),
            _ => JobAnswer.No("There is no such calendar in use."),
        });
}
