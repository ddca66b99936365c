using System.Security.Claims;
using System.Text;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.Shifts.Roster;
using OpsBridge.SignIn;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Jobs.Pings;

/// <summary>The pages of reported jobs over jobs in memory.</summary>
public sealed class PingPagesTests : UiContext, IReportedJobs, IPingActions, IAssetList, IDeskList
{
    private const string Hostile = "<img src=x onerror=alert(1)>";
    private readonly BunitAuthorizationContext _authorization;
    private readonly List<ReportedJobRow> _jobs = [];
    private readonly List<PingRow> _pings = [];
    private readonly List<string> _done = [];
    private ReportedJobDetails? _saved;

    public PingPagesTests()
    {
        _authorization = this.AddAuthorization();
        SignIn(Role.Supervisor);
        Services.AddLogging().AddSingleton<LiveFeed>().AddScoped<CurrentActor>();
        Services.AddSingleton<IReportedJobs>(this).AddSingleton<IPingActions>(this).AddSingleton<IAssetList>(this).AddSingleton<IDeskList>(this);
    }

    [Fact]
    public void The_list_says_who_is_missing_who_is_late_and_who_is_well()
    {
        _jobs.AddRange(
        [
            Row("Nightly dump") with { Word = ReportedJobWord.Down, State = ReportedJobState.Down, Words = "did not report in time, last heard 2026-11-21 02:30 UTC", AssetName = "db-01" },
            Row("Rotation") with { Word = ReportedJobWord.Grace, State = ReportedJobState.Up, LastPingAt = Now.AddHours(-25), ExpectedAt = Now.AddHours(-1) },
            Row("Sync") with { Word = ReportedJobWord.Up, State = ReportedJobState.Up, LastPingAt = Now, LastDuration = TimeSpan.FromSeconds(42), Durations = [41_000, 42_000] },
        ]);

        var page = Render<ReportedPage>();
        var rows = page.FindAll("tbody tr[data-i]").Select(r => r.TextContent).ToList();

        Assert.Equal("1 down", page.Find(".page-head [role=status]").TextContent);
        Assert.Contains("Down", rows[0], StringComparison.Ordinal);
        Assert.Contains("did not report in time", rows[0], StringComparison.Ordinal);
        Assert.Contains("db-01", rows[0], StringComparison.Ordinal);
        Assert.Contains("Late", rows[1], StringComparison.Ordinal);
        Assert.Contains("42 s", rows[2], StringComparison.Ordinal);
        Assert.Contains("never", rows[0], StringComparison.Ordinal);
        Assert.Single(page.FindAll("svg.spark"));
    }

    [Fact]
    public void Names_that_are_markup_are_shown_as_text()
    {
        _jobs.Add(Row(Hostile) with { Details = new ReportedJobDetails(Hostile) { Tags = Hostile, Description = Hostile }, Pause = (null, Hostile, Hostile), State = ReportedJobState.Paused, Word = ReportedJobWord.Paused });
        _pings.Add(new PingRow(1, Now, PingKind.Fail) { UserAgent = Hostile, RemoteAddress = Hostile, BodyBytes = 5 });

        Assert.Empty(Render<ReportedPage>().FindAll("img"));
        var page = Render<ReportedJobPage>(p => p.Add(x => x.Id, _jobs[0].Id));
        page.Find("tr[data-i]").Click();

        Assert.Empty(page.FindAll("img"));
        Assert.Equal($"{Hostile}\\x00", page.Find("pre[aria-label=Body]").TextContent);
    }

    [Fact]
    public void Without_a_job_the_page_says_what_one_is()
    {
        Assert.Contains("OpsBridge says when it does not", Render<ReportedPage>().Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Viewer, false, false)]
    [InlineData(Role.Operator, true, false)]
    [InlineData(Role.Supervisor, true, true)]
    public void Everybody_sees_the_job_operators_pause_it_and_supervisors_change_it_and_see_its_address(Role role, bool pauses, bool changes)
    {
        SignIn(role);
        _jobs.Add(Row("Roles"));

        var page = Render<ReportedJobPage>(p => p.Add(x => x.Id, _jobs[0].Id));
        var head = page.Find(".page-head").TextContent;

        Assert.Equal((pauses, changes, changes), (head.Contains("Pause", StringComparison.Ordinal), head.Contains("Change", StringComparison.Ordinal), head.Contains("Remove", StringComparison.Ordinal)));
        Assert.Equal(changes, page.Markup.Contains($"ping/{_jobs[0].Code}", StringComparison.Ordinal));
    }

    [Fact]
    public void What_to_paste_holds_the_address_and_the_schedule_of_the_job()
    {
        var all = PingSnippets.For("https://bridge.example.org/ping/1", new ReportedJobDetails("x") { Schedule = "15 4 * * 1" });

        Assert.All(all, s => Assert.Contains("https://bridge.example.org/ping/1", s.Text, StringComparison.Ordinal));
        Assert.StartsWith("15 4 * * 1 out=$(", all[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("/$?\"", all[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_job_is_typed_previewed_and_stored_and_what_is_wrong_is_said_at_its_field()
    {
        var form = Render<ReportedJobForm>();
        await form.InvokeAsync(() => form.Instance.Open(null));
        form.Find("#reported-name").Input("Nightly");
        form.FindAll(".seg button")[1].Click();
        form.Find("#reported-schedule").Input("30 2 * * *");
        Assert.Contains("Cron, next in your time: ", form.Markup, StringComparison.Ordinal);
        form.Find("#reported-grace").Input("soon");
        form.Find("#reported-form").Submit();
        Assert.Contains("Choose between 60 seconds and 365 days.", form.Find("#reported-grace-error").TextContent, StringComparison.Ordinal);

        form.Find("#reported-grace").Input("90 min");
        form.Find("#reported-form").Submit();

        Assert.Equal(("Nightly", "30 2 * * *", TimeSpan.FromMinutes(90)), (_saved!.Name, _saved.Schedule, _saved.Grace));
    }

    [Theory]
    [InlineData("1 d", 86_400)]
    [InlineData("1h30min", 5_400)]
    [InlineData("90", 5_400)]
    [InlineData("45 s", 45)]
    [InlineData("2 weeks", 1_209_600)]
    [InlineData("0", 0)]
    [InlineData("", 0)]
    [InlineData("soon", 0)]
    [InlineData("1 fortnight", 0)]
    [InlineData("999999999999 d", 0)]
    public void Durations_are_read_as_people_write_them(string text, int seconds)
    {
        var span = ReportedJobDraft.Span(text);

        Assert.Equal(seconds == 0 ? null : TimeSpan.FromSeconds(seconds), span);
        Assert.Equal(span, span is null ? null : ReportedJobDraft.Span(ReportedJobDraft.Words(span.Value)));
    }

    [Fact]
    public async Task A_pause_names_its_end_and_one_key_resumes()
    {
        _jobs.Add(Row("Paused") with { State = ReportedJobState.Paused, Word = ReportedJobWord.Paused, Pause = (null, "Olga", "moving") });
        var page = Render<ReportedJobPage>(p => p.Add(x => x.Id, _jobs[0].Id));

        Assert.Contains("Paused until somebody resumes it by Olga: moving", page.Markup, StringComparison.Ordinal);
        await page.InvokeAsync(() => Services.GetRequiredService<KeyRegistry>().PressAsync("p"));

        Assert.Equal([$"resume {_jobs[0].Id}"], _done);
    }

    [Fact]
    public void A_job_that_is_gone_leads_back()
    {
        Assert.Contains("There is no such reported job", Render<ReportedJobPage>(p => p.Add(x => x.Id, Guid.CreateVersion7())).Markup, StringComparison.Ordinal);
    }

    Task<IReadOnlyList<ReportedJobRow>> IReportedJobs.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<ReportedJobRow>>([.. _jobs]);

    Task<ReportedJobRow?> IReportedJobs.FindAsync(Guid id, Actor actor, CancellationToken ct) => Task.FromResult(_jobs.Find(j => j.Id == id));

    Task<ReportedJobRow?> IReportedJobs.FindByCodeAsync(Guid code, Actor actor, CancellationToken ct) => Task.FromResult(_jobs.Find(j => j.Code == code));

    Task<IReadOnlyList<PingRow>> IReportedJobs.PingsAsync(Guid id, long? before, int size, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<PingRow>>([.. _pings]);

    Task<byte[]?> IReportedJobs.BodyAsync(Guid id, long number, Actor actor, CancellationToken ct) => Task.FromResult<byte[]?>(Encoding.UTF8.GetBytes(Hostile + "\0"));

    Task<IReadOnlyList<PingFlip>> IReportedJobs.FlipsAsync(Guid id, DateTimeOffset? from, DateTimeOffset? until, Actor actor, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<PingFlip>>([new PingFlip { JobId = id, Number = 1, At = Now, To = ReportedJobState.Up, Reason = FlipReason.Reported }]);

    Task<IReadOnlyList<PingKeyRow>> IReportedJobs.KeysAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<PingKeyRow>>([]);

    Task<PingAnswer> IPingActions.SaveAsync(Guid? id, int seen, ReportedJobDetails details)
    {
        var errors = details.Validate(TimeSpan.FromSeconds(60));
        _saved = errors.Count == 0 ? details : null;
        return Task.FromResult(new PingAnswer(errors.Count == 0, "Answer") { Errors = errors, Id = errors.Count == 0 ? Guid.CreateVersion7() : null });
    }

    Task<PingAnswer> IPingActions.PauseAsync(Guid id, DateTimeOffset? until, string? why) => DoneAsync($"pause {id}");

    Task<PingAnswer> IPingActions.ResumeAsync(Guid id) => DoneAsync($"resume {id}");

    Task<PingAnswer> IPingActions.PlanAsync(Guid id, DateTimeOffset? from, DateTimeOffset? until, string? why) => DoneAsync($"plan {id}");

    Task<PingAnswer> IPingActions.RemoveAsync(Guid id) => DoneAsync($"remove {id}");

    Task<PingAnswer> IPingActions.RenewAsync(Guid id) => DoneAsync($"renew {id}");

    Task<PingAnswer> IPingActions.CreateKeyAsync(string name) => DoneAsync($"key {name}");

    Task<PingAnswer> IPingActions.RevokeKeyAsync(Guid id) => DoneAsync($"revoke {id}");

    Task<AssetListView> IAssetList.ReadAsync(AssetFilter filter, Actor actor, CancellationToken ct) => Task.FromResult(AssetListView.Empty);

    Task<Page<AssetRow>> IAssetList.PageAsync(AssetFilter filter, string? after, int size, Actor actor, CancellationToken ct) => Task.FromResult(new Page<AssetRow>([], null));

    Task<IReadOnlyList<string>> IAssetList.KindsAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);

    Task<IReadOnlyList<DeskRow>> IDeskList.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<DeskRow>>([]);

    private static ReportedJobRow Row(string name) => new()
    {
        Id = Guid.CreateVersion7(), Code = Guid.CreateVersion7(), UniqueKey = "", Title = name, Details = new ReportedJobDetails(name), Revision = 1, StateSince = Now,
    };

    private Task<PingAnswer> DoneAsync(string what)
    {
        _done.Add(what);
        return Task.FromResult(new PingAnswer(true, what));
    }

    private void SignIn(Role role)
    {
        _authorization.SetAuthorized("somebody");
        _authorization.SetClaims(new Claim(ActorClaims.Role, role.ToString()), new Claim(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()));
    }
}
