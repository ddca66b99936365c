using System.Globalization;

namespace OpsBridge.Jobs.Running;

/// <summary>The name under which this process owns runs: machine, process and a random part, so that a process that gets an old number is another one.</summary>
public sealed class JobNode
{
    /// <summary>At most 200 characters.</summary>
    public string Name { get; } = RunText.Line(
        string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.CreateVersion7().ToString("N")[^6..]}"), 200);
}
