using Chantal.Apt.Control;

namespace Chantal.Apt.Rewriting;

/// <summary>Unites two indices of stanzas: all of one, and behind it those of another that are taken, byte for byte.</summary>
internal static class StanzaUnion
{
    /// <summary>Writes the index.</summary>
    /// <param name="content">The index that stays, unpacked.</param>
    /// <param name="added">The one that stanzas are taken from, unpacked.</param>
    /// <param name="name">What errors call that.</param>
    /// <param name="fields">The fields that are looked at.</param>
    /// <param name="isTaken">Whether one of its stanzas is taken.</param>
    /// <param name="output">Takes the index.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static void Write(Stream content, Stream added, string name, IReadOnlyList<string> fields, Func<Deb822Reader, bool> isTaken, Stream output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(output);
        var buffer = new byte[128 * 1024];
        var ends = 2;
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            output.Write(buffer, 0, read);
            var tail = buffer.AsSpan(0, read);
            var lines = tail.Length - tail.TrimEnd((byte)'\n').Length;
            ends = lines == read ? ends + lines : lines;
        }

        // An empty line ends a stanza.
        for (; ends < 2; ends++)
        {
            output.WriteByte((byte)'\n');
        }

        StanzaRewriter.Copy(added, name, fields, isTaken, output, cancellation);
    }
}
