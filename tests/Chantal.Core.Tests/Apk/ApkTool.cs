namespace Chantal.Core.Tests.Apk;

/// <summary>The real apk, where one is on the path: Debian does not have it.</summary>
internal static class ApkTool
{
    /// <summary>Ends the test where there is none.</summary>
    public static void Require()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, "apk"))))
        {
            Assert.Inconclusive("There is no apk on the path.");
        }
    }
}
