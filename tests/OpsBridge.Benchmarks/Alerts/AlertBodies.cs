using System.Globalization;
using System.Text;

namespace OpsBridge.Alerts;

/// <summary>Bodies of <c>POST /api/v2/alerts</c> as Prometheus sends them: eight labels, three annotations, begin and end.</summary>
internal static class AlertBodies
{
    private const string Time = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>Firing alerts of the identities from <paramref name="from"/> on.</summary>
    public static byte[] Firing(string run, int from, int count, DateTimeOffset began) => Write(run, from, count, began, began.AddHours(4));

    /// <summary>The same alerts as over.</summary>
    public static byte[] Resolved(string run, int from, int count, DateTimeOffset began, DateTimeOffset ended) => Write(run, from, count, began, ended);

    /// <summary>Name of an identity, in its label <c>number</c>.</summary>
    public static string Name(string run, int number) => string.Create(CultureInfo.InvariantCulture, $"{run}-{number}");

    private static byte[] Write(string run, int from, int count, DateTimeOffset began, DateTimeOffset ends)
    {
        var (body, begins, over) = (new StringBuilder("[", count * 760), began.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture), ends.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture));
        for (var i = from; i < from + count; i++)
        {
            var (host, rule) = (i % 5000, i % 40);
            body.Append(i == from ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""
                {"labels":{"alertname":"Rule{{rule}}","instance":"host-{{host:0000}}.emea.example.net:9100","job":"node","cluster":"c{{i % 12}}","site":"Site {{i % 10}}","team":"team{{i % 7}}","severity":"warning","number":"{{Name(run, i)}}"},"annotations":{"summary":"Rule{{rule}}: response time 4.2 s above 2 s on host-{{host:0000}}","description":"The response time of host-{{host:0000}} was above two seconds for five minutes. Look at the load balancer first.","runbook_url":"https://wiki.example.net/runbooks/rule-{{rule}}"},"startsAt":"{{begins}}","endsAt":"{{over}}","generatorURL":"https://prometheus.example.net/graph?g0.expr=rule{{rule}}"}
                """);
        }

        return Encoding.UTF8.GetBytes(body.Append(']').ToString());
    }
}
