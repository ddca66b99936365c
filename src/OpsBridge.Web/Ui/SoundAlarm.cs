using Microsoft.JSInterop;

namespace OpsBridge.Ui;

/// <summary>The alarm of this console. Sounds when the worst unhandled severity or the number of unhandled alerts rises, and every 10 s while a critical one is unhandled.</summary>
public sealed class SoundAlarm(BrowserScripts scripts) : IDisposable
{
    private const int RepeatMilliseconds = 10_000;
    private static readonly string[] s_order = ["", "info", "warning", "major", "critical"];
    private DotNetObjectReference<SoundAlarm>? _self;
    private string _severity = "";
    private int _count;

    /// <summary>Raised when the mode changes.</summary>
    public event EventHandler? Changed;

    /// <summary>on, off, snoozed or blocked (the browser wants a click first); starting until the browser has answered.</summary>
    public string Mode { get; private set; } = "starting";

    /// <summary>End of the snooze, when <see cref="Mode"/> is snoozed.</summary>
    public DateTimeOffset? SnoozedUntil { get; private set; }

    /// <summary>Least severity that repeats every 10 s until it is handled; the others sound once.</summary>
    public string RepeatFrom { get; set; } = "critical";

    /// <summary>Connects to the browser; called once by the layout.</summary>
    public async Task AttachAsync()
    {
        _self ??= DotNetObjectReference.Create(this);
        await scripts.TellAsync("sound", "attach", _self);
    }

    /// <summary>Tells the alarm what is unhandled now.</summary>
    /// <param name="worstSeverity">critical, major, warning, info; null or "" when nothing is unhandled.</param>
    /// <param name="count">Number of unhandled alerts of that severity.</param>
    public async Task SetStateAsync(string? worstSeverity, int count)
    {
        var severity = count > 0 ? Tones.Severity(worstSeverity).Colour : "";
        if (severity == _severity && count == _count)
        {
            return;
        }
        var louder = Rank(severity) > Rank(_severity) || (severity == _severity && count > _count);
        var repeat = Rank(severity) >= Rank(RepeatFrom) ? RepeatMilliseconds : 0;
        (_severity, _count) = (severity, count);
        await scripts.TellAsync("sound", "set", severity, repeat, louder);
    }

    /// <summary>Switches sound on from a click; also ends a snooze.</summary>
    public ValueTask AllowAsync() => scripts.TellAsync("sound", "allow");

    /// <summary>Silences this console for a while.</summary>
    /// <param name="minutes">1 to 480.</param>
    public ValueTask SnoozeAsync(int minutes) => scripts.TellAsync("sound", "snooze", Math.Clamp(minutes, 1, 480));

    /// <summary>Switches sound off on this console.</summary>
    public ValueTask OffAsync() => scripts.TellAsync("sound", "off");

    /// <summary>Plays one tone now.</summary>
    public ValueTask TestAsync(string severity) => scripts.TellAsync("sound", "test", severity);

    /// <summary>Called by sound.js.</summary>
    [JSInvokable]
    public void ReportAsync(string mode, long snoozedUntilMilliseconds)
    {
        Mode = mode;
        SnoozedUntil = mode == "snoozed" ? DateTimeOffset.FromUnixTimeMilliseconds(snoozedUntilMilliseconds) : null;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Releases the reference that the browser holds.</summary>
    public void Dispose() => _self?.Dispose();

    private static int Rank(string severity) => Array.IndexOf(s_order, severity);
}
