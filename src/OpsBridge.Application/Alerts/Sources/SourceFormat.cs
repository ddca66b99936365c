namespace OpsBridge.Alerts.Sources;

/// <summary>What a source is likely to speak. Only a hint for the page that shows how to connect it: every key may use every format.</summary>
public enum SourceFormat
{
    /// <summary>Prometheus itself, which takes OpsBridge for an Alertmanager.</summary>
    Prometheus,

    /// <summary>An Alertmanager's webhook.</summary>
    Alertmanager,

    /// <summary>Grafana's webhook contact point.</summary>
    Grafana,

    /// <summary>Anything that can speak PagerDuty Events v2.</summary>
    PagerDuty,

    /// <summary>CloudEvents 1.0 over HTTP.</summary>
    CloudEvents,

    /// <summary>Icinga 2, or a script that reports check results the way its API takes them.</summary>
    Icinga2,

    /// <summary>Scripts, with OpsBridge's own format.</summary>
    OpsBridge,
}
