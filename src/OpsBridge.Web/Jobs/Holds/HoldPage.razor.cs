using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs.Holds;

/// <summary>Holds the jobs of an asset or a site for an incident, after showing what that does; releases them afterwards.</summary>
public sealed partial class HoldPage
{
    private const string UntilTime = "until";
    private static readonly Segment[] s_lengths = [new("60", "1 h"), new("120", "2 h"), new("240", "4 h"), new("480", "8 h"), new("1440", "24 h"), new(UntilTime, "Until")];
    private readonly HashSet<Guid> _chosen = [];
    private readonly HashSet<Guid> _seen = [];
    private HoldScopeView _scope = HoldScopeView.Empty;
    private IReadOnlyList<JobRow> _rows = [];
    private HoldForecastView _forecast = HoldForecastView.Empty;
    private IReadOnlyDictionary<Guid, HoldEffect> _effects = new Dictionary<Guid, HoldEffect>();
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<Segment> _sites = [];
    private (Guid? Asset, Guid? Site) _of;
    private AssetLink? _asset;
    private string _length = "120";
    private DateTimeOffset? _until;
    private string? _why;
    private string? _problem;

    /// <summary>Key of an asset: its jobs and those of everything that is reached through it.</summary>
    [SupplyParameterFromQuery(Name = "asset")]
    public Guid? Asset { get; set; }

    /// <summary>Key of a site; counts only without an asset.</summary>
    [SupplyParameterFromQuery(Name = "site")]
    public Guid? Site { get; set; }

    /// <summary>The alert from which somebody came; it is the first reason.</summary>
    [SupplyParameterFromQuery(Name = "alert")]
    public long? Alert { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => [.. JobList.Topics, "backup_copies"];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    [Inject] private IHoldScope Scope { get; set; } = default!;

    [Inject] private IHoldForecast Forecast { get; set; } = default!;

    [Inject] private IHoldActions Actions { get; set; } = default!;

    [Inject] private IAssetDirectory Directory { get; set; } = default!;

    [Inject] private ISiteList Sites { get; set; } = default!;

    [Inject] private IAlertBoard Alerts { get; set; } = default!;

    [Inject] private CurrentActor Actor { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private DateTimeOffset End => _length == UntilTime ? _until ?? Time.Now : Time.Now.AddMinutes(int.Parse(_length, CultureInfo.InvariantCulture));

    private string? Nothing => _rows.Count > 0 ? null : ReadAt is null ? "Reading…" : "No job hangs on this asset or site.";

    /// <summary>The sum of it: what is broken first, and how much.</summary>
    private string Harm
    {
        get
        {
            var harmed = _forecast.Jobs.Where(e => e.IsHarmed).Select(e => (e.Name, At: e.HarmedAt!.Value))
                .Concat(_forecast.Batches.Where(b => b is { IsLate: true, WasLate: false }).Select(b => (b.Name, At: b.By))).OrderBy(h => h.At).ToList();
            return _chosen.Count == 0 ? ""
                : harmed.Count == 0 ? "No deadline is missed and no RPO is broken by it."
                : $"{HoldActions.Many(harmed.Count, "deadline or RPO", "deadlines or RPOs")} would be lost: that of {harmed[0].Name} first, {Time.ShowShort(harmed[0].At)}.";
        }
    }

    /// <summary>Why a job cannot be held, in words; null when it can.</summary>
    internal static string? Refusal(JobRow job) => job switch
    {
        { Details.MayBeHeld: false } => "runs whatever happens",
        { IsPaused: true, Held: false } => $"paused by {job.PausedBy}",
        _ => null,
    };

    /// <inheritdoc />
    protected override async Task StartAsync()
    {
        var actor = await Actor.GetAsync();
        _sites = [new("", "All sites"), .. (await Sites.ReadAsync(actor, Gone)).Select(s => new Segment(s.Id.ToString(), s.Name))];
        if (Alert is { } id && await Alerts.FindAsync(id, actor, Gone) is { } alert)
        {
            var why = string.Create(CultureInfo.InvariantCulture, $"Alert #{id}: {alert.Summary}");
            _why = why.Length <= PauseJob.MaxWhy ? why : why[..PauseJob.MaxWhy];
        }
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (ReadAt is not null && _of != (Asset, Site))
        {
            await RefreshNowAsync(); // the address changed, not the data
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Actor.GetAsync();
        if (_of != (Asset, Site))
        {
            (_of, _asset) = ((Asset, Site), null);
            _chosen.Clear();
            _seen.Clear();
        }

        if (Asset is { } asset && _asset is null)
        {
            var row = (await Directory.FindAsync(asset, actor, Gone))?.Row;
            _asset = row is null ? null : new AssetLink(row.Id, row.Name, row.Kind, row.SiteName, row.RetiredAt);
        }

        _scope = await Scope.ReadAsync(Asset, Site, actor, Gone);
        _rows = _scope.Jobs;
        _chosen.IntersectWith(_rows.Where(r => Refusal(r) is null).Select(r => r.Id));
        _chosen.UnionWith(_rows.Where(r => Refusal(r) is null && _seen.Add(r.Id) && !r.Held).Select(r => r.Id));
        await ForetellAsync();
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);

    private async Task ForetellAsync()
    {
        _forecast = _chosen.Count == 0 || End <= Time.Now
            ? HoldForecastView.Empty
            : await Forecast.ReadAsync([.. _chosen], End, await Actor.GetAsync(), Gone);
        _effects = _forecast.Jobs.ToDictionary(e => e.JobId);
    }

    private void Go(string name, string? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [name] = string.IsNullOrEmpty(value) ? null : value,
            [name == "asset" ? "site" : "asset"] = null,
        }),
        replace: true);

    private async Task ChooseAsync(Guid job, bool on)
    {
        _ = on ? _chosen.Add(job) : _chosen.Remove(job);
        await RefreshNowAsync();
    }

    private async Task LengthAsync(string length)
    {
        _length = length;
        _until ??= Time.Now.AddHours(2);
        await RefreshNowAsync();
    }

    private async Task UntilAsync(DateTimeOffset? until)
    {
        _until = until;
        await RefreshNowAsync();
    }

    private async Task HoldAsync()
    {
        var answer = await Actions.HoldAsync([.. _chosen], End, _why?.Trim() ?? "");
        (_errors, _problem) = (answer.Errors, answer.Done ? null : answer.Errors.GetValueOrDefault("jobs") ?? (answer.Errors.Count > 0 ? null : answer.Text));
        if (answer.Done)
        {
            _chosen.Clear();
            Toasts.Say(answer.Text, answer.Tone);
        }

        await RefreshNowAsync();
    }
}
