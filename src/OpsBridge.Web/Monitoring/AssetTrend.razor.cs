using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Ui;

namespace OpsBridge.Monitoring;

/// <summary>Availability of the last day and one number over time.</summary>
public sealed partial class AssetTrend
{
    private static readonly Segment[] s_spans = [new("1", "1 h"), new("6", "6 h"), new("24", "24 h"), new("168", "7 d")];

    private IReadOnlyList<UptimeSegment> _day = [];
    private IReadOnlyList<SeriesChoice> _choices = [];
    private IReadOnlyList<ChartSeries> _lines = [];
    private IReadOnlyList<ChartLimit> _limits = [];
    private SeriesChoice? _choice;
    private double? _percent;
    private string _span = "1";
    private string _unit = "ms";
    private DateTimeOffset _from;
    private DateTimeOffset _to;
    private TimeSpan _gap;
    private TimeSpan _bucket;
    private bool _mayPin;

    /// <summary>Key of the asset.</summary>
    [Parameter, EditorRequired] public Guid AssetId { get; set; }

    /// <summary>Its name, for screen readers.</summary>
    [Parameter, EditorRequired] public string AssetName { get; set; } = "";

    [Inject] private QuickEntry Quick { get; set; } = default!;

    /// <inheritdoc />
    protected override string[] Topics => [ResultStore.Topic, "checks"];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(10);

    private string? Nothing => _choice is null ? "Nothing is measured yet; numbers appear with the first result." : null;

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Actor.GetAsync();
        _mayPin = actor.May(Permissions.StandWatch);
        var day = await Uptime.LastDayAsync(AssetId, actor, Gone);
        _choices = await Series.OfAssetAsync(AssetId, actor, Gone);
        _choice = _choices.FirstOrDefault(c => c.CheckId == _choice?.CheckId && c.Metric == _choice.Metric) ?? (_choices.Count == 0 ? null : _choices[0]);
        _to = Time.Now;
        _from = _to.AddHours(-int.Parse(_span, System.Globalization.CultureInfo.InvariantCulture));
        var series = _choice is null ? null : await Series.ReadAsync(_choice.CheckId, _choice.Metric, _from, _to, actor, Gone);
        (_day, _percent) = ([.. day.Slots.Select(s => new UptimeSegment(s.From, s.To, Word(s.State)))], day.Percent);
        Draw(series);
    }

    private static string Word(UptimeState state) => state switch
    {
        UptimeState.Ok => "ok",
        UptimeState.Warning => "warning",
        UptimeState.Down => "down",
        UptimeState.Unreachable => "unreachable",
        UptimeState.NoData => "unknown",
        _ => "no data",
    };

    private void Draw(SeriesView? series)
    {
        if (series is null)
        {
            (_lines, _limits) = ([], []);
            return;
        }

        var points = series.Points;
        _unit = series.Unit;
        _gap = Gap(series);
        _bucket = series.Bucket;
        _lines = points.Any(p => p.Max > p.Min)
            ? [new("mean", [.. points.Select(p => new ChartPoint(p.At, p.Average))]), new("highest", [.. points.Select(p => new ChartPoint(p.At, p.Max))])]
            : [new("measured", [.. points.Select(p => new ChartPoint(p.At, p.Average))])];
        _limits = [.. Limits(_choice!.Limits?.Warning, "warning"), .. Limits(_choice.Limits?.Critical, "critical")];
    }

    /// <summary>Longer than the usual distance of two points, a silence is a gap in the line.</summary>
    private static TimeSpan Gap(SeriesView series)
    {
        var steps = series.Points.Zip(series.Points.Skip(1), (a, b) => b.At - a.At).Order().ToList();
        var usual = steps.Count == 0 ? series.Bucket : steps[steps.Count / 2];
        return (usual > series.Bucket ? usual : series.Bucket) * 3.5;
    }

    private IEnumerable<ChartLimit> Limits(NagiosRange? range, string tone)
    {
        double[] ends = range is null ? [] : [range.Start, range.End];
        foreach (var end in ends.Where(e => double.IsFinite(e) && e != 0))
        {
            yield return new ChartLimit(end, $"{tone} {CheckText.Value(end, _unit)}", tone);
        }
    }

    private EventCallback<DateTimeOffset> Pick => _mayPin ? EventCallback.Factory.Create<DateTimeOffset>(this, PinAsync) : default;

    private Task PinAsync(DateTimeOffset at) => _choice is not { } choice
        ? Task.CompletedTask
        : Quick.AskAsync(new EntryWish(
            new EntrySubject(null, AssetId, $"{choice.Metric} of {choice.CheckName} on {AssetName}, {Time.Show(at)}"),
            new PinWish("reading", new ReadingKey(choice.CheckId, choice.Metric, at, _bucket).ToString())));

    private Task ChooseAsync(ChangeEventArgs change)
    {
        _choice = int.TryParse(change.Value as string, System.Globalization.CultureInfo.InvariantCulture, out var i) && i < _choices.Count ? _choices[i] : _choice;
        return RefreshNowAsync();
    }

    private Task SpanAsync(string span)
    {
        _span = span;
        return RefreshNowAsync();
    }
}
