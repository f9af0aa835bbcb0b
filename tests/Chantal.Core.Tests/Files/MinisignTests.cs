using System.Text;
using Chantal.Diagnostics;
using Chantal.Files.Signing;

namespace Chantal.Core.Tests.Files;

/// <summary>Signatures of the real minisign.</summary>
[TestClass]
public sealed class MinisignTests
{
    private static readonly byte[] Content = "a list of checksums\n"u8.ToArray();

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Both_forms_are_verified(bool isLegacy)
    {
        using var key = new Minisign();
        var signature = key.Sign(Content, "timestamp:1735787045\tfile:x", isLegacy);

        var verified = Verify(key, signature);

        Assert.AreEqual(DateTimeOffset.FromUnixTimeSeconds(1735787045), verified.Date);
        // minisign writes the number without leading zeros.
        Assert.Contains(verified.Signers.Single().TrimStart('0'), Encoding.UTF8.GetString(key.PublicKey));
        Assert.AreEqual(DiagnosticCodes.BadSignature, Refusal(key, signature, [.. Content, (byte)'\n']));
    }

    [TestMethod]
    public void Another_key_is_named()
    {
        using Minisign key = new(), other = new();

        Assert.AreEqual(DiagnosticCodes.UnknownKey, Refusal(key, other.Sign(Content)));
    }

    [TestMethod]
    public void A_comment_that_was_changed_is_noticed()
    {
        using var key = new Minisign();
        var signature = Encoding.UTF8.GetString(key.Sign(Content, "timestamp:1735787045"));

        Assert.AreEqual(DiagnosticCodes.BadSignature, Refusal(key, Encoding.UTF8.GetBytes(signature.Replace("1735787045", "1835787045", StringComparison.Ordinal))));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void A_signature_that_was_cut_is_malformed(int lines)
    {
        using var key = new Minisign();
        var signature = string.Join('\n', Encoding.UTF8.GetString(key.Sign(Content)).Split('\n').Take(lines));

        Assert.AreEqual(DiagnosticCodes.SignatureMalformed, Refusal(key, Encoding.UTF8.GetBytes(signature)));
    }

    [TestMethod]
    [DataRow("untrusted comment: x\nRWQ=\n")]
    [DataRow("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n")]
    [DataRow("")]
    public void What_is_not_a_key_is_not_taken_for_one(string text) => Assert.IsNull(MinisignKey.Read(text));

    private static SignedList Verify(Minisign key, byte[] signature, byte[]? content = null) =>
        new MinisignVerifier([MinisignKey.Read(Encoding.UTF8.GetString(key.PublicKey))!]).Verify(() => new MemoryStream(content ?? Content), signature, "x");

    private static string Refusal(Minisign key, byte[] signature, byte[]? content = null) => Assert.ThrowsExactly<MirrorException>(() => Verify(key, signature, content)).Code;
}
