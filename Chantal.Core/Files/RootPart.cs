using System.Security.Cryptography;
using System.Text;
using Chantal.Repositories;

namespace Chantal.Files;

/// <summary>What a look at one part of the upstream came to: a list, a listing, a repository's releases, or a single file.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Folder">The folder of its root files.</param>
/// <param name="Files">The root files; null: they are as they were.</param>
/// <param name="State">What is known of them.</param>
internal sealed record RootPart(string Name, string Folder, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? Files, RootState? State)
{
    private const int Digits = 32;

    /// <summary>Set if it is older than the published one.</summary>
    public OlderRoot? Older { get; init; }

    /// <summary>The folder of a part: addresses can have anything in them.</summary>
    /// <param name="kind">What it is a part of.</param>
    /// <param name="address">What tells it from others of its kind.</param>
    public static string Of(string kind, string address) => $"{kind}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..Digits]}";

    /// <summary>Writes it, unless it is as it was.</summary>
    /// <returns>Whether a root file changed.</returns>
    public bool Save(string rootsDirectory, Action beforeChange)
    {
        if (Files is null)
        {
            return false;
        }

        var disk = new RootDirectory(rootsDirectory, Folder);
        if (!disk.Has(State!))
        {
            beforeChange();
        }

        return disk.Save(Files, State!);
    }
}
