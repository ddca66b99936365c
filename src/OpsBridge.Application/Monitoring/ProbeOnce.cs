using OpsBridge.Monitoring.Probes;

namespace OpsBridge.Monitoring;

/// <summary>Runs a probe outside its schedule, because somebody wants to see the result now.</summary>
public sealed class ProbeOnce(IProbeRunner probes, PluginRegistry plugins, CheckCatalog catalog)
{
    /// <summary>The result after the thresholds.</summary>
    internal async Task<ProbeResult> RunAsync(ProbeSettings settings, TimeSpan timeout, IReadOnlyList<MetricThreshold> thresholds, CancellationToken ct)
    {
        if (settings is PluginSettings)
        {
            plugins.Replace(await catalog.ReadPluginsAsync(ct)); // a process that does not poll has not read them yet
        }

        return MetricThreshold.Apply(await probes.RunAsync(settings, timeout, ct), thresholds);
    }
}
