using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OpsBridge.Simulator;

/// <summary>The control page's three files, from the assembly, and the runbooks that GlobalMart's alerts name.</summary>
internal static class ControlFiles
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/", "control.html", "text/html; charset=utf-8");
        Map(routes, "/control.js", "control.js", "text/javascript; charset=utf-8");
        Map(routes, "/control.css", "control.css", "text/css; charset=utf-8");
        routes.MapGet("/runbooks/{name}", (string name) => Runbooks.Find(name) is { } text ? Results.Text(text) : Results.NotFound());
    }

    private static void Map(IEndpointRouteBuilder routes, string route, string file, string contentType)
    {
        using var stream = typeof(ControlFiles).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The assembly lacks its file {file}.");
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        routes.MapGet(route, () => Results.Text(text, contentType));
    }
}
