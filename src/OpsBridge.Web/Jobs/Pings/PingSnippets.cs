using OpsBridge.Alerts.Sources;

namespace OpsBridge.Jobs.Pings;

/// <summary>What to paste where a job runs, so that it reports in. The same texts are in docs/pings.md.</summary>
internal static class PingSnippets
{
    /// <summary>How curl is called: fails on HTTP errors, quietly, within 10 s, tries again.</summary>
    private const string Curl = "curl -fsS -m 10 --retry 5 -o /dev/null";

    /// <summary>The pieces for one job.</summary>
    /// <param name="url">Its ping address.</param>
    /// <param name="details">What is known about it.</param>
    public static IReadOnlyList<Snippet> For(string url, ReportedJobDetails details) =>
    [
        new("A cron job with exit status and output", "crontab -e, on one line", $"""
            {Cron(details)} out=$(/path/to/job 2>&1); {Curl} --data-raw "$out" "{url}/$?"
            """),
        new("A script that also says when it starts", "in place of calling the job", $"""
            #!/bin/sh
            run=$(cat /proc/sys/kernel/random/uuid)
            {Curl} "{url}/start?rid=$run"
            log=$(mktemp) && "$@" > "$log" 2>&1
            status=$?
            tail -c 100000 "$log" | {Curl} --data-binary @- "{url}/$status?rid=$run"
            cat "$log"; rm -f "$log"; exit $status
            """),
        new("A service of systemd", "systemctl edit JOB.service", $"""
            [Service]
            ExecStartPre=-/usr/bin/{Curl} {url}/start
            ExecStopPost=/bin/sh -c 'case "$$EXIT_STATUS" in ""|*[!0-9]*) s=fail;; *) s=$$EXIT_STATUS;; esac; {Curl} "{url}/$$s"'
            """),
        new("Any other way", "a browser, a script, another product's \"healthchecks URL\"", $"""
            {Curl} {url}          # success
            {Curl} {url}/start    # begins
            {Curl} {url}/fail     # failed
            {Curl} -d "some words" {url}/log
            """),
    ];

    private static string Cron(ReportedJobDetails details) =>
        details.Schedule is { } text && PingSchedule.Create(text, details.Zone)?.Kind == PingScheduleKind.Cron ? text : "30 2 * * *";
}
