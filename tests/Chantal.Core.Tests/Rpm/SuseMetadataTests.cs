using System.Xml.Linq;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Rpm;

/// <summary>What SUSE adds to the metadata of a repository: mirrored byte for byte, thinned where packages are, and its date looked at.</summary>
[TestClass]
public sealed class SuseMetadataTests : IDisposable
{
    private const string Repository = "rpm.example";
    private const string Patterns = """
        <patterns xmlns="http://novell.com/package/metadata/suse/pattern" xmlns:rpm="http://linux.duke.edu/metadata/rpm" count="4">
        <pattern><name>base</name><rpm:requires><rpm:entry name="a"/><rpm:entry name="elsewhere"/></rpm:requires><rpm:recommends><rpm:entry name="b"/></rpm:recommends></pattern>
        <pattern><name>office</name><rpm:requires><rpm:entry kind="package" name="b"/></rpm:requires></pattern>
        <pattern><name>desktop</name><rpm:requires><rpm:entry kind="pattern" name="office"/><rpm:entry kind="pattern" name="base"/></rpm:requires></pattern>
        <pattern><name>small</name><rpm:requires><rpm:entry kind="pattern" name="base"/></rpm:requires></pattern>
        </patterns>
        """;

    private readonly RpmMirror _mirror = new();

    public void Dispose() => _mirror.Dispose();

    [TestMethod]
    public async Task Every_list_of_SUSE_is_mirrored_as_it_is()
    {
        var lists = new Dictionary<string, string>
        {
            ["susedata"] = "<susedata packages=\"0\"></susedata>",
            ["susedata.de"] = "<susedata packages=\"0\"></susedata>",
            ["patterns"] = Patterns,
            ["products"] = "<products/>",
            ["appdata"] = "<components/>",
            ["appdata-icons"] = "<icons/>",
            ["suseinfo"] = "<suseinfo/>",
            ["deltainfo"] = "<deltainfo/>",
        };
        _mirror.Serve(Repository, ["a", "b"], lists);
        _mirror.Files[$"{Repository}/media.1/media"] = "openSUSE\n"u8.ToArray();
        _mirror.Files[$"{Repository}/media.1/products"] = "/ openSUSE 15.6-1\n"u8.ToArray();
        _mirror.Files[$"{Repository}/repodata/repomd.xml.key"] = "key"u8.ToArray();
        _mirror.Files[$"{Repository}/repodata/repomd.xml.asc"] = "signature"u8.ToArray();

        Assert.IsNull(await _mirror.SyncAsync());

        foreach (var (place, content) in _mirror.Files)
        {
            Assert.AreSequenceEqual(content, _mirror.Content(place[(Repository.Length + 1)..]), place);
        }
    }

    [TestMethod]
    public async Task Patterns_that_can_no_longer_be_installed_go_and_take_others_with_them()
    {
        _mirror.Take("Package", "a").Serve(Repository, ["a", "b"], new Dictionary<string, string> { ["patterns"] = Patterns });

        Assert.IsNull(await _mirror.SyncAsync());

        var list = _mirror.List("", "patterns");
        Assert.AreSequenceEqual(["base", "small"], Names(list, "name"));
        Assert.Contains("count=\"2\"", list);
        Assert.Contains("<rpm:recommends><rpm:entry name=\"b\"/></rpm:recommends>", list);
    }

    [TestMethod]
    public async Task Products_stay_as_long_as_their_packages_do()
    {
        const string Products = """
            <products xmlns:rpm="http://linux.duke.edu/metadata/rpm"><product type="base"><name>one</name><rpm:requires><rpm:entry name="a"/></rpm:requires></product>
            <product><name>two</name><rpm:requires><rpm:entry name="b"/></rpm:requires></product></products>
            """;
        _mirror.Take("ExcludePackage", "b").Serve(Repository, ["a", "b"], new Dictionary<string, string> { ["products"] = Products });

        Assert.IsNull(await _mirror.SyncAsync());

        Assert.AreSequenceEqual(["one"], Names(_mirror.List("", "products"), "name"));
    }

    [TestMethod]
    public async Task A_pattern_may_require_a_package_of_another_repository_of_the_mirror()
    {
        _mirror.Take("Repository", "one").Take("Repository", "two").Take("Package", "a").Take("Package", "b");
        _mirror.Serve(Repository + "/one", ["a"], new Dictionary<string, string> { ["patterns"] = Patterns }).Serve(Repository + "/two", ["b", "c"]);

        Assert.IsNull(await _mirror.SyncAsync());

        Assert.AreSequenceEqual(["base", "office", "desktop", "small"], Names(_mirror.List("one/", "patterns"), "name"));
    }

    [TestMethod]
    public async Task Susedata_lists_the_packages_that_are_there_and_says_how_many_it_lists()
    {
        var texts = string.Concat(new[] { "a", "b" }.Select(name => $"<package pkgid=\"{RpmMirror.IdOf(name)}\" name=\"{name}\" arch=\"noarch\"><version epoch=\"0\" ver=\"1\" rel=\"1\"/><eula>{name}</eula></package>"));
        var list = $"<susedata xmlns=\"http://linux.duke.edu/metadata/susedata\" packages=\"2\">{texts}</susedata>";
        _mirror.Take("Package", "a").Take("Package", "c").Serve(Repository, ["a", "b", "c"], new Dictionary<string, string> { ["susedata"] = list, ["susedata.de"] = list });

        Assert.IsNull(await _mirror.SyncAsync());

        foreach (var type in new[] { "susedata", "susedata.de" })
        {
            Assert.Contains("<eula>a</eula>", _mirror.List("", type));
            Assert.DoesNotContain("<eula>b</eula>", _mirror.List("", type));
            Assert.Contains("packages=\"1\"", _mirror.List("", type));
        }

        Assert.Contains("packages=\"2\"", _mirror.List("", "primary"));
    }

    [TestMethod]
    [DataRow("components", "component")]
    [DataRow("applications", "application")]
    public async Task Applications_go_with_their_packages(string root, string element)
    {
        var list = $"<{root} version=\"0.8\"><{element} type=\"desktop\"><id>a</id><pkgname>a</pkgname></{element}><{element}><id>b</id><pkgname>b</pkgname></{element}><{element}><id>none</id></{element}></{root}>";
        _mirror.Take("Package", "a").Serve(Repository, ["a", "b"], new Dictionary<string, string> { ["appdata"] = list });

        Assert.IsNull(await _mirror.SyncAsync());

        Assert.AreSequenceEqual(["a", "none"], Names(_mirror.List("", "appdata"), "id"));
    }

    [TestMethod]
    public async Task A_list_of_applications_of_another_kind_is_copied()
    {
        _mirror.Take("Package", "a").Serve(Repository, ["a", "b"], new Dictionary<string, string> { ["appdata"] = "<other><thing/></other>" });

        Assert.IsNull(await _mirror.SyncAsync());

        Assert.AreEqual("<other><thing/></other>", _mirror.List("", "appdata"));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3432")]
    public async Task A_repository_past_its_date_is_a_warning_at_every_sync_and_can_be_an_error_or_nothing()
    {
        Expire(3600);

        for (var sync = 0; sync < 2; sync++)
        {
            Assert.IsNull(await _mirror.SyncAsync());
            Assert.Contains(DiagnosticCodes.RepositoryExpired, _mirror.Log.Warnings.Select(w => w.Code));
        }

        Assert.AreEqual(DateTimeOffset.FromUnixTimeSeconds(RpmMirror.Made + 3600), _mirror.Roots.Single().ValidUntil);
        _mirror["ExpiredMetadata"] = "error";
        Assert.AreEqual(DiagnosticCodes.RepositoryExpired, await _mirror.SyncAsync());
        Assert.AreEqual("a", _mirror.Packages);
        _mirror["ExpiredMetadata"] = "ignore";
        Assert.IsNull(await _mirror.SyncAsync());
        Assert.DoesNotContain(DiagnosticCodes.RepositoryExpired, _mirror.Log.Warnings.Select(w => w.Code));
    }

    [TestMethod]
    public async Task Where_it_is_an_error_the_next_upstream_is_asked()
    {
        _mirror["Upstream"] = "https://rpm.example/;https://other.example/";
        _mirror["ExpiredMetadata"] = "error";
        Expire(3600);
        _mirror.Serve("other.example", ["b"], new Dictionary<string, string> { ["suseinfo"] = "<suseinfo><expire>3000000000</expire></suseinfo>" }, RpmMirror.Made + 1);

        Assert.IsNull(await _mirror.SyncAsync());

        Assert.AreEqual("b", _mirror.Packages);
    }

    [TestMethod]
    public async Task One_that_is_current_or_says_nothing_is_not()
    {
        _mirror["ExpiredMetadata"] = "error";
        Expire(3_000_000_000);
        Assert.IsNull(await _mirror.SyncAsync());

        _mirror.Serve(Repository, ["a"], new Dictionary<string, string> { ["suseinfo"] = "<suseinfo><keywords><k>x</k></keywords></suseinfo>" }, RpmMirror.Made + 1);
        Assert.IsNull(await _mirror.SyncAsync());
        Assert.IsNull(_mirror.Roots.Single().ValidUntil);
    }

    [TestMethod]
    [DataRow("<suseinfo><expire>soon</expire></suseinfo>")]
    [DataRow("<suseinfo><expire>99999999999999</expire></suseinfo>")]
    [DataRow("<suseinfo><expire>1</expire>")]
    [DataRow("<other/>")]
    public async Task A_malformed_suseinfo_is_refused(string text)
    {
        _mirror.Serve(Repository, ["a"], new Dictionary<string, string> { ["suseinfo"] = text });

        Assert.AreEqual(DiagnosticCodes.SuseInfoMalformed, await _mirror.SyncAsync());
    }

    [TestMethod]
    public async Task A_suseinfo_that_is_not_the_one_listed_is_refused()
    {
        Expire(3600);
        var place = _mirror.Files.Keys.Single(f => f.EndsWith("-suseinfo.xml.gz", StringComparison.Ordinal));
        _mirror.Files[place] = [.. _mirror.Files[place], 0];

        Assert.AreEqual(DiagnosticCodes.UpstreamChanged, await _mirror.SyncAsync());
    }

    [TestMethod]
    public async Task An_older_state_is_refused_though_its_date_has_not_passed()
    {
        Expire(3_000_000_000);
        Assert.IsNull(await _mirror.SyncAsync());
        _mirror.Serve(Repository, ["b"], new Dictionary<string, string> { ["suseinfo"] = "<suseinfo><expire>3000000000</expire></suseinfo>" }, RpmMirror.Made - 100);

        Assert.AreEqual(DiagnosticCodes.StateWentBack, await _mirror.SyncAsync());

        Assert.AreEqual("a", _mirror.Packages);
    }

    private void Expire(long seconds) =>
        _mirror.Serve(Repository, ["a"], new Dictionary<string, string> { ["suseinfo"] = $"<?xml version=\"1.0\"?><suseinfo><expire>{seconds}</expire></suseinfo>" });

    private static IReadOnlyList<string> Names(string list, string element) =>
        [.. XElement.Parse(list).Elements().Elements().Where(e => e.Name.LocalName == element).Select(e => e.Value)];
}
