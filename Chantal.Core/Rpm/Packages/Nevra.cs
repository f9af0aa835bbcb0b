namespace Chantal.Rpm.Packages;

/// <summary>A package's full name: name, epoch, version, release and architecture.</summary>
/// <param name="Name">The name.</param>
/// <param name="Evr">Epoch, version and release; the epoch is <c>0</c> by default.</param>
/// <param name="Architecture">The architecture.</param>
internal readonly record struct Nevra(string Name, Evr Evr, string Architecture)
{
    /// <summary>The full name of a package.</summary>
    public static Nevra Of(PrimaryPackage package) => new(package.Name, package.Evr, package.Architecture);

    /// <summary>Reads <c>name-0:1.2-3.x86_64</c>, with or without the epoch; null for anything else.</summary>
    public static Nevra? TryParse(string text)
    {
        var dot = text.LastIndexOf('.');
        var release = dot > 0 ? text.LastIndexOf('-', dot - 1) : -1;
        var version = release > 0 ? text.LastIndexOf('-', release - 1) : -1;
        return version > 0 && dot + 1 < text.Length && dot > release + 1 && release > version + 1
            ? new Nevra(text[..version], Evr.Parse(text[(version + 1)..dot]), text[(dot + 1)..])
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}-{Evr}.{Architecture}";
}
