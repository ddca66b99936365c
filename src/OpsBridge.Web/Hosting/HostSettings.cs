namespace OpsBridge.Hosting;

/// <summary>What the command line and the environment say about this process.</summary>
public sealed record HostSettings
{
    /// <summary>Host the GlobalMart simulator and load its estate; loopback only.</summary>
    public bool Demo { get; init; }

    /// <summary>Folder of the private PostgreSQL cluster, logs and other local files.</summary>
    public string DataFolder { get; init; } = ".opsbridge";

    /// <summary>An external PostgreSQL; null for the private cluster.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    public string Urls { get; init; } = "http://localhost:5080";

    /// <summary>Port of the simulator's control page (demo only); 0 lets the system choose.</summary>
    public int SimulatorPort { get; init; } = 5090;

    /// <summary>The remaining arguments, for the configuration system.</summary>
    public IReadOnlyList<string> Rest { get; init; } = [];

    /// <summary>Reads arguments and environment (<c>ConnectionStrings__OpsBridge</c>, <c>ASPNETCORE_URLS</c>).</summary>
    /// <exception cref="StartupException">An option lacks its value.</exception>
    public static HostSettings Parse(IReadOnlyList<string> args)
    {
        var settings = new HostSettings
        {
            ConnectionString = NotEmpty(Environment.GetEnvironmentVariable("ConnectionStrings__OpsBridge")),
            Urls = NotEmpty(Environment.GetEnvironmentVariable("ASPNETCORE_URLS")) ?? "http://localhost:5080",
        };
        var rest = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            settings = args[i] switch
            {
                "--demo" => settings with { Demo = true },
                "--data" => settings with { DataFolder = Value(args, ref i) },
                "--urls" => settings with { Urls = Value(args, ref i) },
                "--simulator-port" => settings with { SimulatorPort = int.Parse(Value(args, ref i), System.Globalization.CultureInfo.InvariantCulture) },
                _ => Keep(settings, rest, args[i]),
            };
        }

        return settings with { Rest = rest };
    }

    private static HostSettings Keep(HostSettings settings, List<string> rest, string arg)
    {
        rest.Add(arg);
        return settings;
    }

    private static string Value(IReadOnlyList<string> args, ref int i) =>
        ++i < args.Count ? args[i] : throw new StartupException($"{args[i - 1]} needs a value.");

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>The process cannot start; the message is the one clear line that the person at the terminal sees.</summary>
public sealed class StartupException(string message) : Exception(message);
