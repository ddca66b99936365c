using Microsoft.Extensions.Logging;

namespace OpsBridge.Data.Private;

public sealed partial class PrivateCluster
{
    private static readonly TimeSpan s_askAgain = TimeSpan.FromMilliseconds(100);

    [LoggerMessage(Level = LogLevel.Information, Message = "Private PostgreSQL {Major} started: pid {Pid}, 127.0.0.1:{Port}, data in {Folder}")]
    private partial void LogStarted(int pid, int port, int major, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Private PostgreSQL adopted from a host that died: pid {Pid}, 127.0.0.1:{Port}")]
    private partial void LogAdopted(int pid, int port);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Private PostgreSQL (pid {Pid}) is gone; starting it again")]
    private partial void LogGone(int pid);

    [LoggerMessage(Level = LogLevel.Information, Message = "Private PostgreSQL stopped: pid {Pid}")]
    private partial void LogStopped(int pid);

    [LoggerMessage(Level = LogLevel.Error, Message = "Private PostgreSQL (pid {Pid}) does not stop; the next start will adopt it")]
    private partial void LogNotStopped(int pid);
}
