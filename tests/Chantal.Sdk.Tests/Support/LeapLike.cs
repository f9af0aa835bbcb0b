namespace Chantal.Sdk.Tests.Support;

/// <summary>Two repositories in the shape of openSUSE Leap: packages by architecture, patterns, products, susedata, suseinfo, and a patch in the updates.</summary>
public static class LeapLike
{
    /// <summary>Path of the distribution.</summary>
    public const string Oss = "distribution/leap/15.6/repo/oss";

    /// <summary>Path of its updates.</summary>
    public const string Updates = "update/leap/15.6/oss";

    private const string Service = """
        <?xml version="1.0" encoding="UTF-8"?>
        <repoindex ttl="0" distsub="leap/" distver="15.6">
        <repo url="@SERVER@/distribution/%{distsub}%{distver}/repo/oss" alias="oss" name="%{alias} (%{distver})" enabled="true" autorefresh="true"/>
        <repo url="@SERVER@/update/%{distsub}%{distver}/oss" alias="update" name="%{alias} (%{distver})" enabled="true" autorefresh="true"/>
        <repo url="@SERVER@/debug/%{distsub}%{distver}/oss" alias="debug" name="%{alias} (%{distver})" enabled="false" autorefresh="true"/>
        </repoindex>

        """;

    /// <summary>The distribution.</summary>
    public static RpmRepository Distribution(string root, SigningKey key)
    {
        var repository = new RpmRepository(Path.Combine(root, Oss), key).Add(
            Placed(new RpmPackage("tool")),
            Placed(new RpmPackage("lib", "1.0", "x86_64")),
            Placed(new RpmPackage("office") { Tags = "Requires: lib" }),
            Placed(new RpmPackage("lonely")),
            Placed(new RpmPackage("patterns-base") { Tags = "Provides: pattern() = base\nProvides: pattern-category() = Base\nRequires: lib" }),
            Placed(new RpmPackage("patterns-workshop") { Tags = "Provides: pattern() = workshop\nProvides: pattern-category() = Base\nProvides: pattern-visible()\nRequires: pattern() = base\nRequires: tool" }));
        repository.Metadata["patterns"] = ("patterns.xml", Patterns);
        repository.Metadata["products"] = ("products.xml", Products);
        repository.Metadata["susedata"] = ("susedata.xml", """<susedata xmlns="http://linux.duke.edu/metadata/susedata" packages="0"></susedata>""");
        repository.Metadata["susedata.de"] = ("susedata.de.xml", """<susedata xmlns="http://linux.duke.edu/metadata/susedata" packages="0"></susedata>""");
        repository.Metadata["appdata"] = ("appdata.xml", """<components version="0.8"><component type="desktop"><id>office</id><pkgname>office</pkgname></component></components>""");
        repository.Metadata["suseinfo"] = ("suseinfo.xml", "<suseinfo><expire>315360000</expire></suseinfo>");
        repository.OtherFiles["noarch/tool-0.9-1_1.0-1.noarch.drpm"] = "not really a delta"u8.ToArray();
        repository.Metadata["deltainfo"] = ("deltainfo.xml", Deltas(repository.OtherFiles["noarch/tool-0.9-1_1.0-1.noarch.drpm"]));
        repository.OtherFiles["media.1/media"] = "openSUSE - openSUSE-Leap-15.6-x86_64\nopenSUSE-Leap-15.6-x86_64-Build1\n1\n"u8.ToArray();
        repository.OtherFiles["media.1/products"] = "/ openSUSE-Leap 15.6-1\n"u8.ToArray();
        return repository;
    }

    /// <summary>Its updates.</summary>
    public static RpmRepository Updated(string root, SigningKey key)
    {
        var repository = new RpmRepository(Path.Combine(root, Updates), key).Add(Placed(new RpmPackage("tool", "1.1")), Placed(new RpmPackage("lib", "1.1", "x86_64")));
        repository.Metadata["updateinfo"] = ("updateinfo.xml", Patches);
        return repository;
    }

    /// <summary>Writes the index of a service that names both.</summary>
    public static void WriteService(string root, string server) => Files.Write(Path.Combine(root, "repo/repoindex.xml"), System.Text.Encoding.UTF8.GetBytes(Service.Replace("@SERVER@", server, StringComparison.Ordinal)));

    private static string Deltas(byte[] delta) => $"""
        <deltainfo><newpackage name="tool" epoch="0" version="1.0" release="1" arch="noarch"><delta oldepoch="0" oldversion="0.9" oldrelease="1">
        <filename>noarch/tool-0.9-1_1.0-1.noarch.drpm</filename><sequence>tool-0.9-1-0</sequence><size>{delta.Length}</size><checksum type="sha256">{Files.Hash(delta, "SHA256")}</checksum>
        </delta></newpackage></deltainfo>

        """;

    private static RpmPackage Placed(RpmPackage package) => package with { Location = $"{package.Architecture}/{package.FullName}.rpm" };

    private const string Patterns = """
        <?xml version="1.0" encoding="UTF-8"?>
        <patterns xmlns="http://novell.com/package/metadata/suse/pattern" xmlns:rpm="http://linux.duke.edu/metadata/rpm" count="2">
        <pattern xmlns="http://novell.com/package/metadata/suse/pattern" xmlns:rpm="http://linux.duke.edu/metadata/rpm">
          <name>workshop</name><version epoch="0" ver="15.6" rel="1"/><arch>noarch</arch><summary>Workshop</summary><description>Tools</description><uservisible/><category>Base</category>
          <rpm:provides><rpm:entry kind="pattern" name="workshop" flags="EQ" epoch="0" ver="15.6" rel="1"/></rpm:provides>
          <rpm:requires><rpm:entry name="tool"/></rpm:requires>
          <rpm:recommends><rpm:entry name="lonely"/></rpm:recommends>
        </pattern>
        <pattern xmlns="http://novell.com/package/metadata/suse/pattern" xmlns:rpm="http://linux.duke.edu/metadata/rpm">
          <name>bureau</name><version epoch="0" ver="15.6" rel="1"/><arch>noarch</arch><summary>Bureau</summary><description>Office</description><uservisible/><category>Base</category>
          <rpm:provides><rpm:entry kind="pattern" name="bureau" flags="EQ" epoch="0" ver="15.6" rel="1"/></rpm:provides>
          <rpm:requires><rpm:entry name="office"/></rpm:requires>
        </pattern>
        </patterns>

        """;

    private const string Products = """
        <?xml version="1.0" encoding="UTF-8"?>
        <products xmlns:rpm="http://linux.duke.edu/metadata/rpm">
        <product type="base"><name>openSUSE</name><version ver="15.6" rel="1" epoch="0"/><arch>noarch</arch><summary>openSUSE</summary><rpm:requires><rpm:entry name="tool"/></rpm:requires></product>
        </products>

        """;

    private const string Patches = """
        <?xml version="1.0" encoding="UTF-8"?>
        <updates>
        <update from="maint-coord@example.org" status="stable" type="security" version="1">
          <id>openSUSE-2025-1</id><title>Security update for tool</title><severity>important</severity><release>openSUSE Leap 15.6</release>
          <issued date="1735689600"/><references/><description>tool</description>
          <pkglist><collection><package name="tool" version="1.1" release="1" epoch="0" arch="noarch"><filename>tool-1.1-1.noarch.rpm</filename></package></collection></pkglist>
        </update>
        <update from="maint-coord@example.org" status="stable" type="recommended" version="1">
          <id>openSUSE-2025-2</id><title>Recommended update for lib</title><severity>moderate</severity><release>openSUSE Leap 15.6</release>
          <issued date="1735689600"/><references/><description>lib</description>
          <pkglist><collection><package name="lib" version="1.1" release="1" epoch="0" arch="x86_64"><filename>lib-1.1-1.x86_64.rpm</filename></package></collection></pkglist>
        </update>
        </updates>

        """;
}
