using Chantal.Text;

namespace Chantal.Apt.Release;

/// <summary>Suites that many upstreams have, to find the one that a typing mistake means.</summary>
internal static class SuiteNames
{
    private static readonly string[] Releases =
    [
        "stable", "oldstable", "oldoldstable", "testing", "unstable", "sid", "experimental", "stretch", "buster", "bullseye", "bookworm", "trixie", "forky",
        "xenial", "bionic", "focal", "jammy", "noble", "oracular", "plucky", "questing",
    ];

    private static readonly string[] Parts = ["", "-updates", "-security", "-backports", "-proposed", "-proposed-updates"];

    /// <summary>A well-known suite with a similar name; null if there is no such suite, or if the name itself is well known.</summary>
    public static string? Nearest(string suite) => NearestWord.Find(suite, Releases.SelectMany(r => Parts.Select(p => r + p)), most: 2) is { } near && near != suite ? near : null;
}
