using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Hosting;

try
{
    await using var host = await OpsBridgeHost.StartAsync(HostSettings.Parse(args), adjust: null, CancellationToken.None);
    await host.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (exception is StartupException or SchemaTooNewException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
