using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using OpsBridge.Shell;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddShell(o => o.Demo = true);
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(o => o.LoginPath = "/sign-in");
builder.Services.AddAuthorization(o =>
{
    foreach (var policy in NavCatalog.Items.Select(i => i.Policy).Distinct())
    {
        o.AddPolicy(policy, p => p.RequireAuthenticatedUser());
    }
});

var app = builder.Build();
app.UseExceptionHandler("/error", createScopeForErrors: true);
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.UseAuthentication();
app.Use((context, next) =>
{
    context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "operator1"), new Claim(ClaimTypes.Role, "Operator")], "dev"));
    return next(context);
});
app.UseAuthorization();
app.UseAntiforgery();
app.MapShell();
await app.RunAsync();
