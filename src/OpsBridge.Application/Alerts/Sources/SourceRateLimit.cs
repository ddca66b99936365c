namespace OpsBridge.Alerts.Sources;

/// <summary>How much one source may send, per process.</summary>
/// <param name="EventsPerSecond">Events per second in the long run; 0.1 to 100,000.</param>
/// <param name="Burst">Events at once after a quiet time; 1 to 1,000,000.</param>
public sealed record SourceRateLimit(double EventsPerSecond, int Burst);
