namespace OpsBridge.Simulator;

/// <summary>A rule of GlobalMart's own monitoring, which reports to whoever takes Alertmanager's API.</summary>
/// <param name="Name">Label <c>alertname</c>.</param>
/// <param name="Severity">Label <c>severity</c>.</param>
/// <param name="Job">Label <c>job</c>: what measures.</param>
/// <param name="For">How long it has to hold before it fires.</param>
/// <param name="Holds">The nodes on which it holds now, each with the words for it.</param>
internal sealed record AlertRule(string Name, string Severity, string Job, TimeSpan For, Func<MartWorld, IEnumerable<Symptom>> Holds);

/// <summary>A rule that holds on one node.</summary>
/// <param name="Node">Its key.</param>
/// <param name="Service">Label <c>service</c>: who suffers.</param>
/// <param name="Summary">Annotation: one line.</param>
/// <param name="Description">Annotation: what it means.</param>
internal sealed record Symptom(string Node, string Service, string Summary, string Description);
