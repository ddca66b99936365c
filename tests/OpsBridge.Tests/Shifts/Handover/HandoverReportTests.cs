using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Shifts.Handover;

public sealed class HandoverReportTests
{
    private static readonly DateTimeOffset s_one = new(2026, 11, 22, 13, 0, 0, TimeSpan.Zero);
    private readonly Actor _off = Actor.InRole(Guid.CreateVersion7(), "operator1", Role.Operator);
    private readonly Actor _on = Actor.InRole(Guid.CreateVersion7(), "operator3", Role.Operator);

    [Fact]
    public void It_names_who_and_what_it_tells_of_what_is_quiet_what_was_not_assessed_and_what_moved_in_plain_words()
    {
        var house = new FakeHandovers(_off, () => _off);
        Write(house, HandoverCase.StateLine, "degraded: <db-1>");
        house.Facts.Add(Section(HandoverSection.Maintenance));
        house.Case().Take(new HandoverStep.Sign(), _off, s_one);
        house.Case().Take(new HandoverStep.Review("at the desk"), _on, s_one);
        house.Case().Take(new HandoverStep.Ask(null, "why?"), _on, s_one);
        house.Facts.Add(Section(HandoverSection.Alerts, new HandoverFact("alert/1", "db-1 is down") { NeedsJudgement = true }));
        house.Facts.Add(Section(HandoverSection.MonitoringHealth, new HandoverFact("source/1", "Source x is silent") { Tone = FactTone.Warn }));
        house.Moved.AddRange([Moved("entry", false), Moved("entry", false), Moved("alert", true)]);

        var text = Text(house);

        Assert.Contains("Going off: operator1 · coming on: operator3 · tells of 22 Nov 2026 07:00 to 22 Nov 2026 15:00", text, StringComparison.Ordinal);
        Assert.Contains("degraded: <db-1>", text, StringComparison.Ordinal);
        Assert.Contains("Not assessed before the signature.", text, StringComparison.Ordinal);
        Assert.Contains("Attention", text, StringComparison.Ordinal);
        Assert.Contains("Quiet, nothing to hand over: Maintenance and change.", text, StringComparison.Ordinal);
        Assert.Contains("The console does not report on: Abnormal line-ups, Jobs and backups,", text, StringComparison.Ordinal);
        Assert.Contains("14:00 operator3 asks: why?", text, StringComparison.Ordinal);
        Assert.Contains("2 log entries to operator3", text, StringComparison.Ordinal);
        Assert.Contains("1 alert to operator3, after the signature", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_draft_says_that_nobody_has_signed() => Assert.Contains("Nobody has signed yet.", Text(new FakeHandovers(_off, () => _off)), StringComparison.Ordinal);

    private static string Text(FakeHandovers house) => System.Net.WebUtility.HtmlDecode(HandoverReport.Write(new HandoverView(house.Case(), "Main", "Europe/Zurich", house.Moved, null, null), linked: true));

    private SealedTransfer Moved(string kind, bool after) => new(new Belonging(kind, $"{Guid.CreateVersion7()}", "x", _off.Id!.Value, "operator1", "/"), TransferTo.Watch, "operator3", after);

    private void Write(FakeHandovers house, TextPlace place, string text) =>
        house.Papers.Take(new HandoverText(house.Head.Id, place.Section, place.Key, place.Field, 1) { Text = text, Writer = _off.Name, WriterId = _off.Id!.Value, At = s_one });

    private static SectionFacts Section(HandoverSection section, params HandoverFact[] facts) => new(section, facts, facts.Length, true);
}
