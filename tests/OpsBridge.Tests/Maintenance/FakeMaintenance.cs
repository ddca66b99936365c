using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>Silences, windows and what was done to them, in memory.</summary>
internal sealed class FakeMaintenance : ISilenceList, IWindowList, IWindowTimes, IScopePreview, IHiddenAlerts, IMaintenanceReview, INoticeList, IMaintenanceActions, ISiteList
{
    public List<SilenceRow> Silences { get; } = [];

    public List<WindowRow> Windows { get; } = [];

    public List<WindowStretch> Next { get; } = [];

    public Dictionary<Guid, HiddenBy> Hidden { get; } = [];

    public List<ReviewRow> Due { get; } = [];

    public List<NoticeRow> Notices { get; } = [];

    public List<SiteRow> Places { get; } = [];

    public List<string> Done { get; } = [];

    public List<MaintenanceScope> Asked { get; } = [];

    public Func<MaintenanceScope, ScopePreviewView> Preview { get; set; } = _ => new ScopePreviewView { Open = 3, LastWeek = 12 };

    public AlertAnswer Answer { get; set; } = new("Ended. What it hid and still fires is unhandled again.", "ok");

    public SaveAnswer Saved { get; set; } = SaveAnswer.Done(Guid.CreateVersion7());

    public SilenceDetails? SavedSilence { get; private set; }

    public WindowDetails? SavedWindow { get; private set; }

    Task<IReadOnlyList<SilenceRow>> ISilenceList.ReadAsync(DateTimeOffset endedSince, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<SilenceRow>>([.. Silences]);

    Task<SilenceRow?> ISilenceList.FindAsync(Guid id, Actor actor, CancellationToken ct) => Task.FromResult(Silences.Find(s => s.Id == id));

    Task<IReadOnlyList<WindowRow>> IWindowList.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<WindowRow>>([.. Windows]);

    Task<WindowRow?> IWindowList.FindAsync(Guid id, Actor actor, CancellationToken ct) => Task.FromResult(Windows.Find(w => w.Id == id));

    public Task<IReadOnlyList<WindowStretch>> NextAsync(WindowDetails plan, int count, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<WindowStretch>>([.. Next]);

    public Task<ScopePreviewView> ReadAsync(MaintenanceScope scope, WindowDetails? plan, Actor actor, CancellationToken ct)
    {
        Asked.Add(scope);
        return Task.FromResult(Preview(scope));
    }

    Task<HiddenView> IHiddenAlerts.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult(new HiddenView(Hidden));

    Task<IReadOnlyList<ReviewRow>> IMaintenanceReview.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<ReviewRow>>([.. Due]);

    public Task<IReadOnlyList<NoticeRow>> SinceAsync(DateTimeOffset since, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<NoticeRow>>([.. Notices]);

    Task<IReadOnlyList<SiteRow>> ISiteList.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<SiteRow>>([.. Places]);

    public Task<Page<SiteRow>> PageAsync(string? text, string? after, int size, Actor actor, CancellationToken ct) => Task.FromResult(new Page<SiteRow>([.. Places], null));

    Task<SiteRow?> ISiteList.FindAsync(Guid id, Actor actor, CancellationToken ct) => Task.FromResult(Places.Find(p => p.Id == id));

    public Task<SaveAnswer> SaveAsync(SilenceDetails details)
    {
        SavedSilence = details;
        return Task.FromResult(Saved);
    }

    public Task<SaveAnswer> SaveAsync(WindowRow? known, WindowDetails details)
    {
        SavedWindow = details;
        return Task.FromResult(Saved);
    }

    public Task<AlertAnswer> EndAsync(SuppressorKind kind, Guid id) => Say($"end {kind} {id}");

    public Task<AlertAnswer> ExtendAsync(SuppressorKind kind, Guid id, DateTimeOffset until) => Say($"extend {kind} {id} {until:u}");

    public Task<AlertAnswer> TakeOverAsync(SuppressorKind kind, Guid id) => Say($"take {kind} {id}");

    public Task<AlertAnswer> CancelAsync(Guid windowId) => Say($"cancel {windowId}");

    private Task<AlertAnswer> Say(string done)
    {
        Done.Add(done);
        return Task.FromResult(Answer);
    }
}
