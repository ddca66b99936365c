using OpsBridge.Alerts.Intake;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Running;
using OpsBridge.Support;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace OpsBridge.Support;

/// <summary>Begins with the classes that take minutes, so that nothing is left to run beside them at the end but themselves.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] s_long = [typeof(KillLoopTests), typeof(KillTests), typeof(FreezeTests)];

    /// <inheritdoc />
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(c => Array.Exists(s_long, t => c.TestCollectionDisplayName.Contains(t.FullName!, StringComparison.Ordinal)))];
}
