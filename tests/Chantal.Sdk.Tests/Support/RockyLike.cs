namespace Chantal.Sdk.Tests.Support;

/// <summary>Two repositories in the shape of an enterprise distribution: dependencies across them, a module, a group, an advisory.</summary>
public static class RockyLike
{
    /// <summary>Path of the first repository.</summary>
    public const string BaseOS = "BaseOS/x86_64/os";

    /// <summary>Path of the second repository.</summary>
    public const string AppStream = "AppStream/x86_64/os";

    /// <summary>The first repository: libraries in several versions, a tool.</summary>
    public static RpmRepository Base(string root, SigningKey key)
    {
        var repository = new RpmRepository(Path.Combine(root, BaseOS), key).Add(
            new RpmPackage("lib", "1.0", "x86_64"),
            new RpmPackage("lib", "1.1", "x86_64"),
            new RpmPackage("lib", "1.1~rc1", "x86_64"),
            new RpmPackage("tool") { Files = "/opt/tool/run" },
            new RpmPackage("libc++", "2.0^git1", "x86_64") { Tags = "Epoch: 3" },
            new RpmPackage("lonely"));
        repository.Options.Add("--database");
        repository.Metadata["updateinfo"] = ("updateinfo.xml", Advisories);
        repository.OtherFiles["media.1/media"] = "Test media\n"u8.ToArray();
        repository.OtherFiles["images/boot.iso"] = "not really an image"u8.ToArray();
        repository.OtherFiles[".treeinfo"] = System.Text.Encoding.UTF8.GetBytes(TreeInfo(repository.OtherFiles["images/boot.iso"]));
        return repository;
    }

    /// <summary>The second repository: an application, a module with two streams, a group.</summary>
    public static RpmRepository Apps(string root, SigningKey key)
    {
        var repository = new RpmRepository(Path.Combine(root, AppStream), key).Add(
            new RpmPackage("app") { Tags = "Requires: lib >= 1.1\nRequires: /opt/tool/run\nRequires: (extra if lib)" },
            new RpmPackage("extra"),
            new RpmPackage("server", "1.0", "x86_64") { Release = "1.module1", Tags = "Requires: server-common" },
            new RpmPackage("server-common", "1.0") { Release = "1.module1" },
            new RpmPackage("server", "1.1", "x86_64") { Release = "1.module1", Tags = "Requires: server-common" },
            new RpmPackage("server-common", "1.1") { Release = "1.module1" },
            new RpmPackage("server", "2.0", "x86_64") { Release = "1.module2", Tags = "Requires: server-common" },
            new RpmPackage("server-common", "2.0") { Release = "1.module2" });
        repository.Metadata["modules"] = ("modules.yaml", Modules);
        repository.Metadata["group"] = ("comps.xml", Groups);
        return repository;
    }

    private const string Advisories = """
        <?xml version="1.0" encoding="UTF-8"?>
        <updates>
          <update from="security@example.org" status="final" type="security" version="1">
            <id>TEST-2025:1</id><title>lib is fixed</title><severity>Important</severity>
            <issued date="2025-01-01 00:00:00"/><updated date="2025-01-01 00:00:00"/>
            <references><reference href="https://example.org/CVE-2025-0001" id="CVE-2025-0001" type="cve" title="CVE-2025-0001"/></references>
            <description>lib</description>
            <pkglist><collection short="base"><name>base</name>
              <package name="lib" version="1.1" release="1" epoch="0" arch="x86_64"><filename>lib-1.1-1.x86_64.rpm</filename></package>
              <package name="lonely" version="1.0" release="1" epoch="0" arch="noarch"><filename>lonely-1.0-1.noarch.rpm</filename></package>
            </collection></pkglist>
          </update>
          <update from="security@example.org" status="final" type="bugfix" version="1">
            <id>TEST-2025:2</id><title>lonely is fixed</title>
            <issued date="2025-01-02 00:00:00"/><updated date="2025-01-02 00:00:00"/>
            <description>lonely</description>
            <pkglist><collection short="base"><name>base</name>
              <package name="lonely" version="1.0" release="1" epoch="0" arch="noarch"><filename>lonely-1.0-1.noarch.rpm</filename></package>
            </collection></pkglist>
          </update>
        </updates>

        """;

    private const string Groups = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE comps PUBLIC "-//Red Hat, Inc.//DTD Comps info//EN" "comps.dtd">
        <comps>
          <group>
            <id>workshop</id><name>Workshop</name><description>A group</description><default>false</default><uservisible>true</uservisible>
            <packagelist><packagereq type="mandatory">app</packagereq></packagelist>
          </group>
        </comps>

        """;

    private static string Modules => string.Concat(Stream("1", 1, "1.0"), Stream("1", 2, "1.1"), Stream("2", 1, "2.0"), """
        ---
        document: modulemd-defaults
        version: 1
        data:
          module: server
          stream: "1"
          profiles:
            "1": [default]
            "2": [default]
        ...

        """);

    private static string Stream(string stream, int version, string package) => $"""
        ---
        document: modulemd
        version: 2
        data:
          name: server
          stream: "{stream}"
          version: {version}
          context: c0ffee42
          arch: x86_64
          summary: A server
          description: >-
            A server
          license:
            module: [MIT]
          profiles:
            default:
              rpms: [server]
          api:
            rpms: [server]
          artifacts:
            rpms:
            - server-0:{package}-1.module{stream}.x86_64
            - server-common-0:{package}-1.module{stream}.noarch
        ...

        """;

    private static string TreeInfo(byte[] image) => $"""
        [checksums]
        images/boot.iso = sha256:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(image))}
        repodata/repomd.xml = sha256:0000000000000000000000000000000000000000000000000000000000000000

        [general]
        arch = x86_64

        [images-x86_64]
        boot.iso = images/boot.iso

        [variant-BaseOS]
        repository = .
        [variant-AppStream]
        repository = ../../../AppStream/x86_64/os

        """;
}
