using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace OpsBridge.Ui;

/// <summary>Values over time, drawn as SVG. Hover and the arrow keys give values without asking the server; screen readers get a table.</summary>
public sealed partial class LineChart
{
    private const int MostPoints = 480;
    private ChartLayout _layout = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1, 1, []);
    private List<IReadOnlyList<ChartPoint>> _thin = [];
    private readonly string _id = $"chart-{Guid.CreateVersion7():N}";
    private string _data = "";
    private string _summary = "";

    /// <summary>What the chart shows.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>The lines.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    /// <summary>Left end.</summary>
    [Parameter, EditorRequired] public DateTimeOffset From { get; set; }

    /// <summary>Right end.</summary>
    [Parameter, EditorRequired] public DateTimeOffset To { get; set; }

    /// <summary>Unit after every value: "%", "°C". "ms" is shown as ms, s or min, whichever reads best.</summary>
    [Parameter, EditorRequired] public string Unit { get; set; } = "";

    /// <summary>Thresholds.</summary>
    [Parameter] public IReadOnlyList<ChartLimit> Limits { get; set; } = [];

    /// <summary>Events on the time axis.</summary>
    [Parameter] public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    /// <summary>A longer time without a value breaks the line; null joins whatever has values.</summary>
    [Parameter] public TimeSpan? MaxGap { get; set; }

    /// <summary>Width of the drawing; it scales to its box, so give about the width it has on the screen, or its text shrinks.</summary>
    [Parameter] public double Width { get; set; } = 560;

    /// <summary>Height of the drawing.</summary>
    [Parameter] public double Height { get; set; } = 200;

    /// <summary>Called with the moment of the point that was looked at last, or the newest one. Without it nothing can be picked.</summary>
    [Parameter] public EventCallback<DateTimeOffset> OnPick { get; set; }

    /// <summary>Words on the button that picks.</summary>
    [Parameter] public string PickText { get; set; } = "Pick";

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _thin = [.. Series.Select(s => ChartLayout.Thin(s.Points, MostPoints))];
        var values = Series.SelectMany(Known).Concat(Limits.Select(l => l.Value));
        _layout = new ChartLayout(From, To, Width, Height, values);
        _data = JsonSerializer.Serialize(new { width = Width, series = Series.Select((s, i) => new { name = s.Name, points = Points(_thin[i]) }) });
        var parts = Series.Select(s => Known(s) is { Count: > 0 } known ? $"{s.Name} last {Words(known[^1])}, highest {Words(known.Max())}" : $"{s.Name} no data");
        _summary = $"{Label}: {string.Join("; ", parts)}";
    }

    private async Task PickAsync()
    {
        var known = Series.SelectMany(s => s.Points).Where(p => p.Value is not null && p.At >= From && p.At <= To).Select(p => p.At).Order().ToList();
        if (known.Count > 0)
        {
            var looked = await Scripts.AskAsync<long?>("chartpoint", "looked", _id);
            var at = known.Find(a => a.ToUnixTimeMilliseconds() == looked);
            await OnPick.InvokeAsync(at == default ? known[^1] : at); // a point that has left the chart meanwhile is none
        }
    }

    private object[][] Points(IReadOnlyList<ChartPoint> points) =>
        [.. points.Where(p => p.Value is not null && p.At >= From && p.At <= To).Select(p => new object[] { Math.Round(_layout.X(p.At), 1), Math.Round(_layout.Y(p.Value!.Value), 1), Words(p.Value.Value), Time.Show(p.At), p.At.ToUnixTimeMilliseconds() })];

    private List<double> Known(ChartSeries series) => [.. series.Points.Where(p => p.Value is not null && p.At >= From && p.At <= To).Select(p => p.Value!.Value)];

    private string Words(double value) => Unit == "ms" ? DurationText.Milliseconds(value) : string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {Unit}");

    private string Tick(DateTimeOffset at) => Time.Local(at).ToString(To - From > TimeSpan.FromDays(2) ? "d MMM" : "HH:mm", CultureInfo.InvariantCulture);

    private string ColourOf(int index) => Series[index].Tone is { } tone ? $"s-{Tones.Status(tone).Colour}" : string.Create(CultureInfo.InvariantCulture, $"c{index % 5}");

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    // The Razor compiler takes <text> for its own directive, so SVG's text element is built by hand.
    private static RenderFragment Text(double x, double y, string anchor, string? css, string words) => builder => AddText(builder, x, y, anchor, css, words);

    private static void AddText(RenderTreeBuilder builder, double x, double y, string anchor, string? css, string words)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", N(x));
        builder.AddAttribute(2, "y", N(y));
        builder.AddAttribute(3, "text-anchor", anchor);
        builder.AddAttribute(4, "class", css);
        builder.AddContent(5, words);
        builder.CloseElement();
    }
}
