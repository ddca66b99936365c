using System.Globalization;
using Npgsql;
using OpsBridge.Data.Private;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Processes;

namespace OpsBridge.Jobs.Backups;

/// <summary>
/// A server that is started for proof on a scratch copy of a base backup. It has no TCP port, only a socket in a folder that no
/// other account enters, and nothing of the copy's own configuration: no libraries, no archiving, no subscriptions, no peers that
/// it would act on. Stopped and removed when disposed, whatever happens.
/// </summary>
internal sealed class ScratchCluster : IAsyncDisposable
{
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(200);
    private static readonly string[] s_own = ["postgresql.auto.conf", "standby.signal", "recovery.signal", "postmaster.pid", "postmaster.opts"];

    // The machine's part when a server does not start: it says nothing about the copy.
    private static readonly string[] s_ofTheMachine = ["could not access file", "locale", "shared memory", "Cannot allocate memory", "could not create lock file", "Permission denied", "could not load library"];

    private readonly JobAttempt _attempt;
    private readonly PgPrograms _programs;
    private readonly ClusterAccount _account;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder;
    private readonly string _socket;
    private Task<ProgramEnd>? _serving;
    private string _said = "";

    /// <summary>Nothing is made yet.</summary>
    /// <param name="scratch">The folder of all scratch copies.</param>
    /// <param name="attempt">The attempt that proves.</param>
    /// <param name="programs">Its programs.</param>
    /// <param name="clock">The time.</param>
    public ScratchCluster(string scratch, JobAttempt attempt, PgPrograms programs, TimeProvider clock)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{attempt.RunId:N}-{attempt.Number}");
        (_attempt, _programs, _clock) = (attempt, programs, clock);
        (_folder, _socket) = (Path.Combine(scratch, name), SocketOf(name));
        _account = ClusterAccount.For(new PrivateClusterOptions { DataFolder = scratch }, clock);
    }

    /// <summary>Removes what dead runs left, their servers first.</summary>
    public static async Task TidyAsync(string scratch, Func<Guid, Task<bool>> isDead)
    {
        foreach (var folder in Directory.Exists(scratch) ? Directory.GetDirectories(scratch) : [])
        {
            var name = Path.GetFileName(folder);
            if (Guid.TryParseExact(name.Split('-')[0], "N", out var run) && await isDead(run))
            {
                ProgramRunner.KillLeftOvers(run.ToString("N", CultureInfo.InvariantCulture));
                DurableFiles.Remove(SocketOf(name));
                DurableFiles.Remove(folder);
            }
        }
    }

    /// <summary>Copies the base backup and starts a server on it. Null when it answers; otherwise what is wrong with the copy.</summary>
    /// <param name="copy">The folder of the base backup.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="major">Its major version.</param>
    /// <param name="as">A user and a database within it.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="KindFault">It cannot be done on this machine; says nothing about the copy.</exception>
    public async Task<string?> StartAsync(string copy, long bytes, int major, PostgresTarget @as, CancellationToken ct)
    {
        try
        {
            await PrepareAsync(copy, bytes, major, ct);
        }
        catch (PrivateClusterException e)
        {
            throw new KindFault(e.Message, mayRetry: false);
        }

        _attempt.Report(new RunProgress("start a server"));
        _serving = _programs.ServeAsync(_account, major, ["-D", Path.Combine(_folder, "data")], Hear, _stop.Token);
        var login = PgLogin.OfSocket(_socket, @as.User, @as.Database);
        while (!await login.AnswersAsync(ct))
        {
            await Task.WhenAny(_serving, Task.Delay(s_lookAgain, _clock, ct));
            ct.ThrowIfCancellationRequested();
            if (_serving.IsCompleted)
            {
                await _serving; // the fault when there is no such program
                return s_ofTheMachine.Any(w => _said.Contains(w, StringComparison.OrdinalIgnoreCase)) || FileFaults.Explain(_said) is not null
                    ? throw new KindFault($"no server could be started on this machine: {_said}")
                    : $"a server does not start on it: {_said}";
            }
        }

        return null;
    }

    /// <summary>The rows of every table of every database, read in full.</summary>
    public async Task<DatabaseFacts> CountAsync(PostgresTarget @as, CancellationToken ct)
    {
        var login = PgLogin.OfSocket(_socket, @as.User, @as.Database);
        login = login.As((await NamesAsync(login, "select rolname::text from pg_roles where oid = 10", ct)).Single()); // the superuser of initdb
        var (rows, objects) = (new SortedDictionary<string, long>(StringComparer.Ordinal), new SortedDictionary<string, long>(StringComparer.Ordinal));
        foreach (var database in await NamesAsync(login, "select datname::text from pg_database where datallowconn order by 1", ct))
        {
            _attempt.Report(new RunProgress($"count rows of {database}"));
            await using var connection = await login.To(database).OpenAsync(ct);
            var facts = await DatabaseFacts.CountAsync(connection, (done, all) => _attempt.Report(new RunProgress($"count rows of {database}", done, all)), ct);
            foreach (var (name, count) in facts.Rows)
            {
                rows[$"{database}: {name}"] = count;
            }

            foreach (var (name, count) in facts.Objects)
            {
                objects[$"{database}: {name}"] = count;
            }
        }

        return new DatabaseFacts(rows, objects);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await (_serving ?? Task.CompletedTask);
        }
        catch (Exception e) when (e is OperationCanceledException or KindFault)
        {
            // it was told to end, or never began
        }

        _stop.Dispose();
        DurableFiles.Remove(_socket);
        DurableFiles.Remove(_folder);
    }

    private static string SocketOf(string name) => Path.Combine("/tmp", $"opsbridge-{name}"); // an address of a socket has 107 bytes at most

    private static async Task<IReadOnlyList<string>> NamesAsync(PgLogin login, string sql, CancellationToken ct)
    {
        await using var connection = await login.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var names = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private void Hear(string line)
    {
        var complains = line.StartsWith("FATAL:", StringComparison.Ordinal) || line.StartsWith("PANIC:", StringComparison.Ordinal);
        _said = complains || _said.Length == 0 ? line : _said;
    }

    private async Task PrepareAsync(string copy, long bytes, int major, CancellationToken ct)
    {
        var data = Path.Combine(_folder, "data");
        foreach (var folder in (string[])[_folder, _socket])
        {
            PrivateFiles.MakeFolder(folder);
        }

        if (_account.IsOther && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.GetDirectoryName(_folder)!, (UnixFileMode)0b111_001_001); // it passes through, and lists nothing
        }

        await FolderCopy.RunAsync(copy, data, bytes, _attempt, ct);
        foreach (var file in s_own)
        {
            DurableFiles.Remove(Path.Combine(data, file));
        }

        await File.WriteAllTextAsync(Path.Combine(data, "postgresql.conf"), Configuration(major), ct);
        await File.WriteAllTextAsync(Path.Combine(data, "pg_hba.conf"), "local all all trust\n", ct);
        await File.WriteAllTextAsync(Path.Combine(data, "pg_ident.conf"), "", ct);
        await _account.OwnAsync(_folder, ct);
        await _account.OwnAsync(_socket, ct);
        await _account.DemandReachAsync(data, ct);
    }

    private string Configuration(int major) =>
        $"""
        listen_addresses = ''
        unix_socket_directories = '{_socket}'
        unix_socket_permissions = 0700
        port = 5432
        shared_buffers = '64MB'
        max_connections = 20
        max_prepared_transactions = 100
        max_wal_senders = 0
        max_logical_replication_workers = 0
        autovacuum = off
        fsync = off
        jit = off
        huge_pages = off
        logging_collector = off
        log_destination = 'stderr'
        log_line_prefix = ''
        lc_messages = 'C'
        {(major >= 17 ? "event_triggers = off" : "")}

        """;
}
