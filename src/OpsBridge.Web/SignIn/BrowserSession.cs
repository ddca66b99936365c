using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;

namespace OpsBridge.SignIn;

/// <summary>Gives a browser the cookie of a session that has begun; only while a plain request is served, not in a circuit.</summary>
public sealed class BrowserSession(NavigationManager navigation)
{
    /// <summary>Signs the browser in and sends it on.</summary>
    public async Task BeginAsync(HttpContext context, SessionAccount session, string? returnAddress)
    {
        await context.SignInAsync(Schemes.Session, SessionPrincipal.Of(session));
        navigation.NavigateTo(LocalAddress.OrBridge(returnAddress));
    }
}
