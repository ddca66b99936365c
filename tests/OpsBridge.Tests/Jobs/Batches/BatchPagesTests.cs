using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs.Batches;

public sealed class BatchPagesTests : JobPageContext, IBatchReader, IBatchActions
{
    private readonly List<BatchRow> _rows = [];
    private readonly List<string> _done = [];
    private readonly Guid _extract = Guid.CreateVersion7();
    private readonly Guid _load = Guid.CreateVersion7();
    private JobAnswer _answer = JobAnswer.Ok("The batch is watched from now on.");
    private BatchWhatIf? _asked;
    private BatchDetails? _saved;

    public BatchPagesTests() => Services.AddSingleton<IBatchReader>(this).AddSingleton<IBatchActions>(this);

    private static DateTimeOffset By => Now.AddHours(4);

    [Fact]
    public void The_list_says_what_is_late_when_it_will_be_complete_and_why()
    {
        _rows.AddRange([Row("Books", BatchMood.AtRisk) with { Words = "Books is expected to be complete at 16:30" }, Row("Mail", BatchMood.OnTime)]);

        var page = Render<BatchesPage>();

        var rows = page.FindAll(".hot tbody tr[data-i]");
        Assert.Equal(["At risk", "In time"], rows.Select(r => r.QuerySelector(".sev")!.TextContent.Trim()));
        Assert.Contains("16:00", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("on weekdays", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("30 min to spare", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Books is expected to be complete at 16:30", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Extract → <b>Load</b>", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("1 of 2 late or at risk", page.Find(".page-head [role=status]").TextContent);
    }

    [Fact]
    public void The_first_batch_is_offered_to_those_who_may_create_it()
    {
        Assert.Empty(Render<BatchesPage>().FindAll(".empty a"));
        SignIn(Role.Supervisor);
        Assert.Equal("/jobs/batches/new", Render<BatchesPage>().Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public void The_way_is_drawn_with_its_critical_path_and_said_in_words()
    {
        _rows.Add(Row("Books", BatchMood.OnTime));
        var page = Render<BatchPage>(p => p.Add(x => x.Id, _rows[0].Id));

        var chart = page.Find(".batch-chart svg");
        Assert.Equal("2 jobs, expected to be complete 15:30 CET, wanted 16:00 CET. Critical path: Extract, then <b>Load</b>.", chart.GetAttribute("aria-label"));
        Assert.Equal(["done is-critical", "planned is-critical"], chart.QuerySelectorAll("rect").Select(r => r.ClassName));
        Assert.Single(chart.QuerySelectorAll("polyline.join.is-critical"));
        Assert.Single(chart.QuerySelectorAll("line.by"));
        var rows = page.FindAll("table.list tbody tr");
        Assert.Contains("not known", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("<b>Load</b>", rows[1].QuerySelector("td b")!.TextContent);
        Assert.Empty(page.FindAll(".page-head .btn.danger"));
    }

    [Fact]
    public void What_if_offers_what_is_not_done_and_shows_its_end_beside_the_expected_one()
    {
        _rows.Add(Row("Books", BatchMood.OnTime));
        var page = Render<BatchPage>(p => p.Add(x => x.Id, _rows[0].Id));
        Assert.Equal(["<b>Load</b>"], page.FindAll("#what-if-job option").Select(o => o.TextContent));

        page.Find("#what-if").Submit();

        Assert.Equal(new BatchWhatIf(_load, 2, null), _asked);
        Assert.Equal("Then it is complete at 17:00 CET: 1 h late.", page.Find(".what-if-answer").TextContent);
        Assert.Single(page.FindAll("rect.imagined"));
        page.FindAll("#what-if .btn").Single(b => b.TextContent.Trim() == "As expected").Click();
        Assert.Null(_asked);
        Assert.Empty(page.FindAll("rect.imagined"));
    }

    [Fact]
    public async Task Retiring_asks_first_and_a_batch_that_is_gone_says_so()
    {
        Assert.Contains("There is no such batch in use.", Render<BatchPage>(p => p.Add(x => x.Id, Guid.CreateVersion7())).Markup, StringComparison.Ordinal);

        SignIn(Role.Supervisor);
        _rows.Add(Row("Books", BatchMood.Late));
        _answer = JobAnswer.No("There is no such batch in use.");
        var page = Render<BatchPage>(p => p.Add(x => x.Id, _rows[0].Id));
        var pressed = page.Find(".page-head .btn.danger").ClickAsync(new());
        Confirm.Answer(true);
        await pressed;

        Assert.Equal([$"retire {_rows[0].Id}"], _done);
        Assert.Equal("There is no such batch in use.", page.Find(".form-error").TextContent);
    }

    [Fact]
    public void The_form_keeps_what_was_typed_marks_what_is_wrong_and_stores_what_was_chosen()
    {
        SignIn(Role.Supervisor);
        House.Jobs.AddRange([FakeJobs.Job("Extract"), FakeJobs.Job("Load")]);
        var page = Render<BatchFormPage>();
        page.Find("#name").Input("Books");
        page.Find("#by").Input("25:00");
        page.Find("form.form").Submit();
        Assert.Contains("A time of day, for example 06:00.", page.Markup, StringComparison.Ordinal);
        Assert.Null(_saved);

        page.Find("#by").Input("6:30");
        page.FindAll(".batch-choice input")[1].Change(true);
        page.FindAll("fieldset.limits input")[6].Change(false);
        _answer = JobAnswer.Ok("The batch is watched from now on.", Guid.CreateVersion7());
        page.Find("form.form").Submit();

        Assert.Equal(("Books", new TimeOnly(6, 30), House.Jobs[1].Id, 6), (_saved!.Name, _saved.By, Assert.Single(_saved.Jobs), _saved.Days.Count));
        Assert.DoesNotContain(DayOfWeek.Sunday, _saved.Days);
        Assert.EndsWith($"/jobs/batches/{_answer.Id}", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_batch_starts_from_what_it_says_and_a_search_narrows_the_jobs()
    {
        SignIn(Role.Supervisor);
        House.Jobs.AddRange([FakeJobs.Job("Alpha"), FakeJobs.Job("Load", id: _load)]);
        _rows.Add(Row("Books", BatchMood.OnTime));
        var page = Render<BatchFormPage>(p => p.Add(x => x.Id, _rows[0].Id));

        Assert.Equal("Books", page.Find("#name").GetAttribute("value"));
        Assert.Equal([true, false], page.FindAll(".batch-choice input").Select(i => i.HasAttribute("checked"))); // chosen ones first
        page.Find(".batch-jobs input[type=search]").Input("alp");
        Assert.Equal("Alpha", Assert.Single(page.FindAll(".batch-choice label")).TextContent.Trim());
        page.Find("form.form").Submit();
        Assert.Equal(["save 3"], _done);
    }

    [Fact]
    public void Ticks_are_round_and_few_however_long_the_way_is()
    {
        foreach (var hours in new[] { 0.1, 1, 7, 26, 400 })
        {
            var ticks = new BatchScale(Now, Now.AddHours(hours)).Ticks();
            Assert.InRange(ticks.Count, 1, 9);
            Assert.All(ticks, t => Assert.Equal(0, t.Second));
        }

        Assert.Equal(new[] { 0, 0.5, 1 }, new[] { -5, 1, 9 }.Select(h => new BatchScale(Now, Now.AddHours(2)).Place(Now.AddHours(h))));
    }

    Task<IReadOnlyList<BatchRow>> IBatchReader.ListAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<BatchRow>>([.. _rows]);

    Task<BatchView?> IBatchReader.FindAsync(Guid id, BatchWhatIf? whatIf, Actor actor, CancellationToken ct)
    {
        _asked = whatIf;
        return Task.FromResult(_rows.Find(r => r.Id == id) is { } row ? new BatchView(row, whatIf is null ? null : Way(By.AddHours(1))) : null);
    }

    Task<JobAnswer> IBatchActions.SaveAsync(Guid? id, int seen, BatchDetails details)
    {
        _saved = details;
        _done.Add($"save {seen}");
        return Task.FromResult(_answer);
    }

    Task<JobAnswer> IBatchActions.RetireAsync(Guid id)
    {
        _done.Add($"retire {id}");
        return Task.FromResult(_answer);
    }

    private BatchRow Row(string name, BatchMood mood) => new(
        Guid.CreateVersion7(),
        new BatchDetails(name, new TimeOnly(6, 0), "Europe/Zurich") { Jobs = [_load], Days = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday] },
        Way(By.AddMinutes(-30)),
        mood) { Number = 3, ChangedBy = "sue", ChangedAt = Now };

    private BatchForecast Way(DateTimeOffset end) => new(new BatchDay(By.AddDays(-1), By),
    [
        new(_extract, "Extract", StepStanding.Done) { Start = Now.AddHours(-1), End = Now, IsCritical = true, IsKnown = true, EndBy = Now.AddHours(1), RunId = Guid.CreateVersion7() },
        new(_load, "<b>Load</b>", StepStanding.Planned) { AfterId = _extract, Start = Now.AddHours(1), End = end, EndBy = By, IsCritical = true, IsLast = true },
    ]);
}
