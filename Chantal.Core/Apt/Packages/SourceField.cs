namespace Chantal.Apt.Packages;

/// <summary>The field <c>Source</c> of a package: <c>name (version)</c>, and the version only where it is not the package's own (Debian Policy §5.6.1).</summary>
internal static class SourceField
{
    /// <summary>The version of the source package.</summary>
    /// <param name="field">The field; empty: the source has the package's name and version.</param>
    /// <param name="own">The package's version.</param>
    public static ReadOnlySpan<byte> VersionOf(ReadOnlySpan<byte> field, ReadOnlySpan<byte> own)
    {
        var (open, close) = (field.IndexOf((byte)'('), field.LastIndexOf((byte)')'));
        return open >= 0 && close > open && field[(open + 1)..close].Trim(" \t"u8) is { IsEmpty: false } version ? version : own;
    }
}
