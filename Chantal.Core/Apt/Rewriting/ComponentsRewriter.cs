using Chantal.Apt.Control;
using Chantal.Plans;

namespace Chantal.Apt.Rewriting;

/// <summary>Thins dep11's <c>Components-*.yml</c> (AppStream, "DEP-11 YAML"): a document stays with its <c>Package</c>, byte for byte; the first, which names none, stays too.</summary>
internal static class ComponentsRewriter
{
    private const int MaxLine = 8 << 20;
    private const int MaxDocument = 64 << 20;

    /// <summary>Copies the documents that stay.</summary>
    /// <param name="content">Upstream's list, unpacked.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="isKept">Whether a package is there.</param>
    /// <param name="output">Takes the list.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static void Copy(Stream content, string name, HasPackage isKept, Stream output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(isKept);
        ArgumentNullException.ThrowIfNull(output);
        using var lines = new LineReader(content, maxLength: MaxLine);
        using var document = new MemoryStream();
        var stays = true;
        try
        {
            while (lines.TryRead(out var line))
            {
                cancellation.ThrowIfCancellationRequested();
                if (line.TrimEnd((byte)' ').SequenceEqual("---"u8))
                {
                    End();
                }

                if (line.StartsWith("Package:"u8))
                {
                    stays = isKept(line["Package:".Length..].Trim(" \t'\""u8));
                }

                document.Write(lines.LastWhole);
                if (document.Length > MaxDocument)
                {
                    throw new InvalidDataException("a document is larger than any real one");
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw ControlDiagnostics.IndexMalformed(name, exception.Message, exception);
        }

        End();

        void End()
        {
            if (stays)
            {
                document.WriteTo(output);
            }

            document.SetLength(0);
            stays = true;
        }
    }
}
