namespace Chantal.PyPI.Distributions;

/// <summary>The kinds of files that a project has, as PyPI names them.</summary>
internal enum PackageType
{
    /// <summary><c>sdist</c>: sources.</summary>
    Sdist,

    /// <summary><c>bdist_wheel</c>: a wheel.</summary>
    Wheel,

    /// <summary><c>bdist_egg</c>: what was before wheels; no installer of today takes it.</summary>
    Egg,

    /// <summary><c>bdist_wininst</c>: an installer for Windows.</summary>
    WindowsInstaller,

    /// <summary><c>bdist_msi</c>: a package of Windows Installer.</summary>
    Msi,

    /// <summary><c>bdist_rpm</c>: an RPM package.</summary>
    Rpm,

    /// <summary><c>bdist_dmg</c>: a disk image for macOS.</summary>
    DiskImage,

    /// <summary><c>bdist_dumb</c>: an archive to unpack over a file system, for one platform.</summary>
    Dumb,
}
