using Chantal.Apt.Control;
using Chantal.Plans;

namespace Chantal.Apt.Rewriting;

/// <summary>
/// Thins <c>Contents</c> (DebianRepository/Format, "Contents indices"): a line names a file and the packages that have it, and stays as long as one of these is there. What
/// older ones have above their table names no package, and goes.
/// </summary>
internal static class ContentsRewriter
{
    private const int MaxLine = 8 << 20;

    /// <summary>Copies the lines that stay.</summary>
    /// <param name="content">Upstream's index, unpacked.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="isKept">Whether a package is there.</param>
    /// <param name="output">Takes the index.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static void Copy(Stream content, string name, HasPackage isKept, Stream output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(isKept);
        ArgumentNullException.ThrowIfNull(output);
        using var lines = new LineReader(content, maxLength: MaxLine);

        // Files of one package come one after the other more often than not.
        var (last, isLastKept) = (Array.Empty<byte>(), false);
        try
        {
            while (lines.TryRead(out var line))
            {
                cancellation.ThrowIfCancellationRequested();
                var packages = line[(line.LastIndexOfAny((byte)' ', (byte)'\t') + 1)..];
                if (!packages.SequenceEqual(last))
                {
                    (last, isLastKept) = (packages.ToArray(), IsAnyKept(packages, isKept));
                }

                if (isLastKept)
                {
                    output.Write(lines.LastWhole);
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw ControlDiagnostics.IndexMalformed(name, exception.Message, exception);
        }
    }

    // section/name, or area/section/name; several are separated by commas.
    private static bool IsAnyKept(ReadOnlySpan<byte> packages, HasPackage isKept)
    {
        foreach (var range in packages.Split((byte)','))
        {
            var package = packages[range];
            if (isKept(package[(package.LastIndexOf((byte)'/') + 1)..]))
            {
                return true;
            }
        }

        return false;
    }
}
