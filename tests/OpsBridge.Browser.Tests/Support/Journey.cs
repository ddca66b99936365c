using Microsoft.Playwright;
using Xunit;

namespace OpsBridge.Support;

/// <summary>A test through the browser. What it opens is closed behind it; when it fails, screenshots and the consoles' last lines stay in TestResults.</summary>
public abstract class Journey(Chromium chromium) : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];
    private readonly List<ConsoleHost> _consoles = [];

    /// <summary>Ends the journey early.</summary>
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <inheritdoc />
    public virtual ValueTask InitializeAsync()
    {
        Chromium.Demand();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            await KeepEvidenceAsync();
        }

        foreach (var visitor in _visitors)
        {
            await visitor.DisposeAsync();
        }

        foreach (var console in _consoles)
        {
            await console.DisposeAsync();
        }
    }

    /// <summary>Starts a console that only this journey uses.</summary>
    protected async Task<ConsoleHost> StartAsync(ConsoleHost console)
    {
        _consoles.Add(console);
        await console.StartAsync();
        return console;
    }

    /// <summary>Opens a window.</summary>
    protected async Task<Visitor> OpenAsync(ConsoleHost console, string title = "window", string theme = "dark")
    {
        var window = await chromium.NewWindowAsync(theme, console.Address);
        var visitor = new Visitor(title, console, window, await window.NewPageAsync());
        _visitors.Add(visitor);
        return visitor;
    }

    /// <summary>Opens a window and signs in.</summary>
    protected async Task<Visitor> OpenAsAsync(ConsoleHost console, string account)
    {
        var visitor = await OpenAsync(console, account);
        await visitor.SignInAsync(account);
        return visitor;
    }

    /// <summary>Waits for something and says how long it took.</summary>
    protected static async Task<TimeSpan> MeasureAsync(string what, Func<Task> wait)
    {
        var began = TimeProvider.System.GetTimestamp();
        await wait();
        var took = TimeProvider.System.GetElapsedTime(began);
        TestContext.Current.SendDiagnosticMessage("{0}: {1:0.00} s", what, took.TotalSeconds);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {took.TotalSeconds:0.00} s");
        return took;
    }

    private async Task KeepEvidenceAsync()
    {
        var name = TestContext.Current.Test?.TestDisplayName ?? "journey";
        var folder = Path.Combine(AppContext.BaseDirectory, "TestResults", string.Concat(name.Select(c => char.IsLetterOrDigit(c) ? c : '_')));
        Directory.CreateDirectory(folder);
        foreach (var visitor in _visitors)
        {
            try
            {
                await visitor.ShootAsync(Path.Combine(folder, $"{visitor.Title}.png"));
            }
            catch (PlaywrightException exception)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, $"{visitor.Title}.txt"), exception.Message, CancellationToken.None);
            }
        }

        var lines = _visitors.Select(v => v.Console).Concat(_consoles).Distinct().SelectMany(c => c.LastLines);
        await File.WriteAllLinesAsync(Path.Combine(folder, "console.log"), lines, CancellationToken.None);
        TestContext.Current.TestOutputHelper?.WriteLine($"Evidence: {folder}");
    }
}
