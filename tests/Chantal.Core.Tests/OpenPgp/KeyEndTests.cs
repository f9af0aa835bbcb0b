using Chantal.OpenPgp;

namespace Chantal.Core.Tests.OpenPgp;

/// <summary>When keys that sign a repository end, so that monitoring can say so before.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class KeyEndTests
{
    // Gpg counts from the time at which the keys were made.
    private static readonly DateTimeOffset Made = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void A_key_ends_when_it_expires_and_one_that_never_does_is_left_out()
    {
        using var gpg = new Gpg();
        var mortal = gpg.CreateKey("alice", expires: "30d");
        var immortal = gpg.CreateKey("bob");

        AssertEnds(gpg, [mortal, immortal], (mortal, 30));
    }

    [TestMethod]
    public void A_key_that_was_prolonged_ends_later()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice", expires: "30d");
        gpg.SetExpiry(key, "60d", at: "20240115T000000");

        AssertEnds(gpg, [key], (key, 74));
    }

    [TestMethod]
    public void The_last_subkey_that_may_sign_counts_and_none_outlives_its_primary_key()
    {
        using var gpg = new Gpg();
        var key = gpg.CreateKey("alice", usage: "cert", expires: "100d");
        _ = gpg.AddSubkey(key, expires: "20d");
        _ = gpg.AddSubkey(key, expires: "50d");
        var other = gpg.CreateKey("bob", usage: "cert", expires: "10d");
        _ = gpg.AddSubkey(other);

        AssertEnds(gpg, [key, other], (key, 50), (other, 10));
    }

    [TestMethod]
    public void Keys_that_signed_nothing_and_files_that_are_no_keyrings_say_nothing()
    {
        using var gpg = new Gpg();
        _ = gpg.CreateKey("alice", expires: "30d");

        AssertEnds(gpg, ["00112233445566778899AABBCCDDEEFF00112233"]);
        Assert.IsEmpty(KeyEnd.Of([new KeyringFile(gpg.Write("x.pem", "-----BEGIN PUBLIC KEY-----\n"u8), []), new KeyringFile("/no/such/file", [])], ["AA"], Made));
    }

    private static void AssertEnds(Gpg gpg, string[] fingerprints, params (string Fingerprint, int Days)[] expected) => Assert.AreSequenceEqual(
        expected.OrderBy(e => e.Fingerprint, StringComparer.Ordinal).Select(e => (e.Fingerprint, Made.AddDays(e.Days))),
        KeyEnd.Of([new KeyringFile(gpg.Write("keys.pgp", gpg.Export()), [])], fingerprints, Made.AddDays(20)).Select(e => (e.Key, e.Value)));
}
