using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts.Intake;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.SignIn;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Alerts.Sources;

public sealed class SourcePagesTests : UiContext, ISourceList, IQuarantineList
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);
    private readonly List<SourceRow> _sources = [];
    private readonly List<QuarantineRow> _quarantine = [];

    public SourcePagesTests()
    {
        var user = this.AddAuthorization();
        user.SetAuthorized("chief");
        user.SetClaims(new Claim(ActorClaims.Role, nameof(Role.Admin)), new Claim(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()));
        Services.AddSingleton<LiveFeed>().AddScoped<CurrentActor>().AddScoped<FormVoice>();
        Services.AddSingleton<ISourceList>(this).AddSingleton<IQuarantineList>(this);
        Services.AddSingleton(new SourceVerbs(null!, null!, null!, null!, null!, null!)); // the tests look and press nothing that writes
        Services.AddSingleton(new DeleteQuarantined(null!, TimeProvider.System));
    }

    [Fact]
    public void The_list_says_in_words_who_is_heard_who_is_silent_and_who_never_came()
    {
        _sources.AddRange(
        [
            Row("Prometheus") with { LastHeardAt = s_now, PerMinute = 123.4, OpenAlerts = 1234 },
            Row("Icinga") with { LastHeardAt = s_now.AddHours(-1), SilentSince = s_now.AddMinutes(-50) },
            Row("Grafana"),
        ]);

        var rows = Render<SourcesPage>().FindAll("tbody tr").Select(r => r.TextContent).ToList();

        Assert.Contains("Silent", rows[0], StringComparison.Ordinal); // the one that needs somebody comes first
        Assert.Contains("source dead", rows[0], StringComparison.Ordinal);
        Assert.Contains("Heard", rows[1], StringComparison.Ordinal);
        Assert.Contains("1,234", rows[1], StringComparison.Ordinal);
        Assert.Contains("Never heard", rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_clock_of_a_sender_is_told_in_words()
    {
        _sources.AddRange([Row("a") with { LastHeardAt = s_now, ClockOffset = -3600 }, Row("b") with { LastHeardAt = s_now, ClockOffset = 7200 }, Row("c") with { LastHeardAt = s_now, ClockOffset = 20 }]);

        var rows = Render<SourcesPage>().FindAll("tbody tr").Select(r => r.TextContent).ToList();

        Assert.Contains("clock 1 h 00 ahead", rows[0], StringComparison.Ordinal);
        Assert.Contains("2 h 00 late", rows[1], StringComparison.Ordinal);
        Assert.DoesNotContain("clock", rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_markup_is_shown_as_text()
    {
        _sources.Add(Row("<img src=x onerror=alert(1)>"));

        var page = Render<SourcesPage>();

        Assert.Empty(page.FindAll("img"));
        Assert.Contains("<img src=x onerror=alert(1)>", page.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_source_the_page_says_what_one_is_and_offers_the_first()
    {
        Assert.Contains("Connect the first tool", Render<SourcesPage>().Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SourceFormat.Prometheus, "prometheus.yml", "api_version: v2")]
    [InlineData(SourceFormat.Alertmanager, "alertmanager.yml", "/api/ingest/alertmanager")]
    [InlineData(SourceFormat.Grafana, "grafana", "authorization_credentials: ob_key")]
    [InlineData(SourceFormat.PagerDuty, "its settings", "Routing key: ob_key")]
    [InlineData(SourceFormat.CloudEvents, "a shell", "ce-specversion: 1.0")]
    [InlineData(SourceFormat.Icinga2, "a shell", "-u 'opsbridge:ob_key'")]
    [InlineData(SourceFormat.OpsBridge, "a shell", "/api/v1/events")]
    public void Every_format_has_a_text_to_paste_with_the_address_and_the_key(SourceFormat format, string where, string part)
    {
        var all = SourceSnippets.For(format, new Uri("https://bridge.example.org/"), "ob_key");

        Assert.Contains(where, string.Concat(all.Select(s => s.Where)), StringComparison.Ordinal);
        Assert.Contains(part, string.Concat(all.Select(s => s.Text)), StringComparison.Ordinal);
        Assert.All(all, s => Assert.Contains("ob_key", s.Text, StringComparison.Ordinal));
        Assert.Contains("bridge.example.org", string.Concat(all.Select(s => s.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Choosing_another_format_changes_what_will_be_pasted()
    {
        var page = Render<SourcePage>();
        Assert.Contains("prometheus.yml", page.Markup, StringComparison.Ordinal);

        page.Find("#source-format").Change(nameof(SourceFormat.Grafana));

        Assert.Contains("authorization_scheme: Bearer", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_source_shows_its_keys_and_never_a_secret()
    {
        var key = new ApiKeyRow(Guid.CreateVersion7(), "prom", "ob_12ab34cd", [Permissions.ReportAlerts], "chief", s_now, s_now.AddHours(5), null, null);
        _sources.Add(Row("Prometheus") with { Keys = [key] });

        var page = Render<SourcePage>(p => p.Add(x => x.Id, _sources[0].Id));

        Assert.Contains("ob_12ab34cd…", page.Find("table[aria-label=Keys]").TextContent, StringComparison.Ordinal);
        Assert.Contains("credentials: ob_YOUR_KEY", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#source-token"));
    }

    [Fact]
    public void A_source_that_is_gone_leads_back()
    {
        var page = Render<SourcePage>(p => p.Add(x => x.Id, Guid.CreateVersion7()));

        Assert.Contains("There is no such source", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_shows_the_fields_of_its_kind_and_what_is_wrong_with_it()
    {
        var changed = new List<LabelRule>();
        var errors = new Dictionary<string, string>(StringComparer.Ordinal) { ["Mapping.rules[1].value"] = "Name at least one group" };
        var line = Render<RuleLine>(p => p
            .Add(x => x.Number, 2).Add(x => x.Rule, LabelRule.Extract("topic", "x")).Add(x => x.Errors, errors).Add(x => x.Changed, changed.Add));

        line.Find("input[aria-label='Pattern of rule 2']").Change("(?<a>x)");

        Assert.Equal([LabelRule.Extract("topic", "(?<a>x)")], changed);
        Assert.Equal("Name at least one group", line.Find("[role=alert]").TextContent);
        Assert.Empty(line.FindAll("input[aria-label='Label that rule 2 writes']"));
    }

    [Fact]
    public void What_goes_and_what_comes_is_told_by_more_than_colour()
    {
        var diff = Render<LabelDiff>(p => p.Add(x => x.Before, Labels.Of(("a", "1"), ("b", "2"))).Add(x => x.After, Labels.Of(("a", "1"), ("c", "<i>"))));

        Assert.Equal(["a=1", "−goes: b=2", "+comes: c=<i>"], diff.FindAll("li").Select(li => li.TextContent));
    }

    [Theory]
    [InlineData(AlertEnding.BySender, "resolved by sender")]
    [InlineData(AlertEnding.TimedOut, "timed out")]
    [InlineData(AlertEnding.SourceDead, "source dead")]
    public void The_three_endings_differ_in_word_and_shape(AlertEnding ending, string word)
    {
        Assert.Contains(word, Render<EndingMark>(p => p.Add(x => x.Value, ending)).Find(".sev").TextContent, StringComparison.Ordinal);
        var tones = new[] { AlertEnding.BySender, AlertEnding.TimedOut, AlertEnding.SourceDead }.Select(e => EndingTone.Of(e)!).ToList();
        Assert.Equal(3, tones.DistinctBy(t => t.Shape, StringComparer.Ordinal).Count());
        Assert.Equal("", Render<EndingMark>(p => p.Add(x => x.Value, null)).Markup.Trim());
    }

    [Fact]
    public void The_quarantine_lists_what_came_with_the_reason()
    {
        _quarantine.Add(new QuarantineRow(7, s_now, null, "Prometheus", "alertmanager", "not JSON at line 1 <b>", 12));

        var page = Render<QuarantinePage>();

        Assert.Contains("not JSON at line 1 <b>", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("tbody b"));
    }

    [Fact]
    public void Bytes_of_unknown_origin_become_harmless_text()
    {
        Assert.Equal("a\nb\t<b>\\x00\\x1B\\u{202E}é\\xFF", RawText.Of([.. "a\nb\t<b>\0\u001B\u202Eé"u8, 0xFF]));
        Assert.Equal("000000  41 00 FF".PadRight(58) + "A..\n", RawText.Hex([0x41, 0x00, 0xFF])); // the text stands where it stands beside sixteen bytes
        Assert.Equal(2, RawText.Hex(new byte[17]).Count(c => c == '\n'));
    }

    Task<IReadOnlyList<SourceRow>> ISourceList.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<SourceRow>>([.. _sources]);

    Task<SourceRow?> ISourceList.FindAsync(Guid id, Actor actor, CancellationToken ct) => Task.FromResult(_sources.Find(s => s.Id == id));

    Task<Page<QuarantineRow>> IQuarantineList.PageAsync(string? source, long? beforeId, int size, Actor actor, CancellationToken ct) =>
        Task.FromResult(new Page<QuarantineRow>([.. _quarantine], null));

    Task<QuarantinedMessage?> IQuarantineList.FindAsync(long id, Actor actor, CancellationToken ct) => Task.FromResult<QuarantinedMessage?>(null);

    Task<IReadOnlyList<QuarantineDay>> IQuarantineList.DaysAsync(int days, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<QuarantineDay>>([]);

    private static SourceRow Row(string name) => new()
    {
        Id = Guid.CreateVersion7(), Details = new SourceDetails(name, SourceFormat.Prometheus), CreatedAt = s_now, Version = 1,
    };
}
