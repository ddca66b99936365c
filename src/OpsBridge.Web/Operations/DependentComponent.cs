using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts.Board;
using OpsBridge.Live;
using OpsBridge.Monitoring;
using OpsBridge.Shell;

namespace OpsBridge.Operations;

/// <summary>A live component that also goes stale when a part of OpsBridge that feeds it has stopped, though reading still works.</summary>
public abstract class DependentComponent : LiveComponent
{
    private static readonly string[] s_parts =
        [DatabasePulse.PulseName, PostgresChangeListener.PulseName, AlertBoardPump.PulseName, CheckPoller.PulseName, ResultWriter.PulseName];

    /// <summary>Names of further parts that feed this component in particular, in <see cref="Pulses"/>.</summary>
    protected virtual IReadOnlyList<string> Feeders => [];

    /// <summary>What is wrong with OpsBridge.</summary>
    [Inject] public required SystemMessages Messages { get; init; }

    /// <summary>Since when the shown data may be old; null while everything that feeds it works.</summary>
    protected DateTimeOffset? OldSince
    {
        get
        {
            var silent = Messages.Current.Where(m => s_parts.Concat(Feeders).Contains(m.Source, StringComparer.Ordinal)).Select(m => m.Since ?? ReadAt ?? Clock.GetUtcNow());
            return silent.Append(StaleSince ?? DateTimeOffset.MaxValue).Min() is var first && first < DateTimeOffset.MaxValue ? first : null;
        }
    }

    /// <inheritdoc />
    protected override void OnInitialized() => Messages.Changed += Show;

    /// <inheritdoc />
    protected override ValueTask LeaveAsync()
    {
        Messages.Changed -= Show;
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs on the circuit when the state of a part has changed, before the component renders again.</summary>
    protected virtual Task PartsChangedAsync() => Task.CompletedTask;

    private void Show(object? sender, EventArgs e) => _ = InvokeAsync(async () =>
    {
        await PartsChangedAsync();
        StateHasChanged();
    });
}
