using System.Text.Json;
using Chantal.Diagnostics;

namespace Chantal.Advisories;

/// <summary>Reads the advisories of a source, one at a time: a ZIP archive with a file each, or JSON objects one behind another or in an array.</summary>
internal static class OsvSource
{
    /// <summary>Reads them.</summary>
    /// <param name="file">The source's file.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.AdvisoriesMalformed"/>.</exception>
    public static IEnumerable<OsvEntry> Read(string file, string name, CancellationToken cancellation)
    {
        using var entries = (IsZip(file) ? Zipped(file, name) : Plain(file, name)).GetEnumerator();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                if (!entries.MoveNext())
                {
                    yield break;
                }
            }
            catch (Exception exception) when (exception is InvalidDataException or JsonException)
            {
                throw AdvisoriesDiagnostics.Malformed(name, exception.Message, exception);
            }

            yield return entries.Current;
        }
    }

    private static bool IsZip(string file)
    {
        using var handle = File.OpenHandle(file);
        Span<byte> begin = stackalloc byte[4];
        return ZipMembers.IsZip(begin[..RandomAccess.Read(handle, begin, 0)]);
    }

    private static IEnumerable<OsvEntry> Zipped(string file, string name)
    {
        foreach (var (member, content) in new ZipMembers(file).Read(OsvParser.MaxEntry))
        {
            yield return OsvParser.Parse(content.Span, $"{name}: {member}");
        }
    }

    private static IEnumerable<OsvEntry> Plain(string file, string name)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var values = new JsonValues(stream, OsvParser.MaxEntry);
        var number = 0L;
        while (values.Next() is { IsEmpty: false } value)
        {
            number++;
            yield return OsvParser.Parse(value.Span, $"{name}: entry {number}");
        }
    }
}
