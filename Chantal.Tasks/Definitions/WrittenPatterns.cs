namespace Chantal.Tasks;

/// <summary>
/// Whether a definition can have items with patterns, judged by its text: most have none, and need not be evaluated once more. Where it cannot tell, it says
/// that there can be some.
/// </summary>
internal static class WrittenPatterns
{
    private static readonly string[] Shared = ["Directory.Build.props", "Directory.Build.targets"];

    // What brings items from elsewhere: other files, other SDKs, packages, and what replaces the shared files.
    private static readonly string[] Elsewhere = ["<Import", "<Sdk", "<PackageReference", "DirectoryBuild", "CustomBefore", "CustomAfter", "MirrorTypeTargets"];

    private static readonly char[] Signs = ['*', '?', '$', '@', '%'];

    /// <summary>Whether a project, or a file that all projects below its folder share, can have a pattern.</summary>
    /// <param name="projectFile">The project.</param>
    /// <param name="globalProperties">What the command line set.</param>
    public static bool MayBeIn(string projectFile, IReadOnlyDictionary<string, string> globalProperties) =>
        globalProperties.Keys.Any(p => Elsewhere.Any(e => p.StartsWith(e, StringComparison.OrdinalIgnoreCase)))
        || !File.ReadAllText(projectFile).Contains("Sdk=\"Chantal.Sdk\"", StringComparison.Ordinal)
        || Shared.Select(name => Above(Path.GetDirectoryName(projectFile), name)).OfType<string>().Prepend(projectFile).Any(file => MayBeIn(File.ReadAllText(file)));

    private static bool MayBeIn(string text)
    {
        if (Elsewhere.Any(sign => text.Contains(sign, StringComparison.Ordinal)))
        {
            return true;
        }

        for (var at = text.IndexOf("Include", StringComparison.Ordinal); at >= 0; at = text.IndexOf("Include", at + 1, StringComparison.Ordinal))
        {
            // An attribute in either kind of quotes; a property of that name has none.
            var quote = text.AsSpan(at + "Include".Length).TrimStart();
            if (!quote.StartsWith("="))
            {
                continue;
            }

            quote = quote[1..].TrimStart();
            var end = quote.IsEmpty ? -1 : quote[1..].IndexOf(quote[0]);
            if (end < 0 || quote.Slice(1, end).IndexOfAny(Signs) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    // As MSBuild looks for it.
    private static string? Above(string? folder, string name)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, name)))
            {
                return Path.Combine(folder, name);
            }
        }

        return null;
    }
}
