using OpsBridge.Jobs.Backups;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs;

/// <summary>Jobs, runs and calendars in memory, and what was done to them.</summary>
internal sealed class FakeJobs : IJobList, IJobSheet, IRunReader, IRunDay, INextFires, IRunCopies, ICalendarList, IJobActions, ICalendarActions
{
    public List<JobRow> Jobs { get; } = [];

    public JobSheetView? Sheet { get; set; }

    public RunView? Run { get; set; }

    public List<RunLineRow> Lines { get; } = [];

    public RunDayView Day { get; set; } = RunDayView.Empty;

    public (DateTimeOffset From, DateTimeOffset To) AskedDay { get; private set; }

    public List<CalendarRow> Calendars { get; } = [];

    public List<NextFire> Next { get; } = [];

    public JobSchedule? Previewed { get; private set; }

    public List<string> Done { get; } = [];

    public JobDetails? Saved { get; private set; }

    public CalendarDetails? SavedCalendar { get; private set; }

    public JobAnswer Answer { get; set; } = JobAnswer.Ok("Done.");

    public static JobRow Job(string name, RunBrief? last = null, Guid? id = null) =>
        new(id ?? Guid.CreateVersion7(), new JobDetails(name, new CommandSettings("dump", ["--all"]), new CronSchedule("0 30 2 ? * MON,TUE,WED,THU,FRI,SAT,SUN", "Europe/Zurich"))) { Last = last, Number = 1 };

    public static RunBrief Ran(RunState state, DateTimeOffset at, MissCause? cause = null, double minutes = 5) => new(Guid.CreateVersion7(), Guid.CreateVersion7(), at, state)
    {
        Cause = cause,
        StartedAt = state is RunState.Missed or RunState.Asking or RunState.Waiting ? null : at,
        EndedAt = state is RunState.Running or RunState.Waiting or RunState.Asking ? null : at.AddMinutes(minutes),
        Attempt = 1,
        JobNumber = 1,
    };

    Task<JobListView> IJobList.ReadAsync(JobFilter filter, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        var rest = Jobs.Where(filter.FitsRest).ToList();
        return Task.FromResult(new JobListView([.. rest.Where(r => JobFilter.FitsShow(filter.Show, r))], Enum.GetValues<JobShow>().ToDictionary(s => s, s => rest.Count(r => JobFilter.FitsShow(s, r))), Jobs.Count));
    }

    Task<JobSheetView?> IJobSheet.ReadAsync(Guid id, RunShow show, Actor actor, CancellationToken ct) => Task.FromResult(Sheet);

    Task<IReadOnlyList<RunBrief>?> IJobSheet.RunsAsync(Guid id, DateTimeOffset? before, int take, Actor actor, CancellationToken ct) => Task.FromResult(Sheet?.Runs);

    Task<RunView?> IRunReader.ReadAsync(Guid id, Actor actor, CancellationToken ct) => Task.FromResult(Run);

    Task<IReadOnlyList<RunCopy>> IRunCopies.ReadAsync(Guid runId, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<RunCopy>>([]);

    Task<IReadOnlyList<RunLineRow>> IRunReader.LinesAsync(Guid id, int from, int take, Actor actor, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<RunLineRow>>([.. Lines.Where(l => l.Number >= from).Take(take)]);

    Task<RunDayView> IRunDay.ReadAsync(DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct)
    {
        AskedDay = (from, to);
        return Task.FromResult(Day);
    }

    Task<IReadOnlyList<NextFire>> INextFires.ReadAsync(JobSchedule schedule, Guid? calendarId, DateTimeOffset from, int count, Actor actor, CancellationToken ct)
    {
        Previewed = schedule;
        return Task.FromResult<IReadOnlyList<NextFire>>([.. Next]);
    }

    Task<IReadOnlyList<CalendarRow>> ICalendarList.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<CalendarRow>>([.. Calendars]);

    Task<JobAnswer> IJobActions.SaveAsync(Guid? id, int seen, JobDetails details)
    {
        Saved = details;
        return Do($"save {seen}");
    }

    Task<JobAnswer> IJobActions.RetireAsync(Guid id, RunsAtRetirement runs) => Do($"retire {id} {runs}");

    Task<JobAnswer> IJobActions.RunAsync(Guid id) => Do($"run {id}");

    Task<JobAnswer> IJobActions.CancelAsync(Guid runId) => Do($"cancel {runId}");

    Task<JobAnswer> IJobActions.PauseAsync(Guid id, DateTimeOffset until, string why, bool hold) => Do($"{(hold ? "hold" : "pause")} {id} until {until:HH:mm} {why}");

    Task<JobAnswer> IJobActions.ResumeAsync(Guid id) => Do($"resume {id}");

    Task<JobAnswer> IJobActions.DecideAsync(Guid runId, bool run, string why) => Do($"{(run ? "run" : "leave")} {runId} {why}");

    Task<JobAnswer> ICalendarActions.SaveAsync(Guid? id, int seen, CalendarDetails details)
    {
        SavedCalendar = details;
        return Do($"save calendar {seen}");
    }

    Task<JobAnswer> ICalendarActions.RetireAsync(Guid id) => Do($"retire calendar {id}");

    private Task<JobAnswer> Do(string what)
    {
        Done.Add(what);
        return Task.FromResult(Answer);
    }
}
