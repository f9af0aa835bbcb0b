using System.Formats.Tar;

namespace Chantal.Apk.Archives;

/// <summary>A file in a small archive that was unpacked whole.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">Its content.</param>
internal sealed record TarMember(string Name, byte[] Content)
{
    /// <summary>The regular files of an archive; its end may be cut off, as that of all but the last segment of an apk file is.</summary>
    /// <param name="archive">The archive, unpacked.</param>
    /// <exception cref="InvalidDataException">It is not an archive.</exception>
    public static IReadOnlyList<TarMember> ReadAll(byte[] archive)
    {
        var members = new List<TarMember>();
        try
        {
            using var reader = new TarReader(new MemoryStream(archive, writable: false));
            while (reader.GetNextEntry(copyData: true) is { } entry)
            {
                if (entry.DataStream is MemoryStream content)
                {
                    members.Add(new TarMember(entry.Name, content.ToArray()));
                }
            }
        }
        catch (Exception exception) when (exception is not InvalidDataException)
        {
            // The reader throws exceptions of many kinds for what is not an archive.
            throw new InvalidDataException("it is not a tar archive", exception);
        }

        return members;
    }
}
