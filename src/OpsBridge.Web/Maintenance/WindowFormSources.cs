using OpsBridge.Alerts;
using OpsBridge.Assets;

namespace OpsBridge.Maintenance;

/// <summary>Where the form of a window reads from.</summary>
public sealed record WindowFormSources(IWindowList Windows, IWindowTimes Times, ISiteList Sites, IAlertBoard Board);
