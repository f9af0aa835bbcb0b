using Chantal.Plans;
using Chantal.Transfer.Origins;

namespace Chantal.Files.Names;

/// <summary>Where a file is: a URL, or a path below the upstreams.</summary>
/// <param name="Text">The URL, percent-encoded; or the path, as it is.</param>
internal sealed record FileAddress(string Text)
{
    /// <summary>Whether it is a URL.</summary>
    public bool IsAbsolute => Upstreams.IsAbsolute(Text);

    /// <summary>What is asked for.</summary>
    public string Request => IsAbsolute ? Text : ArtifactPath.ToUrl(Text);

    /// <summary>The last segment, not percent-encoded; empty: it is a directory.</summary>
    public string Name => IsAbsolute ? Uri.UnescapeDataString(Bare[(Bare.LastIndexOf('/') + 1)..]) : Text[(Text.LastIndexOf('/') + 1)..];

    /// <summary>The directory, with a slash at its end; empty: the upstreams themselves.</summary>
    public string Directory => Bare[..(Bare.LastIndexOf('/') + 1)];

    /// <summary>Where it is in a mirror that does not say otherwise.</summary>
    public string Path => IsAbsolute ? Name : Text;

    /// <summary>A file below the directory; of a URL, the query stays.</summary>
    /// <param name="relative">Its path, not percent-encoded.</param>
    public FileAddress Beside(string relative) => new(IsAbsolute ? $"{Directory}{ArtifactPath.ToUrl(relative)}{Query}" : Directory + relative);

    /// <summary>The detached signature of the file.</summary>
    /// <param name="signature">An ending, a name beside the file, or a URL.</param>
    public FileAddress Signature(string signature) =>
        Upstreams.IsAbsolute(signature) ? new FileAddress(signature) : Beside(signature.StartsWith('.') ? Name + signature : signature);

    /// <summary>As messages show it.</summary>
    public override string ToString() => IsAbsolute ? SafeUrl.Show(new Uri(Text)) : Text;

    private string Bare => IsAbsolute ? Text[..^Query.Length] : Text;

    // It may be a secret.
    private string Query => Text.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? Text[at..] : "";
}
