using System.Text;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Rpm;

/// <summary>The repositories that the index of a service names are mirrored, and the index that is published names those of the mirror.</summary>
[TestClass]
public sealed class ServiceTests : IDisposable
{
    private const string Index = "rpm.example/repo/repoindex.xml";

    private readonly RpmMirror _mirror = new RpmMirror().Take("Service", ".");

    public void Dispose() => _mirror.Dispose();

    [TestMethod]
    public async Task An_index_whose_paths_are_relative_is_published_as_it_is()
    {
        const string Text = "<repoindex ttl=\"86400\">\n<!-- ours -->\n<repo alias=\"one\" name=\"One\" path=\"one/$basearch\" autorefresh=\"true\" enabled=\"true\"/>\n<repo alias=\"two\" path=\"../two/\"/>\n</repoindex>\n";
        _mirror.Take("Architecture", "x86_64").Take("Architecture", "aarch64");
        _mirror.Serve("rpm.example/repo/one/x86_64", ["a"]).Serve("rpm.example/repo/one/aarch64", ["b"]).Serve("rpm.example/two", ["c"]);
        Publish(Text);

        Assert.IsNull(await _mirror.SyncAsync());

        Assert.AreEqual(Text, _mirror.Text("repo/repoindex.xml"));
        Assert.AreEqual("a b c", _mirror.Packages);
        Assert.Contains("repo/one/x86_64/repodata/repomd.xml", _mirror.Head.Keys);
        Assert.Contains("two/repodata/repomd.xml", _mirror.Head.Keys);
    }

    [TestMethod]
    public async Task Absolute_URLs_become_the_paths_of_the_mirror_and_variables_stay_in_them()
    {
        _mirror.Take("Variable", "releasever", ("Value", "15.6"));
        _mirror.Serve("rpm.example/leap/15.6/oss", ["a"]).Serve("cdn.example/updates/15.6", ["b"]);
        Publish("""
            <repoindex ttl="0" disturl="https://rpm.example" distsub="leap/" distver="${releasever}">
            <repo url="%{disturl}/%{distsub}%{distver}/oss" alias="oss" name="%{alias} (%{distver})" enabled="true" autorefresh="true" gpgkey="%{url}/repodata/repomd.xml.key"/>
            <repo url="https://cdn.example/updates/%{distver}/" alias="updates" priority="90" mirrorlist="https://cdn.example/list"/>
            </repoindex>
            """);

        Assert.IsNull(await _mirror.SyncAsync());

        var published = _mirror.Text("repo/repoindex.xml");
        Assert.Contains("""<repo alias="oss" name="oss (${releasever})" enabled="true" autorefresh="true" path="../leap/${releasever}/oss" />""", published);
        Assert.Contains("""<repo alias="updates" priority="90" path="../updates/${releasever}" />""", published);
        Assert.DoesNotContain("cdn.example", published);
        Assert.Contains("leap/15.6/oss/noarch/a-1-1.noarch.rpm", _mirror.Head.Keys);
        Assert.Contains("updates/15.6/noarch/b-1-1.noarch.rpm", _mirror.Head.Keys);
    }

    [TestMethod]
    public async Task Alias_takes_some_and_the_index_lists_these()
    {
        using var mirror = new RpmMirror().Take("Service", "svc/", ("Alias", "on*;absent")).Serve("rpm.example/svc/repo/one", ["a"]);
        mirror.Files["rpm.example/svc/repo/repoindex.xml"] = """<repoindex><repo alias="one" path="one"/><repo alias="debug" path="debug"/></repoindex>"""u8.ToArray();

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("a", mirror.Packages);
        Assert.Contains("""<repo alias="one" path="one" />""", mirror.Text("svc/repo/repoindex.xml"));
        Assert.DoesNotContain("debug", mirror.Text("svc/repo/repoindex.xml"));
        Assert.Contains("'absent'", mirror.Log.Warnings.Single(w => w.Code == DiagnosticCodes.PatternMatchesNothing).Message);
    }

    [TestMethod]
    public async Task What_the_index_names_anew_is_mirrored_and_what_it_drops_goes()
    {
        _mirror.Serve("rpm.example/repo/one", ["a"]).Serve("rpm.example/repo/two", ["b"]);
        Publish("""<repoindex><repo alias="one" path="one"/></repoindex>""");
        Assert.IsNull(await _mirror.SyncAsync());
        Publish("""<repoindex><repo alias="two" path="two"/></repoindex>""");

        Assert.IsNull(await _mirror.SyncAsync());

        Assert.AreEqual("b", _mirror.Packages);
    }

    [TestMethod]
    public async Task Tokens_are_sent_and_left_nowhere()
    {
        _mirror.Tokens["rpm.example"] = "s3cretA";
        _mirror.Tokens["cdn.example"] = "s3cretB";
        _mirror.Serve("cdn.example/SUSE/product", ["a"]);
        Publish("""<repoindex><repo alias="one" url="https://cdn.example/SUSE/product?s3cretB" gpgkey="https://cdn.example/key?s3cretB"/><repo alias="two" url="https://me:s3cretC@cdn.example/x?s3cretB"/></repoindex>""");
        _mirror["AccessFile"] = Secret("https://rpm.example/ header X-Key: s3cretA\nhttps://cdn.example/SUSE query s3cretB\n");

        // One with a password in its URL is not taken by accident.
        Assert.AreEqual(DiagnosticCodes.UrlWithCredentials, await _mirror.SyncAsync());
        AssertNothingLeft(_mirror);

        using var mirror = new RpmMirror().Take("Service", ".", ("Alias", "one"));
        foreach (var (place, content) in _mirror.Files)
        {
            mirror.Files[place] = content;
        }

        mirror.Tokens["rpm.example"] = "s3cretA";
        mirror.Tokens["cdn.example"] = "s3cretB";
        Assert.AreEqual(DiagnosticCodes.RequestRefused, await mirror.SyncAsync());
        mirror["AccessFile"] = mirror.WriteSecret("access", "https://rpm.example/ header X-Key: s3cretA\nhttps://cdn.example/SUSE query s3cretB\n");

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("a", mirror.Packages);
        Assert.Contains("https://cdn.example/SUSE/product/noarch/a-1-1.noarch.rpm?s3cretB", mirror.Requests);
        Assert.Contains("which are not kept", string.Join('\n', mirror.Log.Messages));
        AssertNothingLeft(mirror);
    }

    [TestMethod]
    public async Task Tokens_in_parts_of_URLs_and_in_comments_are_left_nowhere_either()
    {
        _mirror.Serve("rpm.example/one", ["a"]);
        Publish("""<repoindex host="https://rpm.example" token="?s3cret"><!-- https://rpm.example/one?s3cret --><repo alias="one" url="%{host}/one%{token}" name="%{url}"/><repo alias="two" url="%{host}/one/../one?s3cret" enabled="false"/></repoindex>""");

        Assert.IsNull(await _mirror.SyncAsync());

        Assert.Contains("""<repo alias="one" name="https://rpm.example/one" path="../one" />""", _mirror.Text("repo/repoindex.xml"));
        AssertNothingLeft(_mirror);
    }

    [TestMethod]
    [DataRow("""<repoindex><repo alias="x" path="../../x"/></repoindex>""", DiagnosticCodes.LocationOutside)]
    [DataRow("""<repoindex><repo alias="x" path="a/../../../x"/></repoindex>""", DiagnosticCodes.LocationOutside)]
    [DataRow("""<repoindex><repo alias="x" url="https://rpm.example/a/%2e%2e/%2e%2e/x"/></repoindex>""", DiagnosticCodes.LocationOutside)]
    [DataRow("""<repoindex><repo alias="x" url="https://cdn.example/../x"/></repoindex>""", DiagnosticCodes.LocationOutside)]
    [DataRow("""<repoindex><repo alias="x" path="a\b"/></repoindex>""", DiagnosticCodes.HostilePath)]
    [DataRow("""<repoindex><repo alias="x" path="a//b"/></repoindex>""", DiagnosticCodes.HostilePath)]
    [DataRow("""<repoindex><repo alias="x" url="file:///etc"/></repoindex>""", DiagnosticCodes.ServiceIndexInvalid)]
    [DataRow("""<repoindex><repo alias="x" url="https://$host/x"/></repoindex>""", DiagnosticCodes.ServiceIndexInvalid)]
    [DataRow("""<repoindex><repo alias="x"/></repoindex>""", DiagnosticCodes.ServiceIndexInvalid)]
    [DataRow("""<repoindex><repo path="x"/></repoindex>""", DiagnosticCodes.ServiceIndexInvalid)]
    [DataRow("""<repoindex><repo alias="x" path="x"/><repo alias="x" path="y"/></repoindex>""", DiagnosticCodes.ServiceIndexInvalid)]
    [DataRow("""<repoindex><repo alias="x" path="x"/>""", DiagnosticCodes.ServiceIndexInvalid)]
    [DataRow("""<!DOCTYPE r [<!ENTITY a "b">]><repoindex><repo alias="&a;" path="x"/></repoindex>""", DiagnosticCodes.ServiceIndexInvalid)]
    [DataRow("""<repomd><repo alias="x" path="x"/></repomd>""", DiagnosticCodes.ServiceIndexInvalid)]
    [DataRow("""<repoindex/>""", DiagnosticCodes.ServiceNotFound)]
    [DataRow("""<html><body>Log in</body></html>""", DiagnosticCodes.PageInsteadOfFile)]
    [DataRow("", DiagnosticCodes.ServiceNotFound)]
    public async Task A_hostile_or_broken_index_is_refused_and_what_was_published_stays(string index, string code)
    {
        _mirror.Serve("rpm.example/repo/one", ["a"]);
        Publish("""<repoindex><repo alias="one" path="one"/></repoindex>""");
        Assert.IsNull(await _mirror.SyncAsync());
        if (index.Length == 0)
        {
            _mirror.Files.Remove(Index);
        }
        else
        {
            Publish(index);
        }

        Assert.AreEqual(code, await _mirror.SyncAsync());

        Assert.AreEqual("a", _mirror.Packages);
    }

    [TestMethod]
    public async Task Values_that_grow_without_end_are_refused()
    {
        var attributes = string.Concat(Enumerable.Range(1, 30).Select(i => $" a{i}=\"%{{a{i - 1}}}%{{a{i - 1}}}\""));
        Publish($"""<repoindex a0="xxxxxxxxxx"{attributes}><repo alias="%{"{a30}"}" path="x"/></repoindex>""");

        Assert.AreEqual(DiagnosticCodes.ServiceIndexInvalid, await _mirror.SyncAsync());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5216")]
    public async Task A_repository_beside_a_service_in_a_folder_is_named_with_what_to_do()
    {
        using var mirror = new RpmMirror().Take("Service", "svc").Serve("rpm.example/elsewhere", ["a"]);
        mirror.Files["rpm.example/svc/repo/repoindex.xml"] = """<repoindex><repo alias="one" url="https://rpm.example/elsewhere"/></repoindex>"""u8.ToArray();
        Assert.AreEqual(DiagnosticCodes.ServiceIndexInvalid, await mirror.SyncAsync());

        using var advised = new RpmMirror().Take("Service", ".").Serve("rpm.example/elsewhere", ["a"]);
        advised["Upstream"] = "https://rpm.example/svc/";
        advised.Files["rpm.example/svc/repo/repoindex.xml"] = mirror.Files["rpm.example/svc/repo/repoindex.xml"];
        Assert.IsNull(await advised.SyncAsync());
        Assert.Contains("""path="../elsewhere" """, advised.Text("repo/repoindex.xml"));
    }

    [TestMethod]
    public void A_service_outside_of_the_upstream_is_refused()
    {
        using var mirror = new RpmMirror().Take("Service", "../x");

        Assert.AreEqual(DiagnosticCodes.RpmRepositoryInvalid, mirror.SyncAsync().GetAwaiter().GetResult());
    }

    private static void AssertNothingLeft(RpmMirror mirror) =>
        Assert.DoesNotContain("s3cret", mirror.Left + string.Join('\n', mirror.Log.Messages) + string.Join('\n', mirror.Log.Warnings) + mirror.Error);

    private string Secret(string text) => _mirror.WriteSecret("access", text);

    private void Publish(string index) => _mirror.Files[Index] = Encoding.UTF8.GetBytes(index);
}
