using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace OpsBridge.Hosting;

/// <summary>
/// The browser half of Blazor Server. .NET 10 moved it into a package that not every registry serves, so it is taken from
/// the framework's own runtime package of .NET 9, where it lies inside an assembly (ADR 0013). Read once, served with an
/// entity tag that changes with its content.
/// </summary>
public static class BlazorScript
{
    /// <summary>Where pages load it from.</summary>
    public const string Path = "/_framework/blazor.web.js";

    private const string Resource = "_framework/blazor.web.js";

    /// <summary>Maps the script; anonymous, because the sign-in page loads it too.</summary>
    public static IEndpointRouteBuilder MapBlazorScript(this IEndpointRouteBuilder routes)
    {
        var script = Read(System.IO.Path.Combine(AppContext.BaseDirectory, "browser", "Microsoft.AspNetCore.Components.Endpoints.dll"));
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(script).AsSpan(0, 8))}\"");
        routes.MapGet(Path, (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-cache"; // asked again each time, answered by 304
            return TypedResults.Bytes(script, "text/javascript", entityTag: tag);
        }).AllowAnonymous().ExcludeFromDescription();
        return routes;
    }

    /// <summary>The script's bytes out of the assembly (ECMA-335 II.24.2.4, manifest resources).</summary>
    /// <exception cref="StartupException">The file is missing or holds no such resource: the build is not complete.</exception>
    internal static byte[] Read(string assembly)
    {
        if (!File.Exists(assembly))
        {
            throw new StartupException($"{assembly} is missing. Build again: dotnet build src/OpsBridge.Web");
        }

        using var file = File.OpenRead(assembly);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.ManifestResources)
        {
            var resource = metadata.GetManifestResource(handle);
            if (metadata.StringComparer.Equals(resource.Name, Resource))
            {
                var reader = image.GetSectionData(image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress).GetReader((int)resource.Offset, sizeof(int));
                var length = reader.ReadInt32();
                return image.GetSectionData(image.PEHeaders.CorHeader.ResourcesDirectory.RelativeVirtualAddress)
                    .GetReader((int)resource.Offset + sizeof(int), length).ReadBytes(length);
            }
        }

        throw new StartupException($"{assembly} does not hold {Resource}.");
    }
}
