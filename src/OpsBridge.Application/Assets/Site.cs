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
        var clean = details.Normalized();
        Name = clean.Name;
        Kind = clean.Kind;
        TimeZone = clean.TimeZone;
        Notes = clean.Notes;
    }

    /// <summary>What an admin said about it, as it stands.</summary>
    public SiteDetails ToDetails() => new(Name, Kind, TimeZone, Notes);
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
    /// <summary>These values as they are stored: trimmed, blanks as null.</summary>
    public SiteDetails Normalized() => this with { Name = Name.Trim(), Notes = PlainText.TrimToNull(Notes) };

    /// <summary>Plain-word errors by field; empty when the values are good.</summary>
    public IReadOnlyDictionary<string, string> Validate()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!PlainText.IsLine(Name, 1, 100))
        {
            errors[nameof(Name)] = "Give a name of 1 to 100 characters on one line.";
        }

        if (!Enum.IsDefined(Kind))
        {
            errors[nameof(Kind)] = "Choose data centre, recovery site, branch or cloud.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) || !zone.HasIanaId)
        {
            errors[nameof(TimeZone)] = "Give an IANA time zone such as Europe/Zurich.";
        }

        if (!PlainText.IsText(Notes, 4000))
        {
            errors[nameof(Notes)] = "Keep the notes to 4000 characters, without control characters.";
        }

        return errors;
    }
}
