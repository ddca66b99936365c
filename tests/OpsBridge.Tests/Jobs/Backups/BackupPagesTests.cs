using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs.Backups;

public sealed class BackupPagesTests : JobPageContext
{
    private readonly FakeBackups _backups = new();

    public BackupPagesTests() => Services.AddSingleton<IBackupEstate>(_backups).AddSingleton<ICopyList>(_backups).AddSingleton<IBackupActions>(_backups);

    [Fact]
    public void The_estate_says_how_old_the_last_good_copy_is_and_what_needs_somebody()
    {
        _backups.Rows.AddRange([Row("Orders", Now.AddHours(-30)), Row("Invoices", Now.AddHours(-2)) with { ProvenAt = Now.AddDays(-1), Rto = TimeSpan.FromMinutes(4) }, Row("Nothing yet", null)]);

        var page = Render<BackupsPage>();

        Assert.Contains("1 of 3 within their recovery point", page.Find(".page-head").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Overdue", "Good", "No good copy"], page.FindAll("tr[data-i] .sev").Select(s => s.TextContent.Trim()));
        Assert.Equal(["never", "never"], page.FindAll("td .warning").Select(w => w.TextContent.Trim()).Where(t => t == "never"));

        Navigation.NavigateTo("/backups?show=trouble&q=ord");
        page.WaitForAssertion(() => Assert.Equal(["Orders"], page.FindAll("tr[data-i] b").Select(b => b.TextContent)));
    }

    [Fact]
    public async Task What_is_selected_can_be_drilled_by_key_and_nothing_happens_without_a_selection()
    {
        SignIn(Role.Supervisor);
        _backups.Rows.Add(Row("Orders", Now.AddHours(-2)));
        var page = Render<BackupsPage>();
        await PressAsync(page, "d");
        Assert.Empty(_backups.Done);

        Navigation.NavigateTo($"/backups?job={_backups.Rows[0].JobId}");
        await PressAsync(page, "d");
        await PressAsync(page, "v");

        Assert.Equal(["drill", "verify"], _backups.Done);
        SignIn(Role.Viewer);
        Assert.Empty(Render<BackupsPage>().FindAll(".page-head .btn"));
    }

    [Fact]
    public void A_restore_is_asked_with_a_new_name_and_approved_by_typing_it()
    {
        SignIn(Role.Admin);
        var row = Row("Orders", Now.AddHours(-2));
        _backups.Rows.Add(row);
        _backups.Copies.Add(new CopyRow(new RunCopy(Guid.CreateVersion7(), "<b>orders</b>.dump", 4096, "ab", CopyState.Verified, "restored: 12 tables", Now), Guid.CreateVersion7(), Now.AddHours(-2), "/b/orders.dump", Now, null, 1));
        _backups.Restores.Add(new RestoreRow(Guid.CreateVersion7(), Guid.CreateVersion7(), "orders_old", "orders", "audit", "bob", Now, Now.AddHours(1), RestoreState.Asked, null, null, "", MayApprove: true));
        Navigation.NavigateTo($"/backups?job={row.JobId}");
        var page = Render<BackupsPage>();

        Assert.Equal("<b>orders</b>.dump", page.Find(".copies-panel td.mono").TextContent); // as text
        page.FindAll(".copies-panel .btn").Single().Click();
        page.Find("#restore-name").Input("orders_new");
        page.Find("#restore-why").Input("lost rows");
        page.FindAll(".btn").Single(b => b.TextContent.Trim() == "Ask for the restore").Click();
        page.Find(".restores-panel input").Input("orders_old");
        page.FindAll(".restores-panel .btn").Single(b => b.TextContent.Trim() == "Approve").Click();

        Assert.Equal(["ask orders_new lost rows", "approve orders_old"], _backups.Done);
    }

    private static BackupRow Row(string name, DateTimeOffset? good) => new(Guid.CreateVersion7(), name, "pgdump", $"postgresql://db/{name}", TimeSpan.FromHours(26))
    {
        LastGoodAt = good, Good = good is null ? 0 : 1, Newest = good is null ? null : CopyState.Verified, DrillDays = 35, Bytes = 4096,
    };

    private sealed class FakeBackups : IBackupEstate, ICopyList, IBackupActions
    {
        public List<BackupRow> Rows { get; } = [];

        public List<CopyRow> Copies { get; } = [];

        public List<RestoreRow> Restores { get; } = [];

        public List<string> Done { get; } = [];

        public Task<IReadOnlyList<BackupRow>> ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<BackupRow>>([.. Rows]);

        public Task<IReadOnlyList<CopyRow>> ReadAsync(Guid jobId, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<CopyRow>>([.. Copies]);

        public Task<IReadOnlyList<RestoreRow>> RestoresAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<RestoreRow>>([.. Restores]);

        public Task<JobAnswer> ProveAsync(Guid jobId, bool drill) => Say(drill ? "drill" : "verify");

        public Task<JobAnswer> AskAsync(Guid copyId, string newName, string why) => Say($"ask {newName} {why}");

        public Task<JobAnswer> DecideAsync(Guid requestId, bool approve, string typed) => Say($"{(approve ? "approve" : "refuse")} {typed}");

        private Task<JobAnswer> Say(string what)
        {
            Done.Add(what);
            return Task.FromResult(JobAnswer.Ok("Done."));
        }
    }
}
