namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// A real RPM repository in a directory: packages built by <c>rpmbuild</c>, metadata made by <c>createrepo_c</c>, signed by
/// <c>gpg</c>. Change it and <see cref="Publish"/>: the directory then holds that state and nothing else.
/// </summary>
public sealed class RpmRepository(string root, SigningKey? key)
{
    private static readonly long LastMonth = DateTimeOffset.UtcNow.AddDays(-30).ToUnixTimeSeconds();

    private long _revision = LastMonth;

    /// <summary>The repository's directory.</summary>
    public string Root { get; } = root;

    /// <summary>The key that signs metadata; null: it is not signed.</summary>
    public SigningKey? MetadataKey { get; set; } = key;

    /// <summary>The key that signs packages; null: they are not signed.</summary>
    public SigningKey? PackageKey { get; set; } = key;

    /// <summary>The packages.</summary>
    public List<RpmPackage> Packages { get; } = [];

    /// <summary>Options of <c>createrepo_c</c>.</summary>
    public List<string> Options { get; } = [];

    /// <summary>Further metadata by type: the file's name and its text.</summary>
    public Dictionary<string, (string FileName, string Text)> Metadata { get; } = [];

    /// <summary>Further files, by their paths.</summary>
    public Dictionary<string, byte[]> OtherFiles { get; } = [];

    /// <summary>Adds packages.</summary>
    public RpmRepository Add(params IEnumerable<RpmPackage> packages)
    {
        Packages.AddRange(packages);
        return this;
    }

    /// <summary>Writes the state; each time its revision is an hour later.</summary>
    public RpmRepository Publish()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }

        Directory.CreateDirectory(Root);
        foreach (var package in Packages)
        {
            Files.Write(Path.Combine(Root, package.Path), BuiltRpm.Of(package, PackageKey));
        }

        foreach (var (path, content) in OtherFiles)
        {
            Files.Write(Path.Combine(Root, path), content);
        }

        _revision += 3600;
        BuiltRepodata.Write(Root, ["--revision", $"{_revision}", "--set-timestamp-to-revision", .. Options], Metadata);
        Sign();
        return this;
    }

    /// <summary>Signs <c>repomd.xml</c> as it is.</summary>
    public void Sign()
    {
        var repomd = Path.Combine(Root, "repodata/repomd.xml");
        if (MetadataKey is not null)
        {
            MetadataKey.DetachSign(repomd, repomd + ".asc");
            File.Copy(MetadataKey.ArmoredKeyring, repomd + ".key", overwrite: true);
        }
    }
}
