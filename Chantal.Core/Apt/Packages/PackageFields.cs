using Chantal.Apt.Control;

namespace Chantal.Apt.Packages;

/// <summary>The fields of a Packages stanza that a plan needs, in the order in which <see cref="Deb822Reader"/> gives them.</summary>
internal static class PackageFields
{
    public const int Package = 0;
    public const int Version = 1;
    public const int Architecture = 2;
    public const int Filename = 3;
    public const int Size = 4;
    public const int Sha256 = 5;
    public const int Sha512 = 6;
    public const int Sha1 = 7;
    public const int Md5 = 8;
    public const int Source = 9;
    public const int Depends = 10;
    public const int PreDepends = 11;
    public const int Recommends = 12;
    public const int Provides = 13;
    public const int Essential = 14;
    public const int MultiArch = 15;
    public const int Priority = 16;
    public const int Breaks = 17;
    public const int Conflicts = 18;

    /// <summary>What is needed without dependencies.</summary>
    public static readonly string[] Plain = ["Package", "Version", "Architecture", "Filename", "Size", "SHA256", "SHA512", "SHA1", "MD5sum", "Source"];

    /// <summary>What is needed to follow dependencies.</summary>
    public static readonly string[] WithRelations =
        [.. Plain, "Depends", "Pre-Depends", "Recommends", "Provides", "Essential", "Multi-Arch", "Priority"];

    /// <summary>What is needed to tell what cannot be installed together as well.</summary>
    public static readonly string[] WithConflicts = [.. WithRelations, "Breaks", "Conflicts"];
}
