using Xunit;

namespace OpsBridge.Support;

/// <summary>The journeys that share one <see cref="DemoConsole"/>.</summary>
[CollectionDefinition(nameof(DemoJourneys))]
public sealed class DemoJourneys : ICollectionFixture<DemoConsole>;
