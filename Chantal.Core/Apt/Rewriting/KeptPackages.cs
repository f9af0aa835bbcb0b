using Chantal.Apt.Release;

namespace Chantal.Apt.Rewriting;

/// <summary>The names of the packages that regenerated indices list, by component and architecture: what lists of other kinds are thinned by.</summary>
internal sealed class KeptPackages
{
    private readonly Dictionary<(string Directory, string? Architecture), PackageNames> _sets = [];

    /// <summary>The names that an index of packages adds to.</summary>
    /// <param name="directory">The component's directory.</param>
    /// <param name="architecture">The index's architecture; of sources <c>source</c>; null where its path names none.</param>
    public PackageNames Of(string directory, string? architecture) =>
        _sets.TryGetValue((directory, architecture), out var names) ? names : _sets[(directory, architecture)] = new PackageNames();

    /// <summary>The names that a list of another kind is about: those of its component, or of every one where it is of a suite; of its architecture and of <c>all</c>.</summary>
    /// <param name="directory">The directory of the list's component or suite.</param>
    /// <param name="architecture">The list's architecture; null where its name has none.</param>
    public IReadOnlyList<PackageNames> About(string directory, string? architecture) =>
        [.. _sets.Where(s => (Lies(s.Key.Directory, directory) || Lies(directory, s.Key.Directory)) && Fits(s.Key.Architecture, architecture)).Select(s => s.Value)];

    private static bool Lies(string directory, string below) => directory == below || below.Length == 0 || directory.StartsWith(below + "/", StringComparison.Ordinal);

    private static bool Fits(string? own, string? wanted) => wanted switch
    {
        AptArchitecture.Source => own == AptArchitecture.Source,
        null or AptArchitecture.All => own != AptArchitecture.Source,
        _ => own is null or AptArchitecture.All || own == wanted,
    };
}

/// <summary>Names of packages, and the digests of their descriptions.</summary>
internal sealed class PackageNames
{
    private readonly HashSet<UInt128> _names = [];
    private readonly HashSet<UInt128> _descriptions = [];

    /// <summary>Adds a package.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">Its <c>Description-md5</c>; empty: the stanza has the description itself, and any translation of that name counts.</param>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> description)
    {
        _names.Add(NameKey.Of(name));
        _descriptions.Add(KeyOf(name, description));
    }

    /// <summary>Whether there is a package of the name.</summary>
    public bool Has(ReadOnlySpan<byte> name) => _names.Contains(NameKey.Of(name));

    /// <summary>Whether there is a package of the name with the description.</summary>
    public bool Has(ReadOnlySpan<byte> name, ReadOnlySpan<byte> description) => _descriptions.Contains(KeyOf(name, description)) || _descriptions.Contains(KeyOf(name, []));

    private static UInt128 KeyOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> description) => description.IsEmpty ? NameKey.Of(name) : NameKey.Of([.. name, (byte)' ', .. description]);
}
