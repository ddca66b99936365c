using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Shifts.LogBook;

public sealed class LogPagesTests : AlertPageContext
{
    private static readonly Guid s_desk = Guid.CreateVersion7();

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private QuickEntry Quick => Services.GetRequiredService<QuickEntry>();

    [Fact]
    public void Entries_stand_under_their_shift_and_day_the_newest_first()
    {
        Log.Desks.Add(new LogDesk(s_desk, "Main"));
        Log.Shifts.AddRange([new LogShift(Guid.CreateVersion7(), s_desk, "Night", Now.AddHours(-14), Now.AddHours(-6), "Europe/Zurich"), new LogShift(Guid.CreateVersion7(), s_desk, "Early", Now.AddHours(-6), Now.AddHours(2), "Europe/Zurich")]);
        Log.Rows.AddRange([FakeLog.Entry("new", Now), FakeLog.Automatic("at the cut", Now.AddHours(-6)), FakeLog.Entry("old", Now.AddHours(-6).AddMilliseconds(-1)), FakeLog.Entry("last week", Now.AddDays(-7))]);

        var page = Render<LogPage>();

        Assert.Equal(["Today · Early 06:00–14:00", "Yesterday · Night 22:00–06:00", "Sun 15 Nov"], page.FindAll(".hot .group b").Select(b => b.TextContent));
        Assert.Equal(["new", "at the cut", "old", "last week"], page.FindAll(".hot tr[data-i] td:nth-child(3)").Select(c => c.TextContent.Trim()));
    }

    [Fact]
    public void Hostile_text_is_text_everywhere()
    {
        var row = FakeLog.Entry("<script>alert(1)</script><b>bold</b>", Now) with { Tags = ["<i>tag</i>"], Pinned = "<u>pin</u>" };
        Log.Rows.Add(row);
        Log.Entries.Add(new LogEntryView
        {
            Row = row,
            Versions = [new LogVersionView(2, row.Text, Now, "<em>x</em>", "<s>why</s>"), new LogVersionView(1, "<q>first</q>", Now, "y", null)],
            Pin = new PinSnapshot("alert", "1", "<u>pin</u>", "/alerts/1", Now) { Facts = [new PinFact("<h1>name</h1>", "<h2>value</h2>")] },
            Files = [new LogFileView(Guid.CreateVersion7(), row.EntryId!.Value, "<img src=x>.txt", "text/plain", 5, "", Now, "<var>by</var>")],
        });

        var page = Render<LogPage>();

        Assert.Empty(page.FindAll("script, .preview i, .preview u, .preview em, .preview s, .preview q, .preview h1, .preview h2, .preview var, .log-files img"));
        Assert.Equal(row.Text, page.Find(".log-entry > .said").TextContent);
        Assert.Equal(2, page.FindAll(".thread > div").Count);
    }

    [Fact]
    public void The_address_is_the_filter_and_each_condition_can_be_taken_away()
    {
        Navigation.NavigateTo("/log?show=written&who=ann&tag=Storage&q=disk");
        var page = Render<LogPage>();

        Assert.Equal((LogOrigin.Manual, "ann", "storage", "disk"), Log.Asked[^1] is { } f ? (f.Origin, f.Author, f.Tag, f.Text) : default);
        page.FindAll(".log-chips .pill").Single(p => p.TextContent.StartsWith("by ann", StringComparison.Ordinal)).Click();
        Assert.EndsWith("/log?show=written&q=disk&tag=storage", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_in_an_address_is_left_out_and_told()
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var filter = LogAddress.Read(name => name is "asset" or "alert" or "from" or "kind" or "show" ? "-1" : null, problems);

        Assert.Equal(new LogFilter(), filter);
        Assert.Equal(["alert", "asset", "from", "kind", "show"], problems.Keys.Order(StringComparer.Ordinal));
        var full = new LogFilter { Origin = LogOrigin.Automatic, AlertId = 7, From = Now, Author = "a&b=c" };
        Assert.Equal(full, LogAddress.Read(new Uri($"http://x/log{LogAddress.Write(full)}")));
    }

    [Fact]
    public async Task One_key_opens_the_dialog_about_what_the_page_shows_and_what_is_written_is_about_that()
    {
        var asset = Guid.CreateVersion7();
        Quick.Enter(new EntrySubject(42, asset, "db-1 is down"));
        var dialog = Render<QuickLog>();

        await PressAsync(dialog, "i");
        Assert.Contains("db-1 is down", dialog.Find(".about").TextContent, StringComparison.Ordinal);
        dialog.Find("#log-text").Input("Called storage");
        dialog.FindAll(".seg button").Single(b => b.TextContent == "Ongoing").Click();
        dialog.Find("form").Submit();

        Assert.Equal(("Called storage", LogEntryKind.Ongoing, 42L, asset, null), Log.Written is { } w ? (w.Text, w.Kind, w.AlertId!.Value, w.AssetIds.Single(), w.Pin) : default);
        Assert.Contains("Written", Assert.Single(Services.GetRequiredService<Toasts>().Current).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pin_goes_into_the_log_book_with_the_thing_it_shows()
    {
        var dialog = Render<QuickLog>();
        var pin = Render<PinButton>(p => p.Add(b => b.Kind, "alert").Add(b => b.PinKey, "42").Add(b => b.Subject, new EntrySubject(42, null, "db-1 is down")));

        await PressAsync(pin, "Shift+i");
        dialog.WaitForAssertion(() => Assert.Contains("Pin to the log book", dialog.Find("h2").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        dialog.Find("#log-text").Input("again");
        dialog.Find("form").Submit();

        Assert.Equal(new PinWish("alert", "42"), Log.Written!.Pin);
    }

    [Fact]
    public async Task What_is_refused_is_said_and_what_was_typed_is_not_lost()
    {
        Log.Answer = new LogAnswer(false, null, new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(LogEntryDetails.Text)] = "Write 1 to 10000 characters." });
        var dialog = Render<QuickLog>();
        await PressAsync(dialog, "i");
        dialog.Find("#log-text").Input("half a sentence");
        dialog.Find("form").Submit();

        Assert.Equal("Write 1 to 10000 characters.", dialog.Find("[role=alert]").TextContent);
        dialog.FindAll(".dialog-foot .btn")[0].Click();
        await PressAsync(dialog, "i");
        Assert.Equal("half a sentence", dialog.Find("#log-text").GetAttribute("value"));
    }

    [Fact]
    public async Task An_open_entry_is_closed_with_a_word_and_a_locked_one_is_answered_only()
    {
        var row = FakeLog.Entry("Carrier tests", Now, LogEntryKind.Ongoing);
        Log.Rows.Add(row);
        var page = Render<LogPage>();

        await PressAsync(page, "c");
        page.Find("#log-words").Input("Fibre is fine");
        page.FindAll(".dialog-foot .btn")[^1].Click();
        Assert.Equal(["close Fibre is fine"], Log.Done);

        Log.Rows.Clear();
        var locked = FakeLog.Entry("yesterday", Now.AddDays(-1));
        Log.Rows.Add(locked);
        Log.Entries.Add(new LogEntryView { Row = locked, Versions = [], MayChange = true, LocksAt = Now });
        Assert.Equal(["Answer"], Render<LogPage>().FindAll(".log-entry .actions .btn").Select(b => b.TextContent.Trim()));
        SignIn(Role.Viewer);
        Assert.Empty(Render<LogPage>().FindAll(".log-entry .actions"));
    }

    [Fact]
    public async Task Files_are_attached_to_an_entry_that_is_there_by_whoever_may_correct_it()
    {
        var row = FakeLog.Entry("Carrier tests", Now, LogEntryKind.Ongoing);
        Log.Rows.Add(row);
        var page = Render<LogPage>();
        await PressAsync(page, "f");
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("x", "trace.txt"));
        Log.Answer = LogAnswer.Bad("Not attached: trace.txt: its shift is over.");
        page.FindAll(".dialog-foot .btn")[^1].Click();
        Assert.Equal("Not attached: trace.txt: its shift is over.", page.Find("dialog [role=alert]").TextContent);
        Log.Answer = LogAnswer.Good("1 file is attached.");
        page.FindAll(".dialog-foot .btn")[^1].Click();

        Assert.Equal(["attach trace.txt", "attach trace.txt"], Log.Done);
        Assert.Equal("1 file is attached.", page.Find(".log-entry .answer").TextContent);

        Log.Entries.Add(new LogEntryView { Row = row, Versions = [], MayChange = false });
        Assert.DoesNotContain(Render<LogPage>().FindAll(".log-entry .actions .btn"), b => b.TextContent.Contains("Attach", StringComparison.Ordinal));
    }

    [Fact]
    public void With_several_desks_an_entry_names_its_own()
    {
        Log.Desks.AddRange([new LogDesk(s_desk, "Main"), new LogDesk(Guid.CreateVersion7(), "Field")]);
        Log.Rows.Add(FakeLog.Automatic("took: db-1", Now) with { DeskId = s_desk });

        Assert.Equal(["Main"], Render<LogPage>().FindAll(".hot tr[data-i] td:nth-child(4) .faint").Select(d => d.TextContent));
        Log.Desks.RemoveAt(1);
        Assert.Empty(Render<LogPage>().FindAll(".hot tr[data-i] td:nth-child(4) .faint"));
    }

    [Fact]
    public async Task What_people_wrote_is_found_in_the_search_of_the_top_bar()
    {
        Log.Rows.AddRange([FakeLog.Automatic("took: db-1", Now), FakeLog.Entry($"Carrier tests <b>{new string('x', 200)}", Now)]);
        var search = new LogSearch(Log, Services.GetRequiredService<SignIn.CurrentActor>(), Services.GetRequiredService<ViewerTime>());

        var hit = Assert.Single(await search.SearchAsync("carrier", 8, CancellationToken.None));

        Assert.Equal(("log", $"/log?id={Log.Rows[1].Key}", "operator2, 12:00 CET", 91), (hit.Kind, hit.Href, hit.Detail, hit.Text.Length));
        Assert.Equal((LogOrigin.Manual, "carrier"), (Log.Asked[^1].Origin, Log.Asked[^1].Text));
        Assert.Empty(await search.SearchAsync("!!", 8, CancellationToken.None));
    }

    [Fact]
    public void Of_an_alert_the_entries_about_it_are_shown()
    {
        Log.Rows.Add(FakeLog.Entry("this one again", Now) with { Late = true, Files = 2 });
        var panel = Render<LogOf>(p => p.Add(l => l.AlertId, 42));

        Assert.Equal((42L, LogOrigin.Manual), (Log.Asked[^1].AlertId, Log.Asked[^1].Origin));
        Assert.Equal(["late", "2 files"], panel.FindAll(".mark").Select(m => m.TextContent));
    }
}
