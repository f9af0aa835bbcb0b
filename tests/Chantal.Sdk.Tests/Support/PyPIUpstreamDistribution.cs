using System.Text;
using System.Text.RegularExpressions;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A wheel or a source distribution as a test describes it, with one module that knows its version.</summary>
/// <param name="Name">The project's name, in any spelling.</param>
/// <param name="Version">The version.</param>
public abstract partial record PyPIUpstreamDistribution(string Name, string Version)
{
    /// <summary>The Pythons it runs on, such as <c>&gt;=3.8</c>; null: all.</summary>
    public string? RequiresPython { get; init; }

    /// <summary>What it needs, such as <c>lib&gt;=1; extra == "more"</c>.</summary>
    public IReadOnlyList<string> RequiresDist { get; init; } = [];

    /// <summary>The extras it has.</summary>
    public IReadOnlyList<string> Extras { get; init; } = [];

    /// <summary>The version of its metadata.</summary>
    public string MetadataVersion { get; init; } = "2.2";

    /// <summary>Further lines of its metadata, such as <c>Dynamic: Requires-Dist</c>.</summary>
    public IReadOnlyList<string> MetadataLines { get; init; } = [];

    /// <summary>The file's name.</summary>
    public abstract string FileName { get; }

    /// <summary>The name of the module that it installs.</summary>
    public string Module => Escaped(Name);

    /// <summary>The normal form of a project's name.</summary>
    public static string Normalized(string name) => Separators().Replace(name, "-").ToLowerInvariant();

    /// <summary>The file's bytes; equal descriptions give equal bytes.</summary>
    public abstract byte[] Content();

    /// <summary>Writes the file into a directory and returns its path.</summary>
    public string Build(string directory)
    {
        var path = Path.Combine(directory, FileName);
        Files.Write(path, Content());
        return path;
    }

    /// <summary>This distribution as an index has it that tells the truth; <c>with</c> makes it lie.</summary>
    public PyPIUpstreamFile AsFile() => new(Name, Version, FileName, Content(), MetadataBeside) { RequiresPython = RequiresPython };

    /// <summary>What <c>METADATA</c> and <c>PKG-INFO</c> say.</summary>
    internal byte[] Metadata() => Encoding.UTF8.GetBytes(string.Concat(
        ((IEnumerable<string>)[
            $"Metadata-Version: {MetadataVersion}",
            $"Name: {Name}",
            $"Version: {Version}",
            $"Summary: The project {Name}",
            .. RequiresPython is null ? [] : (string[])[$"Requires-Python: {RequiresPython}"],
            .. Extras.Select(extra => $"Provides-Extra: {extra}"),
            .. RequiresDist.Select(requirement => $"Requires-Dist: {requirement}"),
            .. MetadataLines,
            "",
            "It is here to be mirrored.",
        ]).Select(line => line + "\n")));

    /// <summary>The metadata that an index serves beside the file, or null.</summary>
    private protected virtual byte[]? MetadataBeside => null;

    /// <summary>Name and version as they stand in file names.</summary>
    private protected string Stem => $"{Escaped(Name)}-{Version.Replace('-', '_')}";

    /// <summary>The text of the module.</summary>
    private protected byte[] ModuleText => Encoding.UTF8.GetBytes($"version = '{Version}'\n");

    private static string Escaped(string name) => Normalized(name).Replace('-', '_');

    [GeneratedRegex("[-_.]+")]
    private static partial Regex Separators();
}
