namespace Chantal.Core.Tests.Apk;

/// <summary>The real apk. Debian does not have it, so a test that asks it proves something only where somebody put one on the path.</summary>
internal static class ApkTool
{
    /// <summary>Whether there is one on the path.</summary>
    public static bool IsThere => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, "apk")));
}
