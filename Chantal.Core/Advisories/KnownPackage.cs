using Chantal.Plans;

namespace Chantal.Advisories;

/// <summary>What advisories can name of a package: itself, what it was built from, and the part of the repository that it is in.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Source">What it was built from.</param>
/// <param name="Scope">The part that lists it, or null.</param>
internal sealed record KnownPackage(string Name, string Version, PackageSource Source, string? Scope)
{
    /// <summary>A package of a state; null for any other file.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="header">The state's header.</param>
    public static KnownPackage? Of(PlanEntry entry, PlanHeader header)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(header);
        return entry is { Role: FileRole.Package or FileRole.Source, Package: { Version.Length: > 0 } package } ? new KnownPackage(package.Name, package.Version, SourceOf(entry, package, header), entry.Scope) : null;
    }

    // States of version 1 do not say it. A pool is laid out by the names of sources, and most packages have the version of their source.
    private static PackageSource SourceOf(PlanEntry entry, PackageIdentity package, PlanHeader header) =>
        entry.Source ?? new PackageSource(header.NamesSources || header.Type != "apt" ? package.Name : NameInPool(entry.Path) ?? package.Name, package.Version);

    private static string? NameInPool(string path)
    {
        var parts = path.Split('/');
        return parts is ["pool", .., var first, var name, _] && first.Length > 0 && name.StartsWith(first, StringComparison.Ordinal) && (first.Length == 1 || first.StartsWith("lib", StringComparison.Ordinal)) ? name : null;
    }
}
