namespace Chantal.Rpm.Packages;

/// <summary>
/// How many packages a list states that it has, in <c>packages</c> of its root element. Clients do not look at it; but a list with more or fewer was
/// cut off, put together from two, or is read otherwise here than at the client.
/// </summary>
internal static class StatedCount
{
    // createrepo_c writes the number into these. Others that have the attribute are made by other tools.
    private static readonly string[] Lists = ["primary", "filelists", "other"];

    /// <summary>Throws if a list does not have as many packages as it states.</summary>
    /// <param name="type">The list's type in <c>repomd.xml</c>.</param>
    /// <param name="stated">What it states; null: nothing.</param>
    /// <param name="count">How many it has.</param>
    /// <param name="path">What errors call it.</param>
    public static void Check(string type, long? stated, long count, string path)
    {
        if (stated is { } number && number != count && Lists.Contains(type))
        {
            throw RpmPackageDiagnostics.CountDiffers(path, count, number);
        }
    }
}
