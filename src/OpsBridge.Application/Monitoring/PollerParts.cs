using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsBridge.Live;

namespace OpsBridge.Monitoring;

/// <summary>What the parts of the poller share.</summary>
public sealed record PollerParts(TimeProvider Clock, Pulses Pulses, IOptions<MonitoringOptions> Options, ILoggerFactory Loggers);
