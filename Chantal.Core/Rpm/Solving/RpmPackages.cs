using System.Diagnostics.CodeAnalysis;
using Chantal.Diagnostics;
using Chantal.Installability;
using Chantal.Rpm.Packages;

namespace Chantal.Rpm.Solving;

/// <summary>The packages that a machine could install from some repositories, as rpm and libsolv judge them.</summary>
internal sealed class RpmPackages : IPackages
{
    private readonly IReadOnlyList<PrimaryPackage> _packages;
    private readonly IReadOnlyList<(int Package, string Path)> _files;
    private readonly Capabilities _capabilities = new();

    /// <summary>The relations of a package, in the order in which their numbers say where a rule comes from.</summary>
    private enum Kind
    {
        Requires,
        Conflicts,
        Obsoletes,
    }

    /// <param name="packages">The packages that the machine can run, with their relations.</param>
    /// <param name="files">Files that packages have although primary does not list them.</param>
    public RpmPackages(IReadOnlyList<PrimaryPackage> packages, IReadOnlyList<(int Package, string Path)> files)
    {
        (_packages, _files) = (packages, files);
        for (var package = 0; package < Count; package++)
        {
            _capabilities.Add(package, packages[package]);
        }

        foreach (var (package, path) in files)
        {
            _capabilities.AddFile(package, path);
        }

        Universe = new Universe(Build());
    }

    /// <summary>The files that packages need and that primary does not list of any.</summary>
    public static IReadOnlySet<string> AbsentFiles(IReadOnlyList<PrimaryPackage> packages)
    {
        var needed = packages.SelectMany(p => p.Requires).Select(r => r.Name).Where(n => n.StartsWith('/')).ToHashSet(StringComparer.Ordinal);
        needed.ExceptWith(packages.SelectMany(p => p.Files.Concat(p.Provides.Select(r => r.Name))));
        return needed;
    }

    /// <inheritdoc/>
    public Universe Universe { get; }

    /// <summary>How many packages there are.</summary>
    public int Count => _packages.Count;

    /// <summary>A package.</summary>
    public PrimaryPackage this[int package] => _packages[package];

    /// <inheritdoc/>
    public string NameOf(int package) => Printable.Escape(Nevra.Of(_packages[package]).ToString());

    /// <inheritdoc/>
    public string RelationOf(int package, int origin) => Printable.Escape(RpmDependencyClosure.Show(RelationsOf(package, (Kind)(origin & 3))[origin >> 2]));

    /// <inheritdoc/>
    public bool Keeps(IReadOnlyCollection<int> installed, CancellationToken cancellation)
    {
        var set = installed.ToHashSet();
        return new InstalledRpms(installed.Select(p => _packages[p]), _files.Where(f => set.Contains(f.Package)).Select(f => f.Path)).KeepAll(cancellation);
    }

    private IReadOnlyList<RpmRelation> RelationsOf(int package, Kind kind) => kind switch
    {
        Kind.Requires => _packages[package].Requires,
        Kind.Conflicts => _packages[package].Conflicts,
        _ => _packages[package].Obsoletes,
    };

    private UniverseBuilder Build()
    {
        var (builder, rich) = (new UniverseBuilder(), new RichRules(_capabilities));
        for (var package = 0; package < Count; package++)
        {
            _ = builder.AddPackage();
        }

        for (var package = 0; package < Count; package++)
        {
            Each(package, Kind.Requires, (relation, origin) => Require(builder, rich, package, relation, origin));
            Each(package, Kind.Conflicts, (relation, origin) => Exclude(builder, rich, package, relation, origin));
            Each(package, Kind.Obsoletes, (relation, origin) => Exclude(builder, package, _capabilities.Called(relation), origin));
        }

        foreach (var name in Enumerable.Range(0, Count).Where(p => !RpmMachine.IsInstallOnly(_packages[p].Name, _packages[p].Provides.Select(r => r.Name))).GroupBy(p => _packages[p].Name, StringComparer.Ordinal))
        {
            AddName(builder, [.. name]);
        }

        return builder;
    }

    private void Each(int package, Kind kind, Action<RpmRelation, int> add)
    {
        var relations = RelationsOf(package, kind);
        for (var i = 0; i < relations.Count; i++)
        {
            add(relations[i], (i << 2) | (int)kind);
        }
    }

    private void Require(UniverseBuilder builder, RichRules rich, int package, RpmRelation relation, int origin)
    {
        if (IsOfRpmItself(relation))
        {
            return;
        }

        if (TryReadRich(relation, out var dependency))
        {
            foreach (var rule in rich.Of(dependency, holds: true))
            {
                builder.AddRule(package, Ordered(rule, package, relation.Name), origin);
            }
        }
        else
        {
            builder.Require(package, [.. Ordered([.. _capabilities.Providing(relation).Select(Universe.In)], package, relation.Name).Select(Universe.PackageOf)], origin);
        }
    }

    private void Exclude(UniverseBuilder builder, RichRules rich, int package, RpmRelation relation, int origin)
    {
        if (!TryReadRich(relation, out var dependency))
        {
            Exclude(builder, package, _capabilities.Providing(relation), origin);
            return;
        }

        // A package does not conflict with itself. Where it is one part of more, libsolv counts it.
        foreach (var rule in rich.Of(dependency, holds: false).Where(r => r.Any(l => l != Universe.Out(package))))
        {
            builder.AddRule(package, rule, origin);
        }
    }

    private static void Exclude(UniverseBuilder builder, int package, IEnumerable<int> others, int origin)
    {
        foreach (var other in others)
        {
            builder.Exclude(package, other, origin);
        }
    }

    private void AddName(UniverseBuilder builder, int[] packages)
    {
        if (packages.Length > 1 && packages.All(p => RpmMachine.TakePlace(_packages[p].Architecture, _packages[packages[0]].Architecture)) && packages.Select(p => _packages[p].Architecture).Distinct().Count() < 3)
        {
            builder.OneOf(packages);
            return;
        }

        for (var i = 0; i < packages.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (RpmMachine.TakePlace(_packages[packages[i]].Architecture, _packages[packages[j]].Architecture))
                {
                    builder.Exclude(packages[i], packages[j], UniverseBuilder.SameName);
                }
            }
        }
    }

    // The package that is called so before others that provide it, the asking one's architecture before others, the newest first.
    private int[] Ordered(int[] literals, int package, string name) => literals.Length < 2 ? literals :
        [.. literals.OrderBy(l => !Universe.IsIn(l)).ThenBy(l => Of(l).Name != name).ThenBy(l => Of(l).Architecture != _packages[package].Architecture).ThenByDescending(l => Of(l).Evr).ThenBy(l => l)];

    private PrimaryPackage Of(int literal) => _packages[Universe.PackageOf(literal)];

    private static bool IsOfRpmItself(RpmRelation relation) => relation.Name.StartsWith("rpmlib(", StringComparison.Ordinal);

    // A rich dependency that cannot be read stays a name that nothing provides.
    private static bool TryReadRich(RpmRelation relation, [NotNullWhen(true)] out RichDependency? dependency)
    {
        dependency = RichDependency.IsRich(relation.Name) ? RichDependency.TryParse(relation.Name) : null;
        return dependency is not null;
    }
}
