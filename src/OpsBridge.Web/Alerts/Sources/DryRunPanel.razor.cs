using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;
using OpsBridge.SignIn;

namespace OpsBridge.Alerts.Sources;

/// <summary>What a mapping would make of the latest events of its source, anew with every change.</summary>
public sealed partial class DryRunPanel
{
    private const int MostOwn = 64;
    private readonly HashSet<IncomingEvent> _own = [];
    private IReadOnlyList<IncomingEvent> _events = [];
    private DryRunResult.Done? _run;
    private SourceDetails? _ran;
    private string? _problem;
    private string? _sample;
    private bool _read;
    private bool _trying;

    /// <summary>The source as it would be.</summary>
    [Parameter, EditorRequired] public SourceDetails Details { get; set; } = default!;

    /// <summary>The source as it is.</summary>
    [Parameter, EditorRequired] public SourceDetails Saved { get; set; } = default!;

    /// <summary>Whose events are tried.</summary>
    [Parameter, EditorRequired] public Guid SourceId { get; set; }

    /// <summary>Called with each run; null where the values cannot run.</summary>
    [Parameter] public EventCallback<DryRunResult.Done?> Done { get; set; }

    /// <summary>The verbs.</summary>
    [Inject] public required SourceVerbs Verbs { get; init; }

    /// <summary>Events as they came.</summary>
    [Inject] public required IEventHistory History { get; init; }

    /// <summary>Who looks.</summary>
    [Inject] public required CurrentActor Current { get; init; }

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Clock { get; init; }

    private string? Summary => _run is not { Rows.Count: > 0 } run
        ? null
        : $"{Count(run.Rows.Count, "event")} become {Count(run.Alerts, "alert")}{(run.Alerts == run.AlertsNow ? "" : $", now {run.AlertsNow}")} · an asset is found for {run.WithAsset}";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => await ReadAsync();

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_read && !Same(_ran, Details))
        {
            await RunAsync();
        }
    }

    private static bool Same(SourceDetails? ran, SourceDetails details) =>
        ran is not null && (ran with { Mapping = SourceMapping.Default }) == (details with { Mapping = SourceMapping.Default })
        && SourceMappingJson.Write(ran.Mapping) == SourceMappingJson.Write(details.Mapping);

    private static string Count(int number, string noun) => $"{SourceWords.Number(number)} {noun}{(number == 1 ? "" : "s")}";

    private async Task ReadAsync()
    {
        var actor = await Current.GetAsync();
        _events = [.. (await History.LatestOfAsync(SourceId, DryRunMapping.Limit, actor, CancellationToken.None)).Select(stored => stored.Event)];
        _read = true;
        await RunAsync();
    }

    private void OpenTry() => _trying = !_trying;

    private Task TryAsync(string? text)
    {
        _sample = text;
        return RunAsync();
    }

    private async Task RunAsync()
    {
        _ran = Details;
        _own.Clear();
        if (SampleOf(_sample) is { Count: > 0 } labels)
        {
            _own.Add(new IncomingEvent(EventAction.Fire, labels, Clock.GetUtcNow()));
        }

        var result = await Verbs.DryRun.HandleAsync(Details, Saved, [.. _own, .. _events], await Current.GetAsync(), CancellationToken.None);
        _run = result as DryRunResult.Done;
        _problem = result is DryRunResult.Invalid invalid ? $"Cannot run yet: {string.Join(" ", invalid.Errors.Values.Distinct(StringComparer.Ordinal))}" : null;
        await Done.InvokeAsync(_run);
    }

    private static Labels SampleOf(string? text) => Labels.From(
        (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair.Length == 2 && LabelName.IsValid(pair[0]))
            .Take(MostOwn)
            .Select(pair => KeyValuePair.Create(pair[0], pair[1].Trim('"'))));
}
