using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OpsBridge.Architecture;

/// <summary>
/// Calls every <c>Map…(this IEndpointRouteBuilder)</c> and lists what they mapped, without
/// starting a host: handlers are built and never invoked, so no service behind them is needed.
/// </summary>
internal static class EndpointCatalog
{
    public static IReadOnlyList<RouteEndpoint> Of(IEnumerable<Type> types)
    {
        var builder = new Collector();
        foreach (var map in types
            .Where(t => t.IsAbstract && t.IsSealed)
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(m => !m.IsPrivate && m.Name.StartsWith("Map", StringComparison.Ordinal) && m.GetParameters() is [{ } first]
                && first.ParameterType.IsAssignableFrom(typeof(Collector))))
        {
            map.Invoke(null, [builder]);
        }

        return [.. builder.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()];
    }

    /// <summary>An endpoint asks for a policy; one that is open to all stands in exemptions.txt.</summary>
    public static IEnumerable<Violation> Guarded(IEnumerable<RouteEndpoint> endpoints) =>
        endpoints.Where(e => Policy(e) == "anonymous").Select(e => new Violation(Title(e), "has no policy"));

    public static IEnumerable<string> Describe(IEnumerable<RouteEndpoint> endpoints) => endpoints.Select(e => $"{Title(e)} {Policy(e)}");

    private static string Title(RouteEndpoint endpoint) =>
        $"{string.Join(',', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"])} {endpoint.RoutePattern.RawText}";

    private static string Policy(RouteEndpoint endpoint)
    {
        var asked = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        return endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || asked.Count == 0
            ? "anonymous"
            : string.Join('+', asked.Select(a => a.Policy ?? "signed-in").Distinct());
    }

    private sealed class Collector : IEndpointRouteBuilder, IServiceProvider, IServiceProviderIsService
    {
        private readonly ServiceProvider _services = new ServiceCollection()
            .AddLogging().AddRouting().AddAuthorization().AddAntiforgery().AddHttpContextAccessor().BuildServiceProvider();

        public IServiceProvider ServiceProvider => this;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(this);

        public object? GetService(Type serviceType) => serviceType == typeof(IServiceProviderIsService) ? this : _services.GetService(serviceType);

        // Whatever a handler asks for counts as a service: bodies are never read here.
        public bool IsService(Type serviceType) => true;
    }
}
