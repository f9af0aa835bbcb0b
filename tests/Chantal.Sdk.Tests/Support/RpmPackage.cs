namespace Chantal.Sdk.Tests.Support;

/// <summary>A package as a test describes it; <c>rpmbuild</c> makes it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Version">The version.</param>
/// <param name="Architecture">The architecture; <c>src</c> for a source package.</param>
public sealed record RpmPackage(string Name, string Version = "1.0", string Architecture = "noarch")
{
    /// <summary>The release.</summary>
    public string Release { get; init; } = "1";

    /// <summary>Further tags of the spec, such as <c>Requires: lib &gt;= 1</c>, a line each.</summary>
    public string Tags { get; init; } = "";

    /// <summary>Further files, below the root, separated by blanks.</summary>
    public string Files { get; init; } = "";

    /// <summary>Where it lies in its repository; empty: <c>Packages/</c> with rpm's own file name.</summary>
    public string Location { get; init; } = "";

    /// <summary>Name, version, release and architecture.</summary>
    public string FullName => $"{Name}-{Version}-{Release}.{Architecture}";

    /// <summary>The path in the repository.</summary>
    public string Path => Location.Length > 0 ? Location : $"Packages/{FullName}.rpm";
}
