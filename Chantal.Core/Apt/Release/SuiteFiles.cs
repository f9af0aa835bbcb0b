namespace Chantal.Apt.Release;

/// <summary>A suite's root files by name, as upstream has them, and the text that was verified.</summary>
internal static class SuiteFiles
{
    public const string InRelease = "InRelease";
    public const string Release = "Release";
    public const string Signature = "Release.gpg";

    /// <summary>The text that the signature covers, kept beside the files so that nothing but what was verified is ever read.</summary>
    public const string Payload = "payload";
}
