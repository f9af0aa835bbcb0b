using System.Text.Json;
using System.Text.RegularExpressions;
using Chantal.Core.Tests.OpenPgp;
using Chantal.OpenPgp;
using Chantal.Snapshots;
using Chantal.Store;

namespace Chantal.Core.Tests.Snapshots;

/// <summary>What is said of snapshots and channels is what other programs expect, is found where it is wrong, and is made again.</summary>
[TestClass]
public sealed partial class StatementTests : SnapshotFixture
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private static readonly Actor Ann = new("ann", "agent 1", "1.2.3") { Build = "7", BuildUrl = "https://ci.example/7", Commit = Commit };
    private static readonly string[] ResourceKeys = ["uri", "digest", "content"];

    private StatementFiles Files => new(Store.Layout, Refs, Store.Log);

    private string OfSnapshot => Path.Combine(Store.Layout.PublishedClients(snapshot: "jan"), "m.intoto.json");

    private string OfChannel => Path.Combine(Store.Layout.PublishedClients(channel: "prod"), "m.intoto.json");

    [TestMethod]
    public async Task A_statement_is_one_of_in_toto_with_a_provenance_of_slsa()
    {
        await MakeAsync(null, new RecordedAcceptance("3f2a9c01b2d44e10", "it is older", "ann@agent 1") { Actor = Ann });

        foreach (var (file, kind) in new[] { (OfSnapshot, "snapshot"), (OfChannel, "promotion") })
        {
            using var document = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            var predicate = RequireStatement(document.RootElement);
            var definition = predicate.GetProperty("buildDefinition");
            Assert.AreEqual($"chantal:{kind}:v1", definition.GetProperty("buildType").GetString());
            Assert.AreEqual("jan", definition.GetProperty("externalParameters").GetProperty("snapshot").GetString());
            Assert.AreEqual(kind == "promotion", definition.GetProperty("externalParameters").TryGetProperty("channel", out _));
            Assert.AreEqual(Commit, definition.GetProperty("resolvedDependencies")[0].GetProperty("digest").GetProperty("gitCommit").GetString());
            var by = definition.GetProperty("internalParameters");
            Assert.AreEqual(("ann", "agent 1", "7", "https://ci.example/7"), (Text(by, "user"), Text(by, "host"), Text(by, "build"), Text(by, "buildUrl")));
            Assert.AreEqual("1.2.3", predicate.GetProperty("runDetails").GetProperty("builder").GetProperty("version").GetProperty("chantal").GetString());
            Assert.AreEqual("https://ci.example/7", predicate.GetProperty("runDetails").GetProperty("metadata").GetProperty("invocationId").GetString());
        }

        using var snapshot = JsonDocument.Parse(await File.ReadAllTextAsync(OfSnapshot));
        var accepted = snapshot.RootElement.GetProperty("predicate").GetProperty("buildDefinition").GetProperty("externalParameters").GetProperty("accepted");
        Assert.AreEqual(("3f2a9c01b2d44e10", "ann"), (Text(accepted, "state"), Text(accepted.GetProperty("actor"), "user")));
    }

    [TestMethod]
    public void Who_did_nothing_in_Git_or_on_an_agent_makes_a_valid_statement_as_well()
    {
        var text = new Statement("m", "snapshot", "jan", new Ref { Generation = new string('a', 64), Time = Store.Clock.Now }, new Actor("ann", "pc", "1")).ToText("x");

        using var document = JsonDocument.Parse(text);
        _ = RequireStatement(document.RootElement);
        Assert.DoesNotContain("null", text);
    }

    [TestMethod]
    public async Task What_was_accepted_stays_with_the_state_and_goes_with_the_next()
    {
        await MakeAsync(null, new RecordedAcceptance("3f2a9c01b2d44e10", "it is older", "ann@agent 1") { Actor = Ann });
        Refs.SetMirror("m", Refs.Mirror("m")!.Value, Store.Clock.Now);
        Assert.AreEqual(Ann, Refs.Head("m")!.Accepted!.Actor);
        Assert.AreEqual(Ann, Refs.Snapshot("jan", "m")!.Accepted!.Actor);

        Head("m", "pool/a=2");

        Assert.IsNull(Refs.Head("m")!.Accepted);
        Create("feb", ["m"]);
        Assert.IsNull(Refs.Snapshot("feb", "m")!.Accepted);
        Assert.IsNotNull(Refs.Snapshot("jan", "m")!.Accepted);
    }

    [TestMethod]
    public async Task Of_a_snapshot_of_which_nobody_knows_who_made_it_nothing_is_said()
    {
        Two();

        await Files.WriteSnapshotAsync("jan", ["m"], _ => null, default);

        Assert.IsFalse(File.Exists(OfSnapshot));
        Assert.IsEmpty(Files.Faults("m", null));
    }

    [TestMethod]
    public async Task What_is_missing_or_altered_is_found_and_made_again()
    {
        await MakeAsync(null);
        Assert.IsEmpty(Files.Faults("m", null));
        var (snapshot, channel) = (await File.ReadAllTextAsync(OfSnapshot), await File.ReadAllTextAsync(OfChannel));

        File.Delete(OfSnapshot);
        await File.WriteAllTextAsync(OfChannel, channel.Replace(Refs.Channel("prod", "m")!.Generation, new string('a', 64), StringComparison.Ordinal));

        Assert.AreSequenceEqual([(OfSnapshot, "is missing"), (OfChannel, "is not what it should be")], Files.Faults("m", null));
        Assert.AreSequenceEqual([OfChannel], Files.Faults("m", null, "jan").Select(f => f.Path).Where(p => p == OfChannel));
        await Files.RepairAsync("m", null, null, default);
        Assert.IsEmpty(Files.Faults("m", null));
        Assert.AreEqual((snapshot, channel), (await File.ReadAllTextAsync(OfSnapshot), await File.ReadAllTextAsync(OfChannel)));
    }

    [TestMethod]
    public async Task What_is_something_else_is_found_and_left_alone()
    {
        await MakeAsync(null);
        await File.WriteAllTextAsync(OfSnapshot, "mine");

        await Files.RepairAsync("m", null, null, default);

        Assert.AreSequenceEqual([(OfSnapshot, "is something else")], Files.Faults("m", null));
        Assert.AreEqual("mine", await File.ReadAllTextAsync(OfSnapshot));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public async Task Gpg_verifies_the_signature_with_the_key_that_clients_get()
    {
        using var gpg = new Gpg();
        using var client = new Gpg();
        await MakeAsync(Signer(gpg, "site"));
        Require(Gpg.Start("gpg", [], ["--homedir", client.Home, "--batch", "--import", client.Write("site.asc", Signer(gpg, "site", make: false).ExportPublic())]));

        foreach (var file in new[] { OfSnapshot, OfChannel })
        {
            Require(Gpg.Start("gpg", [], ["--homedir", client.Home, "--batch", "--verify", file + ".asc", file]));
            Assert.AreNotEqual(0, Gpg.Start("gpg", [], ["--homedir", client.Home, "--batch", "--verify", file + ".asc", client.Write("other", "other"u8)]).ExitCode);
        }
    }

    [TestMethod]
    [TestCategory("Outer")]
    [DataRow("missing")]
    [DataRow("damaged")]
    [DataRow("stranger's")]
    [DataRow("of another text")]
    public async Task A_signature_that_the_sites_key_did_not_make_is_found_and_made_again(string fault)
    {
        using var gpg = new Gpg();
        var site = Signer(gpg, "site");
        var keys = SignatureVerifier.Of(site, TimeProvider.System);
        await MakeAsync(site);
        Assert.IsEmpty(Files.Faults("m", keys));

        var (signature, text) = (OfSnapshot + ".asc", await File.ReadAllBytesAsync(OfSnapshot));
        switch (fault)
        {
            case "missing":
                File.Delete(signature);
                break;
            case "damaged":
                await File.WriteAllTextAsync(signature, "no signature");
                break;
            case "stranger's":
                await File.WriteAllBytesAsync(signature, await Signer(gpg, "stranger").SignDetachedAsync(text, null, default));
                break;
            default:
                File.Copy(OfChannel + ".asc", signature, overwrite: true);
                break;
        }

        Assert.AreSequenceEqual([signature], Files.Faults("m", keys).Select(f => f.Path));
        Assert.IsEmpty(Files.Faults("m", null));
        await Files.RepairAsync("m", keys, site, default);
        Assert.IsEmpty(Files.Faults("m", keys));
    }

    private async Task MakeAsync(IMetadataSigner? signer, RecordedAcceptance? accepted = null)
    {
        Refs.SetMirror("m", Store.Generation("pool/a=1"), Store.Clock.Now, accepted);
        var snapshots = new SnapshotStore(Store.Layout, Refs, Store.Generations, Store.Clock, Store.Log) { By = Ann };
        snapshots.Create([Mirror("m")], new SnapshotOptions("jan", null, false, true, false, None), default);
        await snapshots.PromoteAsync([Mirror("m")], "prod", "jan", default);
        await Files.WriteSnapshotAsync("jan", ["m"], _ => signer, default);
        await Files.WriteChannelAsync("prod", ["m"], _ => signer, default);
    }

    private static KeySigner Signer(Gpg gpg, string name, bool make = true)
    {
        if (make)
        {
            gpg.CreateKey(name);
        }

        var (exitCode, secret, error) = Gpg.Start("gpg", [], ["--homedir", gpg.Home, "--batch", "--export-secret-keys", name]);
        Assert.AreEqual(0, exitCode, error);
        return new KeySigner([SecretKeyring.Load(gpg.Write(name + ".key", secret), null, TimeProvider.System)], TimeProvider.System);
    }

    private static void Require((int ExitCode, byte[] Output, string Error) ended) => Assert.AreEqual(0, ended.ExitCode, ended.Error);

    // in-toto attestation v1: Statement, ResourceDescriptor, DigestSet; SLSA provenance v1: required fields, and the types of those that are optional.
    private static JsonElement RequireStatement(JsonElement statement)
    {
        Assert.AreEqual("https://in-toto.io/Statement/v1", Text(statement, "_type"));
        Assert.AreEqual("https://slsa.dev/provenance/v1", Text(statement, "predicateType"));
        Assert.AreSequenceEqual(["_type", "predicate", "predicateType", "subject"], statement.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        var subject = statement.GetProperty("subject").EnumerateArray().Single();
        RequireResource(subject);
        Assert.MatchesRegex(Sha256(), subject.GetProperty("digest").GetProperty("sha256").GetString());
        var predicate = statement.GetProperty("predicate");
        var (definition, details) = (predicate.GetProperty("buildDefinition"), predicate.GetProperty("runDetails"));
        Assert.IsTrue(Uri.TryCreate(Text(definition, "buildType"), UriKind.Absolute, out _));
        Assert.AreEqual(JsonValueKind.Object, definition.GetProperty("externalParameters").ValueKind);
        Assert.AreEqual(JsonValueKind.Object, definition.GetProperty("internalParameters").ValueKind);
        foreach (var resource in definition.TryGetProperty("resolvedDependencies", out var resources) ? resources.EnumerateArray().ToList() : [])
        {
            RequireResource(resource);
        }

        Assert.IsTrue(Uri.TryCreate(Text(details.GetProperty("builder"), "id"), UriKind.Absolute, out var builder) && !builder.OriginalString.Contains(' ', StringComparison.Ordinal));
        Assert.IsTrue(details.GetProperty("builder").GetProperty("version").EnumerateObject().All(v => v.Value.ValueKind == JsonValueKind.String));
        Assert.MatchesRegex(Timestamp(), Text(details.GetProperty("metadata"), "finishedOn"));
        Assert.IsFalse(details.TryGetProperty("byproducts", out _));
        return predicate;
    }

    private static void RequireResource(JsonElement resource) =>
        Assert.IsTrue(ResourceKeys.Any(k => resource.TryGetProperty(k, out _)), $"a ResourceDescriptor has one of {string.Join(", ", ResourceKeys)}");

    private static string? Text(JsonElement parent, string name) => parent.GetProperty(name).GetString();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Sha256();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\z")]
    private static partial Regex Timestamp();
}
