using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Measuring;
using OpsBridge.Pages;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts;

/// <summary>A draft after a busy shift, and Accept with very many open things.</summary>
internal static class HandoverBenchmark
{
    private const string Password = "violet tractor hums";

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (events, open, entries, items) = (options.Count("events", 10_000), options.Count("open", 500), options.Count("entries", 200), options.Count("items", 1_000));
        var (rounds, loads, browser) = (options.Count("rounds", 20), options.Count("loads", 10), options.Text("chromium", "/usr/bin/chromium"));
        options.RefuseOthers();
        await using var console = await BenchConsole.StartAsync();
        var (off, on, boss) = (await AccountAsync(console, "operator1", Role.Operator), await AccountAsync(console, "operator3", Role.Operator), await AccountAsync(console, "supervisor1", Role.Supervisor));
        var id = await OpenAsync(console, off);
        await StoredAlerts.ClosedAsync(console, events);
        await StoredAlerts.OpenAsync(console, events + 1, open);
        await WriteAsync(console, entries, off);
        var report = new Report("handover", FormattableString.Invariant($"{events} closed and {open} open alerts, {entries} log entries, then {items} owned alerts, {rounds} rounds"));
        var times = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            times.Add(await TimeAsync(() => console.Get<IHandoverReader>().ReadAsync(id, on, default)));
        }

        var spread = new Distribution(times);
        report.Add("draft computed (facts of all sections, papers, surroundings)", $"p50 {spread.Median:0} ms, p95 {spread.At(95):0} ms, max {spread.Max:0} ms");
        await LoadAsync(report, console, id, loads, browser);
        await StoredAlerts.OpenAsync(console, events + open + 1, Math.Max(0, items - open));
        await StoredAlerts.RunAsync(console, $"update alerts set owner_id = '{off.Id}', owner_name = 'operator1' where state <> 'Closed'");
        await ToReadBackAsync(console, id, off, on, boss);
        var accept = await TimeAsync(() => TakeAsync(console, id, new HandoverStep.Accept(), on));
        var moved = (await console.Get<IHandoverReader>().ReadAsync(id, on, default))!.Transfers.Count;
        report.Add(FormattableString.Invariant($"Accept with {moved} open things, password included"), $"{accept:0} ms");
        var verify = await TimeAsync(() => console.Get<VerifyHandovers>().HandleAsync(on, default));
        report.Add("proof of that record", $"{verify:0} ms");
        return report;
    }

    /// <summary>What an operator waits for, with the section of five hundred alerts open.</summary>
    private static async Task LoadAsync(Report report, BenchConsole console, Guid id, int loads, string browser)
    {
        await using var chromium = await Chromium.StartAsync(browser, console.Host.Address, "operator1", Password);
        var times = new List<double>();
        for (var i = 0; i <= loads; i++)
        {
            times.Add(await chromium.LoadHandoverAsync($"/handover/{id}?section=alerts"));
        }

        var again = new Distribution(times.Skip(1));
        report.Add(
            $"its page, navigation to the first fact on the screen (Chromium {chromium.Version}, same machine)",
            $"first load {times[0]:0} ms; then p50 {again.Median:0} ms, p95 {again.At(95):0} ms over {loads} loads");
    }

    /// <summary>Entries of one shift; every fifth is a promise that is carried on.</summary>
    private static async Task WriteAsync(BenchConsole console, int entries, Actor who)
    {
        for (var i = 0; i < entries; i++)
        {
            var details = new LogEntryDetails(FormattableString.Invariant($"Entry {i}: rang the storage team, they look at it before the end of the shift")) { Kind = i % 5 == 0 ? LogEntryKind.Ongoing : LogEntryKind.Log };
            _ = (WriteLogEntryResult.Done)await console.Get<WriteLogEntry>().HandleAsync(details, who, default);
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var began = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task ToReadBackAsync(BenchConsole console, Guid id, Actor off, Actor on, Actor boss)
    {
        var view = (await console.Get<IHandoverReader>().ReadAsync(id, off, default))!;
        var texts = view.Case.Around.Facts.ToJudge.SelectMany(j => new[] { TextField.Assessment, TextField.Recommendation }.Select(f => new TextPlace(j.Section, j.Fact.Key, f)));
        foreach (var place in texts.Prepend(HandoverCase.StateLine))
        {
            await TakeAsync(console, id, new HandoverStep.Write(place, "degraded: as the figures say", 0), off);
        }

        await TakeAsync(console, id, new HandoverStep.Decide([.. view.Case.Around.Belongings.Select(b => new BelongingKey(b.Kind, b.Key))], TransferTo.Watch, null), off);
        await TakeAsync(console, id, new HandoverStep.Sign(), off);
        await TakeAsync(console, id, new HandoverStep.Countersign(), boss);
        await TakeAsync(console, id, new HandoverStep.Review("at the desk"), on);
        foreach (var section in view.Case.ToRead())
        {
            await TakeAsync(console, id, new HandoverStep.Read(section), on);
        }

        await TakeAsync(console, id, new HandoverStep.ReadBack("the risks"), on);
        await TakeAsync(console, id, new HandoverStep.Confirm(), off);
    }

    private static async Task TakeAsync(BenchConsole console, Guid id, HandoverStep step, Actor who)
    {
        if (await console.Get<MoveHandover>().HandleAsync(id, step, Password, who, default) is var outcome and not HandoverOutcome.Done)
        {
            throw new InvalidOperationException($"{step.GetType().Name}: {(outcome is HandoverOutcome.Refused refused ? string.Join(' ', refused.Reasons) : outcome)}");
        }
    }

    private static async Task<Guid> OpenAsync(BenchConsole console, Actor off)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await console.Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync();
        var desk = Desk.Create(new DeskDetails("Main", "Europe/Zurich"), now);
        db.Add(desk);
        db.Add(WatchSpell.Begin(desk.Id, null, off, holds: true, now.AddHours(-8)));
        await db.SaveChangesAsync();
        return ((OpenHandoverResult.Opened)await console.Get<OpenHandover>().HandleAsync(desk.Id, now.AddMinutes(30), off, default)).Id;
    }

    private static async Task<Actor> AccountAsync(BenchConsole console, string name, Role role)
    {
        await console.Get<ProvisionAccess>().EnsureAccountAsync(name, role, Password, Actor.Internal("bench", Permissions.ManageAccounts), default);
        await using var db = await console.Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync();
        return Actor.InRole(await db.Set<Account>().Where(a => a.UserName == name).Select(a => a.Id).SingleAsync(), name, role);
    }
}
