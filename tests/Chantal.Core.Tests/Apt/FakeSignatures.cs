using System.Text;
using Chantal.Diagnostics;
using Chantal.Repositories;

namespace Chantal.Core.Tests.Apt;

/// <summary>Signatures that are only text: an InRelease is "SIGNED" and the Release, a Release.gpg "SIGNATURE OF" its length.</summary>
internal sealed class FakeSignatures : IRootSignatures
{
    public const string Bad = "CHANTAL9999";

    public string? Keyring { get; set; } = "keyring";

    /// <summary>How often anything was verified.</summary>
    public int Checks { get; private set; }

    public static byte[] ClearSign(string release) => Encoding.UTF8.GetBytes("SIGNED\n" + release);

    public static byte[] Detach(string release) => Encoding.UTF8.GetBytes($"SIGNATURE OF {release.Length}");

    public SignedText ReadClearSigned(ReadOnlyMemory<byte> inRelease, string name)
    {
        Checks++;
        return inRelease.Span.StartsWith("SIGNED\n"u8) ? new SignedText(inRelease[7..], ["KEY"]) : throw new MirrorException(Bad, name);
    }

    public SignedText ReadDetached(ReadOnlyMemory<byte> release, ReadOnlyMemory<byte>? signature, string name)
    {
        Checks++;
        return signature is { } value && value.Span.SequenceEqual(Encoding.UTF8.GetBytes($"SIGNATURE OF {release.Length}"))
            ? new SignedText(release, ["KEY"])
            : throw new MirrorException(Bad, name);
    }
}
