namespace OpsBridge.Assets;

/// <summary>Finds circles among "is reached through" relations.</summary>
internal static class Circles
{
    /// <summary>
    /// Every node that can reach itself, with the first of its edges that stays on the circle. Tarjan's strongly connected
    /// components with a stack of its own, because a chain of parents may be as long as a file.
    /// </summary>
    public static IReadOnlyDictionary<Guid, Guid> Find(IReadOnlyDictionary<Guid, IReadOnlyList<Guid>> edges)
    {
        var component = new Components(edges).Numbers;
        var circles = new Dictionary<Guid, Guid>();
        foreach (var (node, targets) in edges)
        {
            foreach (var target in targets)
            {
                if (component.TryGetValue(target, out var number) && number == component[node])
                {
                    circles.TryAdd(node, target);
                }
            }
        }

        return circles;
    }

    private sealed class Components
    {
        private readonly IReadOnlyDictionary<Guid, IReadOnlyList<Guid>> _edges;
        private readonly Dictionary<Guid, (int Index, int Low)> _seen = [];
        private readonly Stack<Guid> _open = new();
        private readonly Stack<(Guid Node, int Edge)> _path = new();

        public Components(IReadOnlyDictionary<Guid, IReadOnlyList<Guid>> edges)
        {
            _edges = edges;
            foreach (var node in edges.Keys.Where(n => !_seen.ContainsKey(n)))
            {
                Visit(node);
            }
        }

        public Dictionary<Guid, int> Numbers { get; } = [];

        private void Visit(Guid root)
        {
            Enter(root);
            while (_path.TryPop(out var step))
            {
                var targets = _edges[step.Node];
                if (step.Edge == targets.Count)
                {
                    Leave(step.Node);
                    continue;
                }

                _path.Push((step.Node, step.Edge + 1));
                var target = targets[step.Edge];
                if (!_edges.ContainsKey(target) || Numbers.ContainsKey(target))
                {
                    continue;
                }

                if (_seen.TryGetValue(target, out var seen))
                {
                    Lower(step.Node, seen.Index);
                }
                else
                {
                    Enter(target);
                }
            }
        }

        private void Enter(Guid node)
        {
            _seen[node] = (_seen.Count, _seen.Count);
            _open.Push(node);
            _path.Push((node, 0));
        }

        private void Leave(Guid node)
        {
            var (index, low) = _seen[node];
            if (_path.TryPeek(out var parent))
            {
                Lower(parent.Node, low);
            }

            if (low != index)
            {
                return;
            }

            Guid member;
            do
            {
                member = _open.Pop();
                Numbers[member] = index;
            }
            while (member != node);
        }

        private void Lower(Guid node, int low)
        {
            var (index, own) = _seen[node];
            _seen[node] = (index, Math.Min(own, low));
        }
    }
}
