using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Tasks.Tests.Support;

namespace Chantal.Tasks.Tests.Building;

/// <summary>Where in the file that people wrote a message belongs.</summary>
[TestClass]
public sealed class DefinitionPlacesTests : IDisposable
{
    private readonly MirrorFixture _mirror = new();

    public void Dispose() => _mirror.Dispose();

    [TestMethod]
    public void A_message_about_the_upstream_is_at_what_leads_there()
    {
        var yaml = _mirror.Write("chantal.yaml", "repositories:\n  - name: one\n    upstream: http://a/\n    suites: [stable]\n    signed_by: key.asc\n");
        var one = new DefinitionName(yaml, "one", "apt");

        Assert.AreEqual((3, 5), one.PlaceOf(DiagnosticCodes.UpstreamUnreachable, "dists/stable/InRelease was not fetched."));
        Assert.AreEqual((4, 5), one.PlaceOf(DiagnosticCodes.AptSuiteNotFound, "It has neither InRelease nor Release."));
        Assert.AreEqual((5, 5), one.PlaceOf(DiagnosticCodes.KeyringUnusable, "It cannot be read."));
        Assert.AreEqual((2, 5), one.PlaceOf(DiagnosticCodes.FileSystem, "No space left on device."));
    }

    [TestMethod]
    public void A_message_that_advises_a_word_of_the_defaults_is_at_the_mirror()
    {
        var yaml = _mirror.Write("chantal.yaml", "defaults: { signing_key: key.asc }\nrepositories:\n  - name: one\n    suites: [stable]\n");

        Assert.AreEqual((3, 5), new DefinitionName(yaml, "one", "apt").PlaceOf(DiagnosticCodes.TakeUnsupported, "It cannot be taken by itself. Set Metadata=Regenerate and SigningKey."));
    }

    [TestMethod]
    public void A_message_is_at_the_word_that_it_mentions_in_the_mirror_that_it_is_about()
    {
        var yaml = _mirror.Write("chantal.yaml", """
            store_root: store
            defaults: { max_retries: 3 }
            repositories:
              - name: one
                suites: [stable]
              - name: two
                suites: [stable]
                signed_by: key.asc
            """);

        Assert.AreEqual((8, 5), DefinitionPlaces.Find(yaml, "two", DefinitionWords.In("The keyring of SignedBy is empty; Upstream is not.")));
        Assert.AreEqual((7, 5), DefinitionPlaces.Find(yaml, "two", ["Suite"]));
        Assert.AreEqual((2, 13), DefinitionPlaces.Find(yaml, "two", ["MaxRetries"]));
        Assert.AreEqual((4, 5), DefinitionPlaces.Find(yaml, "one", ["SignedBy"]), "the mirror, if it says nothing of it");
        Assert.AreEqual((0, 0), DefinitionPlaces.Find(yaml, "three", []));

        var project = _mirror.Write("debian.proj", "<Project Sdk=\"Chantal.Sdk\">\n  <ItemGroup>\n    <Suite Include=\"stable\" />\n  </ItemGroup>\n</Project>\n");
        Assert.AreEqual((3, 6), DefinitionPlaces.Find(project, "debian", DefinitionWords.In("Correct the Suite.")));
        Assert.AreEqual((0, 0), DefinitionPlaces.Find(project, "debian", DefinitionWords.In("The Release is old.")));
        Assert.AreEqual((0, 0), DefinitionPlaces.Find(project + ".gone", "debian", ["Suite"]));
    }
}
