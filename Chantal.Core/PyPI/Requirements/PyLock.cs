using System.Collections.Immutable;
using Chantal.Diagnostics;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Requirements;

/// <summary>A lock file, <c>pylock.toml</c>: exactly the files that an installation takes (PEP 751).</summary>
internal sealed record PyLock
{
    /// <summary>The packages, in the order of the file. One name may stand here more than once, with markers that exclude each other.</summary>
    public ImmutableArray<PyLockPackage> Packages { get; init; } = [];

    /// <summary>Environments that the file is for; none means any.</summary>
    public ImmutableArray<Marker> Environments { get; init; } = [];

    /// <summary>Interpreters that the file is for.</summary>
    public SpecifierSet RequiresPython { get; init; } = SpecifierSet.Any;

    /// <summary>Reads a lock file, or throws a <see cref="MirrorException"/> that names the file and the package.</summary>
    /// <param name="file">The file.</param>
    /// <param name="read">The text of a file, or null if it does not exist.</param>
    public static PyLock Read(string file, Func<string, string?> read) => new PyLockReader(file).Read(
        read(file) ?? throw RequirementDiagnostics.LockMissing(file));

    /// <summary>Whether the file is for an environment; if it is not, an installer refuses it there.</summary>
    public bool IsFor(TargetEnvironment environment) =>
        (Environments.IsEmpty || Environments.Any(m => m.Holds(environment))) && environment.Python.IsAcceptedBy(RequiresPython);
}
