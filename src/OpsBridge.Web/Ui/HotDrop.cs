namespace OpsBridge.Ui;

/// <summary>Rows of a list that were dragged onto another row.</summary>
/// <param name="Keys">Keys of the dragged items, at least one.</param>
/// <param name="Onto">Key of the item they were dropped on.</param>
public sealed record HotDrop(IReadOnlyList<string> Keys, string Onto);
