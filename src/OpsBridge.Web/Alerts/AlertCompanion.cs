namespace OpsBridge.Alerts;

/// <summary>
/// A component of another capability in the preview and on the page of an alert. It gets the alert as its parameter <c>Row</c>
/// (<see cref="AlertRow"/>) and shows nothing where it has nothing to say. Alerts know none of them by name.
/// </summary>
/// <param name="Component">The component.</param>
/// <param name="Policy">The policy without which nobody sees it.</param>
public sealed record AlertCompanion(Type Component, string Policy);

/// <summary>The components that capabilities add.</summary>
public sealed class AlertCompanions
{
    /// <summary>In the order in which they are shown.</summary>
    public IList<AlertCompanion> All { get; } = [];
}
