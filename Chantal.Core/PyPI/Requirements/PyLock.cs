using System.Collections.Immutable;
using Chantal.Diagnostics;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Requirements;

/// <summary>A lock file: exactly the files that an installation takes. <c>pylock.toml</c> (PEP 751), and those of uv, Poetry and Pipenv.</summary>
internal sealed record PyLock
{
    private const string PyLockEnding = ".toml";
    private const string Uv = "uv.lock";
    private const string Poetry = "poetry.lock";
    private const string Pipfile = "Pipfile.lock";

    /// <summary>The packages, in the order of the file. One name may stand here more than once, with markers that exclude each other.</summary>
    public ImmutableArray<PyLockPackage> Packages { get; init; } = [];

    /// <summary>Environments that the file is for; none means any.</summary>
    public ImmutableArray<Marker> Environments { get; init; } = [];

    /// <summary>Interpreters that the file is for.</summary>
    public SpecifierSet RequiresPython { get; init; } = SpecifierSet.Any;

    /// <summary>Reads a lock file, or throws a <see cref="MirrorException"/> that names the file and the package.</summary>
    /// <param name="file">The file.</param>
    /// <param name="read">The text of a file, or null if it does not exist.</param>
    public static PyLock Read(string file, Func<string, string?> read)
    {
        var text = read(file) ?? throw RequirementDiagnostics.LockMissing(file);
        return KindOf(file) switch
        {
            Uv => new UvLockReader(file).Read(text),
            Poetry => new PoetryLockReader(file).Read(text),
            Pipfile => new PipfileLockReader(file).Read(text),
            _ => new PyLockReader(file).Read(text),
        };
    }

    /// <summary>Whether a file is a lock file by its name; every other one is a requirements file, also <c>requirements.lock</c>.</summary>
    public static bool IsLock(string file) => KindOf(file) is not null;

    private static string? KindOf(string file) => new[] { PyLockEnding, Uv, Poetry, Pipfile }.FirstOrDefault(e => file.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the file is for an environment; if it is not, an installer refuses it there.</summary>
    public bool IsFor(TargetEnvironment environment) =>
        (Environments.IsEmpty || Environments.Any(m => m.Holds(environment))) && environment.Python.IsAcceptedBy(RequiresPython);
}
