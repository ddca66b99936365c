using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace OpsBridge.Assets;

/// <summary>A filter as it stands in an address.</summary>
internal readonly record struct AssetQuery
{
    /// <summary>Words to search for.</summary>
    [FromQuery(Name = "q")]
    public string? Text { get; init; }

    /// <summary>Key of a site.</summary>
    [FromQuery(Name = "site")]
    public string? Site { get; init; }

    /// <summary>A kind.</summary>
    [FromQuery(Name = "kind")]
    public string? Kind { get; init; }

    /// <summary>low, medium, high or critical.</summary>
    [FromQuery(Name = "criticality")]
    public string? Criticality { get; init; }

    /// <summary>watched, retired or all.</summary>
    [FromQuery(Name = "scope")]
    public string? Scope { get; init; }

    /// <summary>Reads it as a filter.</summary>
    public bool TryRead(out AssetFilter filter, [NotNullWhen(false)] out ValidationProblem? problem)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Guid? site = null;
        if (!string.IsNullOrEmpty(Site))
        {
            site = Guid.TryParse(Site, out var id) ? id : null;
            Check(errors, "site", site is not null, "Give the key of a site.");
        }

        var criticality = AssetAnswers.Word<Criticality>(Criticality);
        Check(errors, "criticality", string.IsNullOrEmpty(Criticality) || criticality is not null, "Choose low, medium, high or critical.");
        var scope = AssetAnswers.Word<AssetScope>(Scope);
        Check(errors, "scope", string.IsNullOrEmpty(Scope) || scope is not null, "Choose watched, retired or all.");
        filter = new AssetFilter { Text = Text, SiteId = site, Kind = Kind, Criticality = criticality, Scope = scope ?? AssetScope.Watched };
        problem = errors.Count == 0 ? null : AssetAnswers.Invalid(errors);
        return problem is null;
    }

    private static void Check(Dictionary<string, string> errors, string field, bool good, string reason)
    {
        if (!good)
        {
            errors[field] = reason;
        }
    }
}
