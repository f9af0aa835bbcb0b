using Chantal.Rpm.Packages;

namespace Chantal.Rpm.Solving;

/// <summary>A set of packages as rpm would have it installed, judged by its relations alone.</summary>
internal sealed class InstalledRpms
{
    private readonly List<PrimaryPackage> _packages;
    private readonly HashSet<string> _files;
    private readonly Capabilities _capabilities = new();

    /// <param name="packages">The packages.</param>
    /// <param name="files">Files of theirs that primary does not list.</param>
    public InstalledRpms(IEnumerable<PrimaryPackage> packages, IEnumerable<string> files)
    {
        (_packages, _files) = ([.. packages], files.ToHashSet(StringComparer.Ordinal));
        for (var package = 0; package < _packages.Count; package++)
        {
            _capabilities.Add(package, _packages[package]);
        }
    }

    /// <summary>Whether all that they ask is there, and nothing that they exclude.</summary>
    public bool KeepAll(CancellationToken cancellation)
    {
        for (var package = 0; package < _packages.Count; package++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (self, of) = (package, _packages[package]);
            if (!of.Requires.All(IsMet) || of.Conflicts.Any(r => IsHit(r, self)) || of.Obsoletes.Any(r => _capabilities.Called(r).Any(o => o != self)) || !IsAlone(self))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsMet(RpmRelation relation) =>
        relation.Name.StartsWith("rpmlib(", StringComparison.Ordinal) || _files.Contains(relation.Name)
        || (RichDependency.IsRich(relation.Name) && RichDependency.TryParse(relation.Name) is { } rich ? Holds(rich) : _capabilities.Providing(relation).Any());

    private bool IsHit(RpmRelation relation, int self) => RichDependency.IsRich(relation.Name) && RichDependency.TryParse(relation.Name) is { } rich
        ? Holds(rich, self)
        : _capabilities.Providing(relation).Any(o => o != self);

    // A package does not conflict with itself.
    private bool Holds(RichDependency dependency, int except = -1) => dependency switch
    {
        RichDependency.Joined { Operator: RichOperator.And } and => Holds(and.Left, except) && Holds(and.Right, except),
        RichDependency.Joined { Operator: RichOperator.Or } or => Holds(or.Left, except) || Holds(or.Right, except),
        RichDependency.Joined { Operator: RichOperator.If } condition => Holds(condition.Right, except) ? Holds(condition.Left, except) : condition.Else is null || Holds(condition.Else, except),
        RichDependency.Joined { Operator: RichOperator.Unless } condition => Holds(condition.Right, except) ? condition.Else is not null && Holds(condition.Else, except) : Holds(condition.Left, except),
        _ => _capabilities.Matching(dependency).Any(p => p != except),
    };

    private bool IsAlone(int package)
    {
        var self = _packages[package];
        return RpmMachine.IsInstallOnly(self.Name, self.Provides.Select(p => p.Name))
            || !_capabilities.Called(new RpmRelation(self.Name)).Any(o => o != package && RpmMachine.TakePlace(_packages[o].Architecture, self.Architecture)
                && !RpmMachine.IsInstallOnly(self.Name, _packages[o].Provides.Select(p => p.Name)));
    }
}
