namespace Chantal.Repositories;

/// <summary>Says of each of some versions which of the others need it, by their places.</summary>
/// <typeparam name="T">What a format calls a version.</typeparam>
internal sealed class NeededBy<T>
    where T : notnull
{
    private readonly Dictionary<T, int> _places = [];
    private readonly Dictionary<T, List<int>> _by = [];

    /// <param name="all">The versions, in their order.</param>
    /// <param name="needs">Which is needed by which.</param>
    public NeededBy(IEnumerable<T> all, IEnumerable<(T Version, T By)> needs)
    {
        foreach (var version in all)
        {
            _places.TryAdd(version, _places.Count);
        }

        foreach (var (version, by) in needs)
        {
            if (_places.TryGetValue(by, out var place))
            {
                (_by.TryGetValue(version, out var places) ? places : _by[version] = []).Add(place);
            }
        }
    }

    /// <summary>The places of what needs a version, in ascending order.</summary>
    public IReadOnlyList<int> this[T version] => _by.TryGetValue(version, out var places) ? [.. places.Order()] : [];
}
