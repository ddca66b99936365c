using Microsoft.JSInterop;

namespace OpsBridge.Ui;

/// <summary>
/// The alarm of this console. Speaks when the worst unhandled severity or the number of unhandled alerts of it rises, per
/// severity once, every ten seconds, or without a pause until they are handled; and shows a notification of the browser
/// where that is allowed and nobody looks. What it does is kept per console, in the browser.
/// </summary>
public sealed class SoundAlarm(BrowserScripts scripts) : IDisposable
{
    private static readonly string[] s_order = ["", "info", "warning", "major", "critical"];
    private DotNetObjectReference<SoundAlarm>? _self;
    private string _severity = "";
    private int _count;

    /// <summary>Raised when the mode changes.</summary>
    public event EventHandler? Changed;

    /// <summary>Severities that have a tone, worst first.</summary>
    public static IReadOnlyList<string> Severities { get; } = ["critical", "major", "warning", "info"];

    /// <summary>How long a tone goes on: never, once, every 10 s, or without a pause until handled.</summary>
    public static IReadOnlyList<string> Lengths { get; } = ["off", "once", "repeat", "until"];

    /// <summary>on, off, snoozed or blocked (the browser wants a click first); starting until the browser has answered.</summary>
    public string Mode { get; private set; } = "starting";

    /// <summary>End of the snooze, when <see cref="Mode"/> is snoozed.</summary>
    public DateTimeOffset? SnoozedUntil { get; private set; }

    /// <summary>Notifications of the browser: on, off, ask (nobody was asked yet), denied (by the browser) or none (it has none).</summary>
    public string Notifications { get; private set; } = "none";

    /// <summary>One of <see cref="Lengths"/> for each severity.</summary>
    public IReadOnlyDictionary<string, string> LengthOf { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["critical"] = "repeat", ["major"] = "once", ["warning"] = "once", ["info"] = "off",
    };

    /// <summary>Connects to the browser; called once by the layout.</summary>
    public async Task AttachAsync()
    {
        _self ??= DotNetObjectReference.Create(this);
        await scripts.TellAsync("sound", "attach", _self);
    }

    /// <summary>Tells the alarm what is unhandled now.</summary>
    /// <param name="worstSeverity">critical, major, warning, info; null or "" when nothing is unhandled.</param>
    /// <param name="count">Number of unhandled alerts of that severity.</param>
    /// <param name="latest">What the youngest of them says, for a notification.</param>
    public async Task SetStateAsync(string? worstSeverity, int count, string latest = "")
    {
        var severity = count > 0 ? Tones.Severity(worstSeverity).Colour : "";
        if (severity == _severity && count == _count)
        {
            return;
        }

        var louder = Rank(severity) > Rank(_severity) || (severity == _severity && count > _count);
        (_severity, _count) = (severity, count);
        await scripts.TellAsync("sound", "set", severity, louder, count, latest);
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

    /// <summary>Sets how long the tone of a severity goes on, on this console.</summary>
    public ValueTask SetLengthAsync(string severity, string length) => scripts.TellAsync("sound", "setLength", severity, length);

    /// <summary>Switches notifications off, or on again where they were allowed before.</summary>
    public ValueTask NotifyAsync(bool on) => scripts.TellAsync("sound", "notify", on);

    /// <summary>Called by sound.js.</summary>
    [JSInvokable]
    public void ReportAsync(SoundReport report)
    {
        (Mode, Notifications) = (report.Mode, report.Notifications);
        SnoozedUntil = report.Mode == "snoozed" ? DateTimeOffset.FromUnixTimeMilliseconds(report.SnoozedUntil) : null;
        LengthOf = Severities.ToDictionary(
            s => s,
            s => report.Lengths.TryGetValue(s, out var length) && Lengths.Contains(length, StringComparer.Ordinal) ? length : "once",
            StringComparer.Ordinal);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Releases the reference that the browser holds.</summary>
    public void Dispose() => _self?.Dispose();

    private static int Rank(string severity) => Array.IndexOf(s_order, severity);
}

/// <summary>What sound.js says of this console.</summary>
/// <param name="Mode">As <see cref="SoundAlarm.Mode"/>.</param>
/// <param name="SnoozedUntil">End of the snooze in milliseconds since 1970; 0 without one.</param>
/// <param name="Notifications">As <see cref="SoundAlarm.Notifications"/>.</param>
/// <param name="Lengths">One of <see cref="SoundAlarm.Lengths"/> by severity.</param>
public sealed record SoundReport(string Mode, long SnoozedUntil, string Notifications, IReadOnlyDictionary<string, string> Lengths);
