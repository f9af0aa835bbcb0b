using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;

namespace Chantal.Rpm.Solving;

/// <summary>
/// Which packages a machine sees on which no module was enabled: of modules, what belongs to the newest builds of default streams; of all other packages, those that such a build does
/// not have under the same name. It is what dnf takes there; other streams need a decision that only an administrator makes.
/// </summary>
internal sealed class VisibleModules
{
    private const string Defaults = "modulemd-defaults";

    private readonly HashSet<Nevra> _modular;
    private readonly HashSet<Nevra> _active;
    private readonly HashSet<string> _hidden;

    /// <param name="documents">The documents of all repositories that the machine uses.</param>
    public VisibleModules(IEnumerable<ModuleDocument> documents)
    {
        var all = documents.ToList();
        var defaults = all.Where(d => d.Kind == Defaults && d.Stream.Length > 0).Select(d => (d.Module, d.Stream)).ToHashSet();
        var builds = all.Where(d => d.IsBuild).ToList();
        _modular = [.. builds.SelectMany(b => b.Artifacts)];
        _active =
        [
            .. builds.Where(b => defaults.Contains((b.Module, b.Stream))).GroupBy(b => (b.Module, b.Stream, b.Architecture))
                .SelectMany(g => g.Where(b => b.Version == g.Max(o => o.Version))).SelectMany(b => b.Artifacts),
        ];
        _hidden = _active.Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether the machine sees a package.</summary>
    public bool Shows(PrimaryPackage package)
    {
        var nevra = Nevra.Of(package);
        return _modular.Contains(nevra) ? _active.Contains(nevra) : !_hidden.Contains(package.Name);
    }
}
