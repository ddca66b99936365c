using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.Jobs;
using OpsBridge.Jobs.Pings;
using OpsBridge.Operations;
using OpsBridge.Rounds;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Bridge;

/// <summary>What the routine does now and in the next 60 minutes: jobs, reported jobs and rounds in one list.</summary>
public sealed partial class NextHourPanel : DependentComponent
{
    private const int Most = 8;
    private static readonly (NextHourKind Kind, string One, string Many, string Href)[] s_kinds =
        [(NextHourKind.Job, "job", "jobs", "/jobs"), (NextHourKind.Reported, "reported job", "reported jobs", "/jobs/reported"), (NextHourKind.Round, "round", "rounds", "/rounds")];

    private IReadOnlyList<NextHourLine> _lines = [];
    private IReadOnlyList<(string Words, string Href)> _more = [];
    private bool _may;

    /// <inheritdoc />
    protected override string[] Topics => [.. JobList.Topics.Union(ReportedBoard.Topics).Union(RoundBoard.Topics)];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    protected override TimeSpan? Look => TimeSpan.FromSeconds(20);

    /// <inheritdoc />
    protected override IReadOnlyList<string> Feeders { get; } = [PingWatch.PulseName, RoundsKeeper.PulseName];

    [Inject] private IJobBoard Jobs { get; set; } = default!;

    [Inject] private IReportedBoard Reported { get; set; } = default!;

    [Inject] private IRoundBoard Rounds { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private string Words => string.Join(" · ", new[] { Count(NextHourRank.Needs, "need somebody"), Count(NextHourRank.Now, "under way"), Count(NextHourRank.Due, "due") }.OfType<string>());

    private string? NothingToSay => ReadAt is null ? "Reading…" : _lines.Count == 0 ? "No job and no round is due within the hour." : null;

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        var (jobs, rounds) = (actor.May(Permissions.ViewJobs), actor.May(Permissions.ViewRounds));
        _may = jobs || rounds;
        _lines = NextHourLines.Of(
            jobs ? await Jobs.ReadAsync(actor, Gone) : JobBoardView.Empty, jobs ? await Reported.ReadAsync(actor, Gone) : [], rounds ? await Rounds.NextAsync(actor, Gone) : [], Time);
        var rest = _lines.Skip(Most).CountBy(l => l.Kind).ToDictionary();
        _more = [.. s_kinds.Where(k => rest.ContainsKey(k.Kind)).Select(k => (rest[k.Kind] == 1 ? $"1 {k.One}" : $"{rest[k.Kind]} {k.Many}", k.Href))];
    }

    private static string Title(NextHourLine line) => line.Detail.Length == 0 ? line.Name : $"{line.Name} · {line.Detail}";

    private string? Count(NextHourRank rank, string words) => _lines.Count(l => l.Rank == rank) is > 0 and var count ? $"{count} {words}" : null;
}
