namespace OpsBridge.Shell;

/// <summary>Adds results to the search box of the top bar. Register one per capability, scoped.</summary>
public interface ISearchSource
{
    /// <summary>Finds what matches the text, best first. Must show nothing that the account may not see.</summary>
    /// <param name="text">At least two characters, trimmed.</param>
    /// <param name="take">Greatest number of results.</param>
    /// <param name="cancellationToken">Cancelled when the operator types on.</param>
    Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int take, CancellationToken cancellationToken);
}

/// <summary>One result of the search box.</summary>
/// <param name="Kind">asset, alert, check, page.</param>
/// <param name="Text">Name.</param>
/// <param name="Href">Address.</param>
/// <param name="Detail">Quiet words beside the name, such as the site.</param>
/// <param name="Status">State as for StatusMark, when it has one.</param>
public sealed record SearchHit(string Kind, string Text, string Href, string? Detail = null, string? Status = null);
