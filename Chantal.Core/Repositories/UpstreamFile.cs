using Chantal.Definitions;
using Chantal.Plans;

namespace Chantal.Repositories;

/// <summary>A file of the upstream that somebody else's format makes its plan of, as its <c>UpstreamFile</c> items name it.</summary>
/// <param name="Path">Its path below the upstream.</param>
internal sealed record UpstreamFile(string Path)
{
    /// <summary>The item.</summary>
    public const string Word = "UpstreamFile";

    // RootDirectory keeps what it knows of the files under this name.
    private const string TakenName = "state.json";

    /// <summary>The path of its detached OpenPGP signature; null: nobody signs it.</summary>
    public string? Signature { get; private init; }

    /// <summary>Most bytes taken.</summary>
    public long MaxBytes { get; private init; } = 64L << 20;

    /// <summary>The folder that it lies in; empty: the upstream itself.</summary>
    public string Directory => DirectoryOf(Path);

    /// <summary>Its name in the folder.</summary>
    public string Name => NameOf(Path);

    /// <summary>The signature's name, in the same folder; null: nobody signs it.</summary>
    public string? SignatureName => Signature is null ? null : NameOf(Signature);

    /// <summary>Reads an item.</summary>
    /// <param name="path">What it includes.</param>
    /// <param name="signature">Its metadatum <c>Signature</c>: a path below the upstream, in the same folder; empty: none.</param>
    /// <param name="maxSize">Its metadatum <c>MaxSize</c>: a size such as <c>200M</c>; empty: 64 MiB.</param>
    public static UpstreamFile Read(string path, string signature, string maxSize)
    {
        const string Paths = "a path below the upstream, such as 'stable/index.json'; the name 'state.json' is taken";
        if (!IsUsable(path))
        {
            throw DefinitionDiagnostics.Invalid(Word, path, Paths);
        }

        if (signature.Length > 0 && (!IsUsable(signature) || DirectoryOf(signature) != DirectoryOf(path) || signature == path))
        {
            throw DefinitionDiagnostics.Invalid($"Signature of the {Word} '{path}'", signature, $"the path of another file in the same folder, such as '{path}.asc'");
        }

        var file = new UpstreamFile(path) { Signature = signature.Length > 0 ? signature : null };
        return maxSize.Length == 0 ? file : file with { MaxBytes = PropertyValue.Bytes($"MaxSize of the {Word} '{path}'", maxSize, "a size such as 200M or 1G") };
    }

    private static bool IsUsable(string path) => ArtifactPath.Fault(path) is null && NameOf(path) != TakenName;

    private static string DirectoryOf(string path) => path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "";

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
