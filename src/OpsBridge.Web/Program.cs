using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Hosting;

try
{
    if (args is [ProveHandovers.Command, .. var rest])
    {
        return await ProveHandovers.RunAsync(HostSettings.Parse(rest), Console.Out, CancellationToken.None);
    }

    await using var host = await OpsBridgeHost.StartAsync(HostSettings.Parse(args), adjust: null, CancellationToken.None);
    await host.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (exception is StartupException or SchemaTooNewException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
