using OpsBridge.Alerts;
using OpsBridge.Hosting;
using OpsBridge.Jobs;
using OpsBridge.Monitoring;
using OpsBridge.Pages;
using OpsBridge.Shifts;

namespace OpsBridge.Measuring;

/// <summary>One command per benchmark. Measures and prints; asserts nothing about time.</summary>
internal static class EntryPoint
{
    private const string Usage =
        """
        dotnet run -c Release --project tests/OpsBridge.Benchmarks -- NAME [options]

          schedule   10,000 TCP checks per minute through poller, writer and a private PostgreSQL; memory per check
                     --checks 10000  --first 1000  --interval 60 (seconds)  --minutes 10  --listeners 100
          probes     CPU of TCP and HTTP checks beside prometheus-blackbox-exporter
                     --checks 20000  --concurrency 50  --rounds 3  --blackbox /usr/bin/prometheus-blackbox-exporter
          plugins    CPU of plugin runs beside nagios4
                     --checks 2000  --interval 60 (seconds)  --seconds 120  --nagios /usr/sbin/nagios4  --plugin /usr/lib/nagios/plugins/check_dummy
          start      start to /health/ready with checks stored
                     --checks 10000  --rounds 5
          pages      checks page in Chromium; event to every open alerts page
                     --checks 10000  --interval 60 (seconds)  --loads 10  --open 50  --events 20  --chromium /usr/bin/chromium
          board      100,000 open alerts: start to all on the board, memory per alert, cost of a tick, lag after a storm
                     --alerts 100000  --changes 125 (per tick)  --ticks 100
          history    pages of the archive with a million alerts stored
                     --alerts 1000000  --rounds 50
          handover   draft of a handover after a busy shift, its page in Chromium, Accept with very many open things, proof
                     --events 10000  --open 500  --entries 200  --items 1000  --rounds 20  --loads 10  --chromium /usr/bin/chromium
          model      random steps of the handover's model, its invariants after each
                     --steps 1000000  --seed 20261122
          pixels     alert handed over to a second browser's page, at a steady rate
                     --rate 500 (per second)  --seconds 60  --stored 10000  --chromium /usr/bin/chromium
          alerts     CPU of taking alerts over HTTP, new, known, resolved and one by one, beside prometheus-alertmanager in memory
                     --alerts 100000  --singles 20000  --connections 8  --alertmanager /usr/bin/prometheus-alertmanager
          storm      100,000 distinct alerts over HTTP while an operator acknowledges: lost, seen, memory
                     --alerts 100000  --seconds 28  --connections 8
          kill       SIGKILL of the console while it takes alerts, senders repeating; then the same to an Alertmanager
                     --cycles 1000  --peer-cycles 100  --longest 400 (milliseconds)  --seed 20261122  --alertmanager /usr/bin/prometheus-alertmanager
          bulk       10,000 acknowledgements in one action, and the export of 100,000 alerts
                     --alerts 100000  --bulk 10000  --rounds 5
          jobs       1,000 jobs in the same minute: claimed once, start delay
                     --jobs 1000  --places 8
          backup     backup of a database by a job, until stored and until proven, beside pg_dump by itself
                     --gigabytes 1  --rounds 3
        """;

    private static async Task<int> Main(string[] args)
    {
        if (args is [TargetFarm.Command, var listeners])
        {
            await TargetFarm.ServeAsync(int.Parse(listeners, System.Globalization.CultureInfo.InvariantCulture));
            return 0;
        }

        try
        {
            var options = new BenchmarkOptions(args.Skip(1));
            var report = args.FirstOrDefault() switch
            {
                "schedule" => await ScheduleBenchmark.RunAsync(options),
                "probes" => await ProbesBenchmark.RunAsync(options),
                "plugins" => await PluginsBenchmark.RunAsync(options),
                "start" => await StartBenchmark.RunAsync(options),
                "pages" => await PagesBenchmark.RunAsync(options),
                "board" => await BoardBenchmark.RunAsync(options),
                "history" => await HistoryBenchmark.RunAsync(options),
                "handover" => await HandoverBenchmark.RunAsync(options),
                "model" => await ModelBenchmark.RunAsync(options),
                "pixels" => await PixelsBenchmark.RunAsync(options),
                "alerts" => await AlertsBenchmark.RunAsync(options),
                "storm" => await StormBenchmark.RunAsync(options),
                "kill" => await KillBenchmark.RunAsync(options),
                "bulk" => await BulkBenchmark.RunAsync(options),
                "jobs" => await JobsBenchmark.RunAsync(options),
                "backup" => await BackupBenchmark.RunAsync(options),
                _ => throw new UsageException(Usage),
            };
            await Console.Out.WriteLineAsync(report.ToString());
            return 0;
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
    }
}
