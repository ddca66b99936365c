using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace OpsBridge.Operations;

/// <summary>Serilog as a logging provider: readable lines on the console, JSON in rolling files of the data folder (ADR 0006).</summary>
public static class Logging
{
    private const string ConsoleLine = "{Timestamp:HH:mm:ss} {Level:u3} {SourceContext:l}: {Message:lj}{NewLine}{Exception}";

    /// <summary>Replaces the default providers. Files are kept for 14 days, at most 50 MB each.</summary>
    public static void AddOpsLogging(this ILoggingBuilder logging, string dataFolder)
    {
        logging.ClearProviders();
        var logger = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Database.Command", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal) // Program says it in one line
            .Enrich.FromLogContext()
            .WriteTo.Console(outputTemplate: ConsoleLine, formatProvider: CultureInfo.InvariantCulture)
            .WriteTo.File(
                new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture),
                Path.Combine(dataFolder, "logs", "opsbridge-.json"),
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: 14,
                fileSizeLimitBytes: 50_000_000,
                rollOnFileSizeLimit: true)
            .CreateLogger();
        logging.AddSerilog(logger, dispose: true);
    }
}
