using Chantal.OpenPgp;

namespace Chantal.Core.Tests.OpenPgp;

/// <summary>The keys that come with the definitions pass the policy.</summary>
[TestClass]
public sealed class ArchiveKeyTests
{
    // A moment at which all of them are alive, however old this test becomes.
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow("debian-archive.asc")]
    [DataRow("ubuntu-archive.asc")]
    public void Every_certificate_has_a_key_that_may_sign(string file)
    {
        var keyring = Keyring.Load([new(Path.Combine(Root(), "mirrors", "keys", file), [])]);
        var judge = new KeyJudge(SignaturePolicy.Default, Now);

        // Every fingerprint ends in the empty string, so this finds all keys.
        var certificates = keyring.Find([""]).GroupBy(key => key.Certificate).ToList();

        Assert.IsNotEmpty(certificates);
        foreach (var keys in certificates)
        {
            Assert.Contains(key => judge.JudgeStrength(key.Certificate, key.Subkey) is null && judge.Judge(key.Certificate, key.Subkey) is null, keys);
        }
    }

    private static string Root()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Chantal.slnx")))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        return directory;
    }
}
