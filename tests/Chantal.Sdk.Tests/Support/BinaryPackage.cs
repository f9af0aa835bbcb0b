namespace Chantal.Sdk.Tests.Support;

/// <summary>A binary package to be built: what its control file says, and how much it weighs.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Architecture">Its architecture.</param>
public sealed record BinaryPackage(string Name, string Version = "1.0", string Architecture = "all")
{
    /// <summary>Further fields of the control file, such as <c>Depends</c>, a line each.</summary>
    public string Fields { get; init; } = "";

    /// <summary>Bytes of incompressible payload.</summary>
    public int PayloadSize { get; init; } = 100;

    /// <summary>Whether this is a package of the installer, a <c>.udeb</c>.</summary>
    public bool IsUdeb { get; init; }

    /// <summary>Where the file lies in the repository; null: the usual place in the pool.</summary>
    public string? PoolPath { get; init; }

    /// <summary>The path that Packages states; null: where the file lies. A hostile archive states what it likes.</summary>
    public string? StatedPath { get; init; }

    /// <summary>The file's usual name.</summary>
    public string FileName =>
        $"{Name}_{Version[(Version.IndexOf(':', StringComparison.Ordinal) + 1)..]}_{Architecture}.{(IsUdeb ? "udeb" : "deb")}";

    /// <summary>Where the file lies, relative to the repository.</summary>
    public string PathIn(string component) => PoolPath ?? $"pool/{component}/{Name[..1]}/{Name}/{FileName}";
}
