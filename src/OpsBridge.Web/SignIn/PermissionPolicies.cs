using Microsoft.AspNetCore.Authorization;
using OpsBridge.Identity;

namespace OpsBridge.SignIn;

/// <summary>A policy for every permission, under the same name.</summary>
internal sealed class PermissionRequirement(string permission) : AuthorizationHandler<PermissionRequirement>, IAuthorizationRequirement
{
    /// <summary>One policy per permission; whatever names no policy needs at least a sign-in.</summary>
    public static void AddPolicies(AuthorizationOptions options)
    {
        options.FallbackPolicy = options.DefaultPolicy;
        foreach (var permission in Permissions.All)
        {
            options.AddPolicy(permission, policy => policy.RequireAuthenticatedUser().AddRequirements(new PermissionRequirement(permission)));
        }
    }

    /// <inheritdoc />
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (ActorClaims.Read(context.User).May(permission))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
