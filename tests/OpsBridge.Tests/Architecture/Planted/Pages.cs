using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace Planted.Pages;

[Route("/planted/naked")]
public sealed class NakedPage : ComponentBase;

[Route("/planted/open"), Authorize(Policy = Permissions.ViewAlerts), AllowAnonymous]
public sealed class ContradictoryPage : ComponentBase;

[Authorize(Policy = Permissions.ViewAlerts)]
public abstract class GuardedPage : ComponentBase;

[Route("/planted/guarded/{Id:long}")]
public sealed class InheritingPage : GuardedPage
{
    [Parameter] public long Id { get; set; }
}

public sealed class LeakyPanel : ComponentBase
{
    [Inject] public required LiveFeed Feed { get; init; }

    protected override void OnInitialized() => Feed.Subscribe("alerts");
}

public sealed class TidyPanel : ComponentBase, IDisposable
{
    private LiveSubscription? _subscription;

    [Inject] public required LiveFeed Feed { get; init; }

    public void Dispose() => _subscription?.Dispose();

    protected override void OnInitialized() => _subscription = Feed.Subscribe("alerts");
}

public sealed class DiggingPage(IDbContextFactory<OpsDbContext> contexts) : ComponentBase
{
    public async Task<bool> CanReadAsync()
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.Database.CanConnectAsync();
    }
}

internal static class PlantedEndpoints
{
    public static void MapPlanted(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/planted");
        group.MapGet("/open", () => TypedResults.Ok());
        group.MapPost("/guarded/{id:long}", (long id, LiveFeed feed) => TypedResults.Ok(feed.GetType().Name + id)).RequireAuthorization(Permissions.EditAssets);
    }
}

internal static class HiddenRoutes
{
    public static void Add(IEndpointRouteBuilder routes) => routes.MapDelete("/planted/hidden", () => TypedResults.NoContent());
}
