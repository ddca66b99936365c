using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace OpsBridge.Ui;

/// <summary>A renderer with the library's services, a fixed clock (22 November 2026, 11:00 UTC) and a viewer in Zurich.</summary>
public abstract class UiContext : BunitContext
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);

    protected UiContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(new FixedClock(Now));
        Services.AddUi();
        Services.AddScoped(InZurich); // made when first asked for, so that derived contexts can still register theirs
    }

    private static ViewerTime InZurich(IServiceProvider services)
    {
        var time = new ViewerTime(services.GetRequiredService<TimeProvider>(), services.GetRequiredService<BrowserScripts>());
        time.Use("Europe/Zurich", "CET", "CEST");
        return time;
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
