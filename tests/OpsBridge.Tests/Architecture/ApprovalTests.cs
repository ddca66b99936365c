using OpsBridge.Hosting;
using OpsBridge.Identity;
using Planted.Pages;
using Xunit;

namespace OpsBridge.Architecture;

public sealed class ApprovalTests
{
    [Fact]
    public void Permissions_are_as_approved() => Approval.Check("permissions", PermissionLines());

    [Fact]
    public void Every_permission_constant_is_listed_in_All() =>
        Assert.Equal(PermissionConstants().Order(StringComparer.Ordinal), Permissions.All.Order(StringComparer.Ordinal));

    [Fact]
    public void Routes_are_as_approved() => Approval.Check(
        "routes",
        [.. WebRules.PageRoutes(Codebase.Web), .. EndpointCatalog.Describe(EndpointCatalog.Of(typeof(OpsBridgeHost).Assembly.GetTypes()))]);

    [Fact]
    public void Settings_keys_are_as_approved() => Approval.Check("settings", SettingsKeys.Find(Codebase.Shipped));

    [Fact]
    public void A_line_too_many_and_a_line_too_few_are_seen() => Assert.Equal(["+ c", "- a"], Approval.Compare(["a", "b"], ["b", "c"]));

    [Fact]
    public void Page_routes_are_listed_with_their_policies() => Assert.Equal(
        ["PAGE /planted/guarded/{Id:long} alerts.view", "PAGE /planted/naked anonymous", "PAGE /planted/open anonymous"],
        WebRules.PageRoutes(Codebase.Planted("Pages")).Order(StringComparer.Ordinal));

    [Fact]
    public void Endpoints_are_listed_with_their_policies() => Assert.Equal(
        ["GET /planted/open anonymous", "POST /planted/guarded/{id:long} assets.edit"],
        EndpointCatalog.Describe(EndpointCatalog.Of([typeof(PlantedEndpoints)])).Order(StringComparer.Ordinal));

    [Fact]
    public void Options_variables_and_keys_are_found() => Assert.Equal(
        ["--planted", "OPSBRIDGE_PLANTED", "PLANTED_VARIABLE", "Planted:Key", "Things:KeepDays"],
        SettingsKeys.Find(Codebase.Planted("Code")).Distinct().Order(StringComparer.Ordinal));

    private static IEnumerable<string> PermissionConstants() =>
        Codebase.Application.Single(t => t.Name == "OpsBridge.Identity.Permissions").Fields.Select(f => f.Constant).OfType<string>();

    private static IEnumerable<string> PermissionLines() => PermissionConstants()
        .Select(p => $"{p}: {string.Join(", ", Enum.GetValues<Role>().Where(r => RolePermissions.Of(r).Contains(p)))}".TrimEnd());
}
