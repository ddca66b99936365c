using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using OpsBridge.Alerts.Views;
using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <content>What it shows stands in the address; without one the view of the shift is shown.</content>
public sealed partial class AlertTriage
{
    private readonly List<TriageQuery> _own = []; // addresses asked for here; the browser's late echo of one must not bring it back
    private string _path = "";
    private bool _hasDefault;

    /// <summary>Shows the view that is the default of the shift when the address asks for nothing.</summary>
    [Parameter] public bool StartsWithDefault { get; set; }

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private async Task FindAddressAsync(Actor actor)
    {
        var at = new Uri(Navigation.Uri);
        (_path, _query) = (at.AbsolutePath, TriageQuery.Parse(at.Query));
        Navigation.LocationChanged += FollowAddress;
        if (!StartsWithDefault)
        {
            return;
        }

        try
        {
            var shared = (await Around.Views.ReadAsync(actor, Gone)).FirstOrDefault(v => v.Scope == SavedViewScope.ShiftDefault);
            _hasDefault = shared is not null;
            if (shared is not null && at.Query.Length < 2)
            {
                _query = TriageQuery.Parse(shared.Query);
                _own.Add(_query);
                Navigation.NavigateTo(AddressOf(_query), replace: true);
            }
        }
        catch (Exception exception) when (exception is Npgsql.NpgsqlException or TimeoutException or InvalidOperationException { InnerException: Npgsql.NpgsqlException })
        {
            // Without the database the plain list says what is wrong.
        }
    }

    // Where a default exists, the plain list needs an address of its own.
    private string AddressOf(TriageQuery query) => query.ToQuery() is { Length: > 0 } text ? $"{_path}{text}" : _hasDefault ? $"{_path}?view={TriageQuery.Unhandled}" : _path;

    private async Task SelectAsync(string? key) =>
        await GoAsync(_query with { Selected = long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null });

    private Task OpenViewAsync(string query) => GoAsync(TriageQuery.Parse(query));

    private async Task GoAsync(TriageQuery query)
    {
        if (query == _query)
        {
            return;
        }

        _own.Add(query);
        Navigation.NavigateTo(AddressOf(query), replace: true);
        await ShowAsync(query);
    }

    private async Task ShowAsync(TriageQuery query)
    {
        var other = query.Key != _query.Key;
        _query = query;
        if (other)
        {
            _ticked = s_noTicks;
            await RefreshNowAsync();
        }
        else if (_actor is { } actor)
        {
            await FindSelectedAsync(actor, again: false);
        }
    }

    private void FollowAddress(object? sender, LocationChangedEventArgs change)
    {
        var at = new Uri(change.Location);
        if (at.AbsolutePath == _path && TriageQuery.Parse(at.Query) is var query && !_own.Remove(query) && query != _query)
        {
            _ = InvokeAsync(async () =>
            {
                await ShowAsync(query);
                StateHasChanged();
            });
        }
    }
}
