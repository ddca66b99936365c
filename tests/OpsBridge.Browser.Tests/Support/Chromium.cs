using Microsoft.Playwright;
using OpsBridge.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace OpsBridge.Support;

/// <summary>
/// The one browser that all journeys share; started when the first of them asks. It is the Chromium of this machine: nothing is
/// downloaded. Without one the journeys are skipped, except where the environment variable CI is set: there they fail.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome"];

    // Nothing but the console is to be reached, and a headless browser in a container has neither sandbox nor GPU.
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The longest that an expectation waits, unless it says otherwise.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(45);

    /// <summary>Skips the running test, or fails it under CI, when this machine has no Chromium.</summary>
    public static void Demand() => InstalledProgram.Demand("Chromium", "chromium", s_names);

    /// <summary>A window with cookies and storage of its own.</summary>
    /// <param name="theme">dark or light, as the user menu stores it.</param>
    /// <param name="console">Where the theme's cookie is for.</param>
    public async Task<IBrowserContext> NewWindowAsync(string theme, Uri console)
    {
        var browser = await LaunchAsync();
        var window = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 1600, Height = 1000 },
            Locale = "en-GB",
            TimezoneId = "Europe/Zurich",
            ReducedMotion = ReducedMotion.Reduce,
        });
        window.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        await window.AddCookiesAsync([new Cookie { Name = "opsbridge-theme", Value = theme, Url = console.ToString() }]);
        return window;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
        _oneAtATime.Dispose();
    }

    private async Task<IBrowser> LaunchAsync()
    {
        await _oneAtATime.WaitAsync();
        try
        {
            Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = InstalledProgram.Find(s_names), Args = s_arguments });
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
