using Chantal.Apt.Control;

namespace Chantal.Apt.Rewriting;

/// <summary>Thins an index of stanzas: each is kept byte for byte, or left out.</summary>
internal static class StanzaRewriter
{
    /// <summary>Copies the stanzas that stay.</summary>
    /// <param name="content">Upstream's index, unpacked.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="fields">The fields that are looked at.</param>
    /// <param name="isKept">Whether a stanza stays.</param>
    /// <param name="output">Takes the index.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static void Copy(Stream content, string name, IReadOnlyList<string> fields, Func<Deb822Reader, bool> isKept, Stream output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(isKept);
        ArgumentNullException.ThrowIfNull(output);
        using var stanza = new Deb822Reader(content, name, fields) { KeepsText = true };
        while (stanza.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (isKept(stanza))
            {
                output.Write(stanza.StanzaText);
                output.Write(stanza.StanzaText is [.., (byte)'\n'] ? "\n"u8 : "\n\n"u8);
            }
        }
    }
}
