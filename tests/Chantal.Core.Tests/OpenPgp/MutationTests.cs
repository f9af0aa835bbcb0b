using Chantal.Diagnostics;
using Chantal.OpenPgp;

namespace Chantal.Core.Tests.OpenPgp;

/// <summary>Whatever happens to a file, it is refused with a diagnostic, or still says the same.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class MutationTests
{
    private const int Rounds = 3000;

    [TestMethod]
    public void A_changed_clear_signed_file_is_refused_or_says_the_same()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice");
        var file = gpg.ClearSign("Suite: stable\n- x\nDate: today \n"u8.ToArray(), gpg.AddSubkey(key), Gpg.Then, "--local-user", key);
        var verifier = Verdict.Verifier(gpg, gpg.Export());
        var expected = verifier.VerifyClearSigned(file, "InRelease").Payload.ToArray();
        var random = new Random(1);

        for (var round = 0; round < Rounds; round++)
        {
            var changed = Mutate(file, random);
            if (Try(() => verifier.VerifyClearSigned(changed, "InRelease")) is { } message)
            {
                Assert.AreSequenceEqual(expected, message.Payload);
            }
        }
    }

    [TestMethod]
    public void A_changed_signature_is_refused_or_names_the_same_key()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice", "rsa2048");
        byte[] data = [1, 2, 3];
        var signature = gpg.DetachSign(data, key);
        var verifier = Verdict.Verifier(gpg, gpg.Export());
        var expected = verifier.VerifyDetached(data, signature, "Release").Signatures.Single();
        var random = new Random(2);

        for (var round = 0; round < Rounds; round++)
        {
            var changed = Mutate(signature, random);
            foreach (var good in Try(() => verifier.VerifyDetached(data, changed, "Release"))?.Signatures ?? [])
            {
                Assert.AreEqual(expected, good);
            }
        }
    }

    [TestMethod]
    public void A_changed_keyring_accepts_nothing_else()
    {
        using var gpg = new Gpg();
        var subkey = gpg.AddSubkey(gpg.CreateKey("alice"));
        var file = gpg.ClearSign("Suite: stable\n"u8.ToArray(), subkey);
        var keyring = gpg.Export();
        var expected = Verdict.Verifier(gpg, keyring).VerifyClearSigned(file, "InRelease").Signatures.Single();
        var random = new Random(3);

        for (var round = 0; round < Rounds; round++)
        {
            var changed = Mutate(keyring, random);
            foreach (var good in Try(() => Verdict.Verifier(gpg, changed).VerifyClearSigned(file, "InRelease"))?.Signatures ?? [])
            {
                Assert.AreEqual(expected, good);
            }
        }
    }

    private static VerifiedMessage? Try(Func<VerifiedMessage> verify)
    {
        try
        {
            return verify();
        }
        catch (MirrorException)
        {
            return null;
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at - 1));
                    break;
                default:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(random.Next(1, 200), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
