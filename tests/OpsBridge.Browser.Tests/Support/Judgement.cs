using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Support;

/// <summary>What axe finds on a page as it stands.</summary>
internal static class Judgement
{
    /// <summary>Serious and critical faults, one line each; the page shows the theme first.</summary>
    public static async Task<IEnumerable<string>> OfAsync(Visitor visitor, string theme, string path)
    {
        await Expect(visitor.Page.GetByRole(AriaRole.Document)).ToHaveAttributeAsync("data-theme", theme);
        return await OfAsync(visitor.Page, $"{theme} {path}");
    }

    /// <summary>The same for a document without themes.</summary>
    public static async Task<IEnumerable<string>> OfAsync(IPage page, string what) =>
        from violation in (await page.RunAxe()).Violations
        where violation.Impact is "serious" or "critical"
        from node in violation.Nodes
        select $"{what}: {violation.Impact} {violation.Id} ({violation.Help}): {node.Html}";
}
