using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Rounds.Runbooks;

public sealed class RunbookPagesTests : AlertPageContext
{
    private readonly FakeBooks _books = new();

    public RunbookPagesTests() => Services.AddSingleton<IRunbookBook>(_books).AddSingleton<IRunbookActions>(_books);

    [Fact]
    public void The_list_says_what_is_in_force_and_what_is_a_draft()
    {
        _books.Rows.AddRange([new RunbookRow(Guid.CreateVersion7(), Version(2, approved: false), 1, 7), new RunbookRow(Guid.CreateVersion7(), Version(1, approved: true), 1, 0)]);

        var page = Render<RunbooksPage>();

        Assert.Equal(["1 in forcedraft 2", "1 in force"], page.FindAll("tbody td:last-child").Select(t => t.TextContent.Trim()));
        Assert.Equal("<b>Pool</b>", page.Find("tbody a b").TextContent); // as text
        Assert.NotEmpty(page.FindAll("a[href='/runbooks/new']"));
        SignIn(Role.Viewer);
        Assert.Empty(Render<RunbooksPage>().FindAll("a[href='/runbooks/new']"));
    }

    [Fact]
    public void A_draft_keeps_the_order_of_its_steps_and_names_what_is_wrong()
    {
        var page = Render<RunbookPage>();
        page.Find("#book-title").Input("Pool is short");
        page.Find("#book-matchers").Input("alertname=\"Pool\"");
        page.FindAll(".btn").Single(b => b.TextContent.Trim() == "Add a step").Click();
        page.FindAll(".book-step textarea")[0].Input("Look");
        page.FindAll(".book-step textarea")[1].Input("Heal");
        _books.Answer = new RunbookAnswer(false, "Something is not right yet.", new Dictionary<string, string> { ["Matchers"] = "No label is named." });
        page.Find("form").Submit();

        Assert.Equal("Pool is short: alertname=\"Pool\": Look, Heal", Assert.Single(_books.Done));
        Assert.Contains("No label is named.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Something is not right yet.", page.Find(".form-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_wrote_a_version_cannot_approve_it_and_somebody_else_can()
    {
        SignIn(Role.Supervisor);
        var id = Guid.CreateVersion7();
        _books.View = new RunbookView(id, null, [Version(1, approved: false) with { WrittenById = Me }]);
        Assert.NotNull(Approve(id).GetAttribute("disabled"));

        _books.View = new RunbookView(id, null, [Version(1, approved: false)]);
        Approve(id).Click();
        Assert.Equal(["approve 1"], _books.Done);

        SignIn(Role.Viewer);
        var read = Render<RunbookPage>(p => p.Add(r => r.Id, id));
        Assert.Empty(read.FindAll("form, .btn.primary"));
        Assert.Equal("Look", read.Find("ol li").TextContent);
    }

    private static RunbookVersionView Version(int number, bool approved) => new(
        number, new RunbookDetails("<b>Pool</b>", "alertname=\"Pool\"") { Steps = [new RunbookStep(Guid.CreateVersion7(), "Look")] }, Now, Guid.CreateVersion7(), "bob", approved ? Now : null, approved ? "sue" : null, approved ? Now : null);

    private AngleSharp.Dom.IElement Approve(Guid id) => Render<RunbookPage>(p => p.Add(r => r.Id, id)).FindAll(".btn").Single(b => b.TextContent.Trim() == "Approve version 1");

    private sealed class FakeBooks : IRunbookBook, IRunbookActions
    {
        public List<RunbookRow> Rows { get; } = [];

        public RunbookView? View { get; set; }

        public List<string> Done { get; } = [];

        public RunbookAnswer Answer { get; set; } = RunbookAnswer.Of(true, "Stored.");

        public Task<IReadOnlyList<RunbookRow>> ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<RunbookRow>>([.. Rows]);

        public Task<RunbookView?> FindAsync(Guid id, Actor actor, CancellationToken ct) => Task.FromResult(View);

        public Task<IReadOnlyList<AlertRunbook>> OfAlertAsync(long alert, Labels labels, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<AlertRunbook>>([]);

        public Task<RunbookAnswer> SaveAsync(Guid? id, int seen, RunbookDetails details) => Say($"{details.Title}: {details.Matchers}: {string.Join(", ", details.Steps.Select(s => s.Text))}");

        public Task<RunbookAnswer> ApproveAsync(Guid id, int seen) => Say($"approve {seen}");

        public Task<RunbookAnswer> RetireAsync(Guid id) => Say("retire");

        public Task<RunbookAnswer> StartAsync(Guid id, long alert) => Say($"start {alert}");

        public Task<RunbookAnswer> DoAsync(Guid run, Guid step, bool done, string? note) => Say($"step {note}");

        private Task<RunbookAnswer> Say(string what)
        {
            Done.Add(what);
            return Task.FromResult(Answer);
        }
    }
}
