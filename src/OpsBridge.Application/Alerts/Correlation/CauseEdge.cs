using System.Runtime.InteropServices;

namespace OpsBridge.Alerts.Correlation;

/// <summary>One alert is a symptom of another, says somebody.</summary>
/// <param name="To">The cause.</param>
/// <param name="From">Who says so.</param>
/// <param name="Why">Reason for people.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CauseEdge(long To, SymptomOrigin From, string Why);
