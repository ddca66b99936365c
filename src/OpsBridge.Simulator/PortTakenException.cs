namespace OpsBridge.Simulator;

/// <summary>A port that the simulator needs is held by another program.</summary>
public sealed class PortTakenException(string node, int port, Exception innerException)
    : IOException($"Port {port} for {node} is not free. End the program that holds it, or choose other ports.", innerException)
{
    /// <summary>The port.</summary>
    public int Port { get; } = port;
}
