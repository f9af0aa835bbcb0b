namespace Chantal.Rpm.Packages;

/// <summary>Epoch, version and release of a package, in rpm's own order.</summary>
/// <param name="Epoch">The epoch; no epoch is <c>0</c>.</param>
/// <param name="Version">The version.</param>
/// <param name="Release">The release; empty where none is stated.</param>
internal readonly record struct Evr(string Epoch, string Version, string Release) : IComparable<Evr>
{
    /// <inheritdoc/>
    public int CompareTo(Evr other)
    {
        var order = RpmVersion.Compare(Epoch.Length == 0 ? "0" : Epoch, other.Epoch.Length == 0 ? "0" : other.Epoch);
        order = order != 0 ? order : RpmVersion.Compare(Version, other.Version);
        return order != 0 ? order : RpmVersion.Compare(Release, other.Release);
    }

    /// <summary>The order in which dependencies see it: where one side states no release, releases do not count.</summary>
    public int CompareAsDependency(Evr other) =>
        Release.Length == 0 || other.Release.Length == 0 ? (this with { Release = "" }).CompareTo(other with { Release = "" }) : CompareTo(other);

    /// <summary>Reads <c>1:2.0-3.el9</c>; epoch and release may be missing.</summary>
    public static Evr Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var dash = text.LastIndexOf('-');
        dash = dash > colon ? dash : text.Length;
        return new Evr(colon > 0 ? text[..colon] : "0", text[(colon + 1)..dash], dash < text.Length ? text[(dash + 1)..] : "");
    }

    /// <summary><c>1:2.0-3.el9</c>; an epoch of 0 and an empty release are left out.</summary>
    public override string ToString() =>
        $"{(Epoch is "" or "0" ? "" : Epoch + ":")}{Version}{(Release.Length == 0 ? "" : "-" + Release)}";
}
