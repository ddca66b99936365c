using OpsBridge.Hosting;

var settings = HostSettings.Parse(args);
await using var host = await OpsBridgeHost.StartAsync(settings, CancellationToken.None);
await host.WaitForShutdownAsync();
return 0;
