using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OpsBridge.Support;

/// <summary>A program with one metric, for Prometheus to read; the test turns it up and down.</summary>
internal sealed class MetricTarget : IAsyncDisposable
{
    private readonly WebApplication _app;
    private double _value;

    private MetricTarget(string metric)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseRouting();
        _app.MapGet("/metrics", () => TypedResults.Text(string.Create(CultureInfo.InvariantCulture, $"# TYPE {metric} gauge\n{metric} {Value}\n"), "text/plain; version=0.0.4"));
    }

    /// <summary>What it shows.</summary>
    public double Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }

    /// <summary>Host and port, as a Prometheus target is written.</summary>
    public string Target => new Uri(_app.Urls.Single()).Authority;

    /// <summary>Starts it.</summary>
    public static async Task<MetricTarget> StartAsync(string metric, double value, CancellationToken ct)
    {
        var target = new MetricTarget(metric) { Value = value };
        await target._app.StartAsync(ct);
        return target;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
