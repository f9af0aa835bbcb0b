using Chantal.Plans;

namespace Chantal.Store.Publishing;

/// <summary>Walks the paths that should be and those that are side by side; both ascend.</summary>
internal static class TreeComparison
{
    public static IEnumerable<(string Path, bool IsWanted, bool IsThere)> Of(IEnumerable<string> wanted, IEnumerable<string> there)
    {
        using var left = wanted.GetEnumerator();
        using var right = there.GetEnumerator();
        var haveLeft = left.MoveNext();
        var haveRight = right.MoveNext();
        while (haveLeft || haveRight)
        {
            var order = !haveLeft ? 1 : !haveRight ? -1 : ArtifactPath.Compare(left.Current, right.Current);
            yield return (order <= 0 ? left.Current : right.Current, order <= 0, order >= 0);
            haveLeft = order <= 0 ? left.MoveNext() : haveLeft;
            haveRight = order >= 0 ? right.MoveNext() : haveRight;
        }
    }
}
