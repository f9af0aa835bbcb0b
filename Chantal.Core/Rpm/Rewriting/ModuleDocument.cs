using System.Globalization;
using System.Text;
using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Rpm.Packages;
using YamlDotNet.Core;

namespace Chantal.Rpm.Rewriting;

/// <summary>
/// A document of <c>modules.yaml</c>, as libmodulemd has them: a build of a module's stream, or what is said of a module as
/// a whole (defaults, obsoletes, translations).
/// </summary>
internal sealed record ModuleDocument
{
    private const int MaxSize = 256 << 20;

    /// <summary>The document as it stands there, with its marks.</summary>
    public required string Text { get; init; }

    /// <summary>The kind, such as <c>modulemd</c> or <c>modulemd-defaults</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The module's name.</summary>
    public required string Module { get; init; }

    /// <summary>The stream; empty where the document is about none.</summary>
    public string Stream { get; init; } = "";

    /// <summary>The build's version, a number that grows.</summary>
    public decimal Version { get; init; }

    /// <summary>The build's context.</summary>
    public string Context { get; init; } = "";

    /// <summary>The build's architecture.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The build's packages.</summary>
    public IReadOnlyList<Nevra> Artifacts { get; init; } = [];

    /// <summary>Whether this is a build of a stream.</summary>
    public bool IsBuild => Kind is "modulemd" or "modulemd-stream";

    /// <summary>Reads a file of documents to its end.</summary>
    /// <param name="content">The file, unpacked.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.ModulesMalformed"/>.</exception>
    public static IReadOnlyList<ModuleDocument> ReadAll(Stream content, string name, CancellationToken cancellation)
    {
        using var text = new MemoryStream();
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (text.Length + read > MaxSize)
            {
                throw RewritingDiagnostics.ModulesTooLarge(name);
            }

            text.Write(buffer.AsSpan(0, read));
        }

        return ParseAll(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length), name);
    }

    /// <summary>Reads the text of a file of documents.</summary>
    /// <param name="text">The file, unpacked.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.ModulesMalformed"/>.</exception>
    public static IReadOnlyList<ModuleDocument> ParseAll(string text, string name)
    {
        var documents = new List<ModuleDocument>();
        foreach (var document in Split(text))
        {
            try
            {
                documents.Add(Parse(document));
            }
            catch (YamlException exception)
            {
                throw RewritingDiagnostics.ModulesMalformed(name, documents.Count + 1, exception);
            }
        }

        return documents;
    }

    private static ModuleDocument Parse(string text)
    {
        string kind = "", module = "", stream = "", context = "", architecture = "";
        decimal version = 0;
        var artifacts = new List<Nevra>();
        foreach (var (path, value) in YamlScalars.Read(text))
        {
            switch (path)
            {
                case "document":
                    kind = value;
                    break;
                case "data/name" or "data/module":
                    module = value;
                    break;
                case "data/stream":
                    stream = value;
                    break;
                case "data/version":
                    version = decimal.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
                    break;
                case "data/context":
                    context = value;
                    break;
                case "data/arch":
                    architecture = value;
                    break;
                case "data/artifacts/rpms/-" when Nevra.TryParse(value) is { } artifact:
                    artifacts.Add(artifact);
                    break;
                default:
                    break;
            }
        }

        if (kind.Length == 0)
        {
            throw new YamlException("It does not say what kind of document it is.");
        }

        return new ModuleDocument { Text = text, Kind = kind, Module = module, Stream = stream, Version = version, Context = context, Architecture = architecture, Artifacts = artifacts };
    }

    // Marks stand at the beginning of a line; "---" may be followed by the document's first words.
    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var line = 0; line < text.Length; line = NextLine(text, line))
        {
            var rest = text.AsSpan(line);
            if (IsMark(rest, "---") && line > start && HasContent(text.AsSpan(start, line - start)))
            {
                yield return text[start..line];
                start = line;
            }
            else if (IsMark(rest, "..."))
            {
                var end = NextLine(text, line);
                if (HasContent(text.AsSpan(start, line - start)))
                {
                    yield return text[start..end];
                }

                start = end;
            }
        }

        if (HasContent(text.AsSpan(start)))
        {
            yield return text[start..];
        }
    }

    private static int NextLine(string text, int line) => text.IndexOf('\n', line) is >= 0 and var end ? end + 1 : text.Length;

    private static bool IsMark(ReadOnlySpan<char> line, string mark) =>
        line.StartsWith(mark) && (line.Length == 3 || line[3] is '\n' or '\r' or ' ' or '\t');

    private static bool HasContent(ReadOnlySpan<char> text)
    {
        foreach (var line in text.EnumerateLines())
        {
            if (line.Trim() is { IsEmpty: false } trimmed && trimmed is not "---" && trimmed[0] != '#')
            {
                return true;
            }
        }

        return false;
    }
}
