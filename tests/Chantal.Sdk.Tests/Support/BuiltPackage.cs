using System.Collections.Concurrent;
using System.Text;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// A package as <c>dpkg-deb</c> built it and <c>apt-ftparchive</c> describes it. Equal packages are built once a run and
/// shared by all tests; <c>SOURCE_DATE_EPOCH</c> makes the bytes depend on the description alone.
/// </summary>
public sealed class BuiltPackage
{
    private static readonly ConcurrentDictionary<BinaryPackage, Lazy<BuiltPackage>> Cache = new();
    private static readonly string Home = Directory.CreateTempSubdirectory("chantal-packages-").FullName;

    private readonly string _stanza;

    private BuiltPackage(string file, string stanza)
    {
        Content = File.ReadAllBytes(file);
        _stanza = stanza;
    }

    /// <summary>The <c>.deb</c>'s bytes.</summary>
    public byte[] Content { get; }

    /// <summary>Builds a package, or finds it built.</summary>
    public static BuiltPackage Of(BinaryPackage package) =>
        Cache.GetOrAdd(package with { PoolPath = null, StatedPath = null }, key => new Lazy<BuiltPackage>(() => Build(key))).Value;

    /// <summary>Deletes what was built.</summary>
    public static void DeleteAll() => Directory.Delete(Home, recursive: true);

    /// <summary>The stanza for Packages, for a file at <paramref name="path"/>.</summary>
    public string Stanza(string path) =>
        string.Join('\n', _stanza.Split('\n').Select(line => line.StartsWith("Filename:", StringComparison.Ordinal) ? $"Filename: {path}" : line)) + "\n\n";

    private static BuiltPackage Build(BinaryPackage package)
    {
        var work = Path.Combine(Home, Guid.NewGuid().ToString("n"));
        var tree = Path.Combine(work, "tree");
        Files.Write(Path.Combine(tree, "DEBIAN/control"), Encoding.UTF8.GetBytes($"""
            Package: {package.Name}
            Version: {package.Version}
            Architecture: {package.Architecture}
            Maintainer: A Maintainer <maintainer@example.org>
            Section: misc
            Priority: optional
            {(package.Fields.Length > 0 ? package.Fields.Trim() + "\n" : "")}Description: the package {package.Name}
             It is here to be mirrored.

            """));
        var payload = new byte[package.PayloadSize];
        new Random($"{package.Name} {package.Version}".Sum(letter => letter)).NextBytes(payload);
        Files.Write(Path.Combine(tree, "usr/share", package.Name, "payload"), payload);

        var file = Path.Combine(work, package.FileName);
        Command.Output("env", "SOURCE_DATE_EPOCH=1700000000", "dpkg-deb", "-Zgzip", "--root-owner-group", "--build", tree, file);
        Directory.Delete(tree, recursive: true);
        return new BuiltPackage(file, Command.Output("apt-ftparchive", "packages", work).Trim());
    }
}
