using Microsoft.AspNetCore.Diagnostics;

namespace OpsBridge.SignIn;

/// <summary>Only somebody who opens a page is shown the not-found page; programs, forms and circuits get the plain status code.</summary>
public sealed class PlainAnswers(RequestDelegate next)
{
    /// <summary>Switches the status code page off where no person navigates.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var navigates = HttpMethods.IsGet(context.Request.Method) && !Schemes.IsApi(context.Request)
            && !context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);
        if (!navigates && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        return next(context);
    }
}
