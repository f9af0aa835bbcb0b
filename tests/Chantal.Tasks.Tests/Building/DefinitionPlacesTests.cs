using Chantal.Definitions;
using Chantal.Tasks.Tests.Support;

namespace Chantal.Tasks.Tests.Building;

/// <summary>Where in the file that people wrote a message belongs.</summary>
[TestClass]
public sealed class DefinitionPlacesTests : IDisposable
{
    private readonly MirrorFixture _mirror = new();

    public void Dispose() => _mirror.Dispose();

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
