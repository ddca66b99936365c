namespace OpsBridge.Assets;

/// <summary>A place where assets stand: a data centre, a recovery site, a store.</summary>
public sealed class Site
{
    private Site()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>Unique, 1 to 100 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What kind of place.</summary>
    public SiteKind Kind { get; private set; }

    /// <summary>IANA zone of the place, for example <c>Europe/Zurich</c>.</summary>
    public string TimeZone { get; private set; } = "UTC";

    /// <summary>Free text for the watch: access, contacts.</summary>
    public string? Notes { get; private set; }

    /// <summary>Row version (PostgreSQL xmin); the ETag of the API.</summary>
    public uint Version { get; private set; }

    /// <summary>A new site from valid values (see <see cref="SiteDetails.Validate"/>).</summary>
    public static Site Create(SiteDetails details)
    {
        var site = new Site { Id = Guid.CreateVersion7() };
        site.Change(details);
        return site;
    }

    /// <summary>Takes over valid values.</summary>
    public void Change(SiteDetails details)
    {
        Name = details.Name.Trim();
        Kind = details.Kind;
        TimeZone = details.TimeZone;
        Notes = string.IsNullOrWhiteSpace(details.Notes) ? null : details.Notes.Trim();
    }
}

/// <summary>What kind of place a site is.</summary>
public enum SiteKind
{
    /// <summary>A data centre or computer room.</summary>
    DataCentre,

    /// <summary>A place that takes over when another fails.</summary>
    RecoverySite,

    /// <summary>A shop, branch or plant.</summary>
    Branch,

    /// <summary>A cloud region.</summary>
    Cloud,
}

/// <summary>What an admin says about a site.</summary>
public sealed record SiteDetails(string Name, SiteKind Kind, string TimeZone, string? Notes)
{
    /// <summary>Plain-word errors by field; empty when the values are good.</summary>
    public IReadOnlyDictionary<string, string> Validate()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(Name) || Name.Trim().Length > 100)
        {
            errors[nameof(Name)] = "Give a name of 1 to 100 characters.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) || !zone.HasIanaId)
        {
            errors[nameof(TimeZone)] = "Give an IANA time zone such as Europe/Zurich.";
        }

        if (Notes?.Length > 4000)
        {
            errors[nameof(Notes)] = "Keep the notes below 4000 characters.";
        }

        return errors;
    }
}
