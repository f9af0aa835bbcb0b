using System.Text;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A source package: a <c>.dsc</c> and an archive whose checksums it states. Nothing here unpacks it.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">Its version.</param>
public sealed record SourcePackage(string Name, string Version = "1.0")
{
    /// <summary>Writes the files below <paramref name="repository"/> and returns their paths and the stanza for Sources.</summary>
    internal (string Stanza, IReadOnlyList<string> Paths) Write(string repository, string component)
    {
        var directory = $"pool/{component}/{Name[..1]}/{Name}";
        var archive = ($"{Name}_{Version}.tar.xz", Encoding.UTF8.GetBytes($"the source of {Name} {Version}\n"));
        var head = $"""
            Format: 3.0 (native)
            Binary: {Name}
            Architecture: any
            Version: {Version}
            Maintainer: A Maintainer <maintainer@example.org>
            Standards-Version: 4.6.2

            """;
        var description = ($"{Name}_{Version}.dsc", Encoding.UTF8.GetBytes($"Source: {Name}\n{head}{Checksums(archive)}"));

        var files = new List<string>();
        foreach (var (name, content) in ((string, byte[])[])[archive, description])
        {
            files.Add(Path.GetFullPath(Path.Combine(repository, directory, name)));
            Files.Write(files[^1], content);
        }

        return ($"Package: {Name}\n{head}Directory: {directory}\n{Checksums(description, archive)}\n", files);
    }

    private static string Checksums(params IEnumerable<(string Name, byte[] Content)> files) =>
        Checksums("Files", "MD5", files) + Checksums("Checksums-Sha256", "SHA256", files);

    private static string Checksums(string field, string algorithm, IEnumerable<(string Name, byte[] Content)> files) =>
        $"{field}:\n" + string.Concat(files.Select(file => $" {Files.Hash(file.Content, algorithm)} {file.Content.Length} {file.Name}\n"));
}
