using OpsBridge.Architecture.Reading;

namespace OpsBridge.Architecture;

/// <summary>What a page or component must be.</summary>
internal static class WebRules
{
    private const string Authorize = "Microsoft.AspNetCore.Authorization.AuthorizeAttribute";
    private const string Anonymous = "Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute";
    private const string Route = "Microsoft.AspNetCore.Components.RouteAttribute";

    /// <summary>Every page names a policy; the few that are open to all stand in exemptions.txt.</summary>
    public static IEnumerable<Violation> Guarded(IReadOnlyCollection<TypeModel> types) =>
        from type in types
        where type.Has(Route)
        let chain = Chain(types, type).ToList()
        where chain.Exists(t => t.Has(Anonymous)) || !chain.Exists(t => t.Has(Authorize))
        select new Violation(type.Name, "is a page without [Authorize(Policy = ...)]");

    /// <summary>A component that listens and does not stop listening leaks with every visit.</summary>
    public static IEnumerable<Violation> StopsListening(IReadOnlyCollection<TypeModel> types) =>
        from type in types
        let chain = Chain(types, type).ToList()
        where chain[^1].BaseType?.Name.StartsWith("Microsoft.AspNetCore.Components.", StringComparison.Ordinal) == true
            && types.Any(t => t.Outermost == type.Outermost && t.Mentions.Contains("OpsBridge.Live.LiveFeed"))
            && !chain.Exists(t => t.Name == "OpsBridge.Live.LiveComponent"
                || t.Interfaces.Any(i => i.Name is "System.IDisposable" or "System.IAsyncDisposable"))
        select new Violation(type.Name, "uses LiveFeed; derive from LiveComponent or dispose the subscription");

    /// <summary>Page routes as the approved file lists them: template, then policy.</summary>
    public static IEnumerable<string> PageRoutes(IReadOnlyCollection<TypeModel> types) =>
        from type in types
        from route in type.Attributes
        where route.Type == Route
        let chain = Chain(types, type).ToList()
        let policy = chain.SelectMany(t => t.Attributes).FirstOrDefault(a => a.Type == Authorize)
        select $"PAGE {route.Arguments[0]} {(policy is null || chain.Exists(t => t.Has(Anonymous)) ? "anonymous" : Describe(policy))}";

    /// <summary>Endpoints are mapped in a method <c>Map…(this IEndpointRouteBuilder)</c>, which <see cref="EndpointCatalog"/> calls.</summary>
    public static IEnumerable<Violation> MappedWhereSeen(IEnumerable<TypeModel> types) =>
        from type in types
        from method in type.Methods
        where !(method.IsStatic && method.Name.StartsWith("Map", StringComparison.Ordinal)
            && method.Parameters is [{ Name: "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder" }])
        from call in method.Body
        where call.Kind == InstructionKind.Call
            && call.Type is "Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions" or "Microsoft.AspNetCore.Builder.OpenApiEndpointRouteBuilderExtensions"
            && call.Text.StartsWith("Map", StringComparison.Ordinal)
        select new Violation(type.Outermost, $"calls {call.Text}; map it in a method Map…(this IEndpointRouteBuilder)");

    private static string Describe(AttributeModel authorize) =>
        authorize.Arguments.FirstOrDefault(a => a.StartsWith("Policy=", StringComparison.Ordinal))?[7..]
        ?? (authorize.Arguments is [{ } policy, ..] ? policy : "signed-in");

    private static IEnumerable<TypeModel> Chain(IReadOnlyCollection<TypeModel> types, TypeModel type)
    {
        for (var current = type; current is not null; current = types.FirstOrDefault(t => t.Name == current.BaseType?.Name))
        {
            yield return current;
        }
    }
}
