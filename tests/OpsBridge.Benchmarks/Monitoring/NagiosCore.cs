using System.Globalization;
using OpsBridge.Measuring;

namespace OpsBridge.Monitoring;

/// <summary>A Nagios Core 4 with services that all run one plugin, and as little else as it can be told to do.</summary>
internal sealed class NagiosCore : IAsyncDisposable
{
    /// <summary>Seconds between two states of the status file, Nagios' own default; no service may run more often, or runs are missed.</summary>
    public const int StatusSeconds = 10;

    private readonly ChildProgram _program;
    private readonly string _folder;

    private NagiosCore(ChildProgram program, string folder) => (_program, _folder) = (program, folder);

    /// <summary>CPU-seconds of main process, workers and the plugins they have run.</summary>
    public double Cpu => CpuTime.OfTree(_program.Pid);

    /// <summary>Starts it. As root it runs as nobody, as the distribution runs it as a user of its own.</summary>
    public static async Task<NagiosCore> StartAsync(string path, string plugin, int services, TimeSpan interval)
    {
        var folder = Directory.CreateTempSubdirectory("opsbridge-nagios-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "results"));
        await File.WriteAllTextAsync(Path.Combine(folder, "objects.cfg"), Objects(plugin, services, interval));
        await File.WriteAllTextAsync(Path.Combine(folder, "nagios.cfg"), Main(folder));
        var configuration = Path.Combine(folder, "nagios.cfg");
        if (Environment.IsPrivilegedProcess)
        {
            await using var chown = ChildProgram.Start("chown", ["-R", "65534:65534", folder]);
            await Pause.UntilAsync(() => Task.FromResult(chown.HasEnded), TimeSpan.FromSeconds(10), "chown", TimeSpan.FromMilliseconds(10));
            return new NagiosCore(ChildProgram.Start("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", path, configuration]), folder);
        }

        return new NagiosCore(ChildProgram.Start(path, [configuration]), folder);
    }

    /// <summary>Waits for the next status file: when each service ran last (Unix seconds; 0 before its first run).</summary>
    public async Task<IReadOnlyDictionary<string, long>> NextStatusAsync()
    {
        var file = new FileInfo(Path.Combine(_folder, "status.dat"));
        var before = file.LastWriteTimeUtc;
        await Pause.UntilAsync(
            async () =>
            {
                file.Refresh();
                return file.LastWriteTimeUtc != before || (_program.HasEnded && await FailAsync());
            },
            TimeSpan.FromMinutes(1),
            "a new status file of Nagios");
        var runs = new Dictionary<string, long>(StringComparer.Ordinal);
        var service = "";
        foreach (var line in await File.ReadAllLinesAsync(file.FullName))
        {
            service = line.StartsWith("\tservice_description=", StringComparison.Ordinal) ? line : line.EndsWith('{') ? "" : service;
            if (service.Length > 0 && line.StartsWith("\tlast_check=", StringComparison.Ordinal))
            {
                runs[service] = long.Parse(line.AsSpan("\tlast_check=".Length), CultureInfo.InvariantCulture);
            }
        }

        return runs;
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> FailAsync()
    {
        var log = Path.Combine(_folder, "nagios.log");
        throw new InvalidOperationException($"Nagios ended by itself. {(File.Exists(log) ? await File.ReadAllTextAsync(log) : "It wrote no log.")}");
    }

    private static string Objects(string plugin, int services, TimeSpan interval) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        define timeperiod {
          timeperiod_name always
          alias always
          sunday 00:00-24:00
          monday 00:00-24:00
          tuesday 00:00-24:00
          wednesday 00:00-24:00
          thursday 00:00-24:00
          friday 00:00-24:00
          saturday 00:00-24:00
        }
        define command {
          command_name dummy
          command_line {{plugin}} 0
        }
        define contact {
          contact_name nobody
          host_notification_commands dummy
          service_notification_commands dummy
          host_notification_period always
          service_notification_period always
          host_notifications_enabled 0
          service_notifications_enabled 0
        }
        define host {
          host_name target
          address 127.0.0.1
          max_check_attempts 3
          active_checks_enabled 0
          check_period always
          contacts nobody
        }
        {{string.Join('\n', Enumerable.Range(0, services).Select(i => string.Create(CultureInfo.InvariantCulture, $"define service {{\n  host_name target\n  service_description s{i}\n  check_command dummy\n  check_interval {interval.TotalSeconds:0}\n  retry_interval {interval.TotalSeconds:0}\n  max_check_attempts 3\n  check_period always\n  contacts nobody\n}}")))}}

        """);

    private static string Main(string folder) =>
        $"""
        cfg_file={folder}/objects.cfg
        log_file={folder}/nagios.log
        object_cache_file={folder}/objects.cache
        precached_object_file={folder}/objects.precache
        status_file={folder}/status.dat
        status_update_interval={StatusSeconds}
        state_retention_file={folder}/retention.dat
        temp_file={folder}/nagios.tmp
        temp_path={folder}
        check_result_path={folder}/results
        command_file={folder}/nagios.cmd
        query_socket={folder}/nagios.qh
        lock_file={folder}/nagios.lock
        interval_length=1
        check_for_updates=0
        check_external_commands=0
        enable_notifications=0
        enable_event_handlers=0
        enable_flap_detection=0
        enable_environment_macros=0
        process_performance_data=0
        retain_state_information=0
        check_service_freshness=0
        check_host_freshness=0
        use_syslog=0
        log_initial_states=0

        """;
}
