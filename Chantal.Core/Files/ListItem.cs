using Chantal.Definitions;
using Chantal.Files.Lists;
using Chantal.Files.Names;
using Chantal.Plans;
using Chantal.Text;

namespace Chantal.Files;

/// <summary>A <c>ChecksumFile</c> item, or a list that one which is a listing comes to.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Directory">Its directory in the mirror, with a slash at its end; empty: the mirror itself.</param>
internal sealed record ListItem(FileAddress Address, string Directory)
{
    /// <summary>Names and patterns of the files to take; empty: all.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Its detached signature, as the item writes it; null: what there is.</summary>
    public string? Signature { get; init; }

    /// <summary>Whether it is the listing of a directory.</summary>
    public bool IsListing => Address.Name.Length == 0;

    /// <summary>Where the list is in the mirror.</summary>
    public string Path => Directory + Address.Name;

    /// <summary>The folder of its root files.</summary>
    public string Part => RootPart.Of("lists", $"{Address.Text} {Directory} {Signature}");

    /// <summary>Reads an item.</summary>
    public static ListItem Read(DefinitionItem item)
    {
        var address = FileItem.AddressOf("ChecksumFile", item.Value);
        var directory = item["Path"] is { Length: > 0 } path ? path.Trim('/') : address.IsAbsolute ? "" : address.Directory.TrimEnd('/');
        return directory.Length == 0 || ArtifactPath.Fault(directory) is null
            ? new ListItem(address, directory.Length == 0 ? "" : directory + "/") { Files = DefinitionValues.Split(item["Files"]), Signature = FileItem.SignatureOf(item["Signature"]) }
            : throw DefinitionDiagnostics.Invalid("Path", directory, "a directory of the mirror, such as images");
    }

    /// <summary>What a listing comes to: the list beside each file that is taken, and the files that do not have one.</summary>
    /// <param name="names">The files in the directory.</param>
    public (IReadOnlyList<ListItem> Lists, IReadOnlyList<FileItem> Unlisted) Expand(IReadOnlyList<string> names)
    {
        var patterns = new NamePatterns(Files);
        var all = names.ToHashSet(StringComparer.Ordinal);
        var taken = names.Where(n => !FileNames.IsBeside(n) && (patterns.IsEmpty || patterns.IsMatch(n))).ToList();
        return taken.Count == 0 ? throw FilesDiagnostics.NothingListed(Address.ToString(), Files)
            : ([.. taken.Select(n => (File: n, List: DirectoryListing.ListOf(n, all))).Where(n => n.List is not null).Select(n => this with { Address = Address.Beside(n.List!), Files = [n.File] })],
               [.. taken.Where(n => DirectoryListing.ListOf(n, all) is null).Select(n => new FileItem(Address.Beside(n), Directory + n))]);
    }
}
