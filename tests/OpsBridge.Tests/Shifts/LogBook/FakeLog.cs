using Microsoft.AspNetCore.Components.Forms;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Shifts.Orders;

namespace OpsBridge.Shifts.LogBook;

/// <summary>A log book and standing orders in memory.</summary>
internal sealed class FakeLog : ILogBook, ILogActions, IStandingOrders, IOrderActions
{
    public List<LogRow> Rows { get; } = [];

    public List<LogEntryView> Entries { get; } = [];

    public List<LogShift> Shifts { get; } = [];

    public List<LogDesk> Desks { get; } = [];

    public List<OrderRow> Orders { get; } = [];

    public List<LogFilter> Asked { get; } = [];

    public List<string> Done { get; } = [];

    public LogEntryDetails? Written { get; private set; }

    public OrderDetails? Issued { get; private set; }

    public LogAnswer Answer { get; set; } = LogAnswer.Good("Written into the log book.");

    public static LogRow Entry(string text, DateTimeOffset at, LogEntryKind kind = LogEntryKind.Log, string who = "operator2")
    {
        var id = Guid.CreateVersion7();
        return new LogRow { Key = $"e{id}", EntryId = id, At = at, EnteredAt = at, Who = who, Text = text, Kind = kind, OwnerName = kind == LogEntryKind.Log ? null : who };
    }

    public static LogRow Automatic(string text, DateTimeOffset at, string? href = null, string? why = null) =>
        new() { Key = $"t{at.Ticks}", At = at, Who = "operator2", Text = text, TimelineKind = "alert.taken", Href = href, Why = why };

    public Task<Page<LogRow>> PageAsync(LogFilter filter, string? after, int size, Actor actor, CancellationToken ct)
    {
        Asked.Add(filter);
        var rows = Rows.Where(r => (filter.Origin == LogOrigin.All || r.Automatic == (filter.Origin == LogOrigin.Automatic)) && (!filter.OpenOnly || r.IsOpen)).ToList();
        return Task.FromResult(new Page<LogRow>([.. rows.Take(size)], rows.Count > size ? "more" : null));
    }

    public Task<int> CountAsync(LogFilter filter, Actor actor, CancellationToken ct) => Task.FromResult(filter.OpenOnly ? Rows.Count(r => r.IsOpen) : Rows.Count);

    public Task<LogEntryView?> FindAsync(Guid id, Actor actor, CancellationToken ct) => Task.FromResult(
        Entries.Find(e => e.Row.EntryId == id)
        ?? (Rows.Find(r => r.EntryId == id) is { } row ? new LogEntryView { Row = row, Versions = [new LogVersionView(1, row.Text, row.At, row.Who, null)], MayChange = true } : null));

    public Task<IReadOnlyList<LogShift>> ShiftsAsync(Guid? deskId, DateTimeOffset from, DateTimeOffset until, Actor actor, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<LogShift>>([.. Shifts.Where(s => s.StartsAt < until && s.EndsAt > from)]);

    public Task<IReadOnlyList<LogDesk>> DesksAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<LogDesk>>([.. Desks]);

    public Task<LogAnswer> WriteAsync(LogEntryDetails details, IReadOnlyList<IBrowserFile> files)
    {
        Written = details;
        return Task.FromResult(Answer);
    }

    public Task<LogAnswer> CorrectAsync(Guid id, int seen, string text, string? why) => Act($"correct {seen} {text}");

    public Task<LogAnswer> AttachAsync(Guid id, IReadOnlyList<IBrowserFile> files) => Act($"attach {string.Join(',', files.Select(f => f.Name))}");

    public Task<LogAnswer> CloseAsync(Guid id, string word) => Act($"close {word}");

    public Task<LogAnswer> TakeAsync(Guid id) => Act("take");

    public Task<IReadOnlyList<OrderRow>> ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<OrderRow>>([.. Orders]);

    public Task<IReadOnlyList<OrderVersionView>> VersionsAsync(Guid id, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<OrderVersionView>>([]);

    public Task<OrderAnswer> SaveAsync(Guid? id, int seen, OrderDetails details)
    {
        Issued = details;
        return Task.FromResult(OrderAnswer.Of(true, "Issued."));
    }

    public Task<OrderAnswer> WithdrawAsync(Guid id) => Order($"withdraw {id}");

    public Task<OrderAnswer> ConfirmAsync(Guid id, int seen) => Order($"confirm {id} {seen}");

    public Task<OrderAnswer> ConfirmDigestAsync(Guid desk, DateTimeOffset until) => Order($"digest {desk}");

    private Task<LogAnswer> Act(string what)
    {
        Done.Add(what);
        return Task.FromResult(Answer);
    }

    private Task<OrderAnswer> Order(string what)
    {
        Done.Add(what);
        return Task.FromResult(OrderAnswer.Of(true, "Confirmed."));
    }
}
