namespace Chantal.Rpm;

/// <summary>Epoch, version and release of a package, in rpm's own order.</summary>
/// <param name="Epoch">The epoch; no epoch is <c>0</c>.</param>
/// <param name="Version">The version.</param>
/// <param name="Release">The release; empty where none is stated.</param>
internal readonly record struct Evr(string Epoch, string Version, string Release)
{
    /// <summary><c>1:2.0-3.el9</c>; an epoch of 0 and an empty release are left out.</summary>
    public override string ToString() =>
        $"{(Epoch is "" or "0" ? "" : Epoch + ":")}{Version}{(Release.Length == 0 ? "" : "-" + Release)}";
}
