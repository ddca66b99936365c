using Microsoft.AspNetCore.Components.Endpoints;
using OpsBridge.Identity;

namespace OpsBridge.SignIn;

/// <summary>While nobody has claimed the instance, every page leads to the one that explains how.</summary>
public sealed class ClaimGate(RequestDelegate next, ClaimInstance instance)
{
    /// <summary>Where an instance is claimed.</summary>
    public const string Page = "/claim";

    /// <summary>Passes the request on, or sends it to the claim page.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var isPage = context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
        if (isPage && context.Request.Path != Page && !await instance.IsClaimedAsync(context.RequestAborted))
        {
            context.Response.Redirect(Page);
            return;
        }

        await next(context);
    }
}
