using System.Text;
using Chantal.Diagnostics;
using Chantal.OpenPgp;

namespace Chantal.Core.Tests.OpenPgp;

/// <summary>What Chantal and gpgv think of the same file with the same keyring, at the present time.</summary>
internal static class Verdict
{
    /// <summary>Both say good, and see the same payload.</summary>
    internal static VerifiedMessage BothGood(Gpg gpg, byte[] keyring, byte[] clearSigned)
    {
        var message = Verifier(gpg, keyring).VerifyClearSigned(clearSigned, "InRelease");
        var (good, payload) = AskGpgv(gpg, keyring, clearSigned);
        Assert.IsTrue(good, "gpgv refuses it");
        Assert.AreEqual(Encoding.UTF8.GetString(payload), Encoding.UTF8.GetString(message.Payload.Span));
        return message;
    }

    /// <summary>Both refuse, and Chantal with this code.</summary>
    internal static MirrorException BothRefuse(string code, Gpg gpg, byte[] keyring, byte[] clearSigned)
    {
        Assert.IsFalse(AskGpgv(gpg, keyring, clearSigned).Good, "gpgv accepts it");
        return Refused(code, gpg, keyring, clearSigned);
    }

    /// <summary>Chantal refuses with this code what gpgv accepts.</summary>
    internal static MirrorException OnlyChantalRefuses(string code, Gpg gpg, byte[] keyring, byte[] clearSigned)
    {
        Assert.IsTrue(AskGpgv(gpg, keyring, clearSigned).Good, "gpgv refuses it");
        return Refused(code, gpg, keyring, clearSigned);
    }

    /// <summary>Chantal refuses with this code.</summary>
    internal static MirrorException Refused(string code, Gpg gpg, byte[] keyring, byte[] clearSigned) =>
        Fails(code, () => Verifier(gpg, keyring).VerifyClearSigned(clearSigned, "InRelease"));

    internal static MirrorException Fails(string code, Action action)
    {
        var exception = Assert.ThrowsExactly<MirrorException>(action);
        Assert.AreEqual(code, exception.Code, exception.Message);
        return exception;
    }

    internal static SignatureVerifier Verifier(Gpg gpg, byte[] keyring) =>
        new(Keyring.Load([new KeyringFile(gpg.Write("keyring.gpg", keyring), [])]), TimeProvider.System);

    /// <summary>Whether gpgv finds a good signature and no bad one, as apt asks it.</summary>
    internal static (bool Good, byte[] Payload) AskGpgv(Gpg gpg, byte[] keyring, byte[] signed, byte[]? data = null)
    {
        string[] files = data is null ? [gpg.Write("signed", signed)] : [gpg.Write("signed", signed), gpg.Write("data", data)];
        string[] output = data is null ? ["--output", "-"] : [];
        string[] arguments =
        [
            "--homedir", gpg.Home, "--keyring", gpg.Write("gpgv.gpg", keyring), "--status-fd", "2", .. output, .. files,
        ];
        var (_, payload, status) = Gpg.Start("gpgv", [], arguments);
        var good = status.Contains("GOODSIG", StringComparison.Ordinal) && !status.Contains("BADSIG", StringComparison.Ordinal)
            && !status.Contains("NODATA", StringComparison.Ordinal);
        return (good, payload);
    }
}
