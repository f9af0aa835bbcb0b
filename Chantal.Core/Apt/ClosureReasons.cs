using System.Text;
using Chantal.Apt.Control;
using Chantal.Apt.Packages;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Apt;

/// <summary>Why packages are taken, or are not, where dependencies were followed.</summary>
internal static class ClosureReasons
{
    /// <summary>What became of each row of a table.</summary>
    /// <param name="table">The packages of all indices.</param>
    /// <param name="closure">What was followed.</param>
    /// <param name="taken">The rows that are taken.</param>
    /// <param name="named">What the definition names.</param>
    /// <param name="excluded">What it leaves out.</param>
    public static IEnumerable<SelectedVersion> Of(PackageTable table, DependencyClosure closure, IReadOnlyList<int> taken, NamePatterns named, PackagePatterns excluded)
    {
        var isTaken = taken.ToHashSet();
        var neededBy = new NeededBy<int>(Enumerable.Range(0, table.Count), closure.Needs);
        for (var row = 0; row < table.Count; row++)
        {
            var package = new PackageIdentity(Text(row, PackageFields.Package), Text(row, PackageFields.Version), Text(row, PackageFields.Architecture));
            var pattern = named.Matching(package.Name);
            _ = FileLine.TryParseSize(table.Field(row, PackageFields.Size), out var size);
            var cause = isTaken.Contains(row) ? pattern is not null ? SelectionCause.Named : closure.Essential.Contains(row) ? SelectionCause.Essential : SelectionCause.Needed
                : excluded.IsMatch(package.Name, package.Version, package.Architecture) ? SelectionCause.Excluded
                : SelectionCause.Unnamed;
            yield return new SelectedVersion(package, size, cause) { Detail = cause == SelectionCause.Named ? pattern : null, NeededBy = neededBy[row] };
        }

        string Text(int row, int field) => Encoding.UTF8.GetString(table.Field(row, field));
    }
}
