namespace Chantal.Sdk.Tests.Support;

/// <summary>The packages of one component of a suite.</summary>
public sealed class AptComponent
{
    /// <summary>Packages that are installed on machines.</summary>
    public List<BinaryPackage> Binaries { get; } = [];

    /// <summary>Packages of the installer.</summary>
    public List<BinaryPackage> Udebs { get; } = [];

    /// <summary>Source packages.</summary>
    public List<SourcePackage> Sources { get; } = [];
}
