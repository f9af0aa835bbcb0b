using Chantal.Sdk.Tests.Support;
using Chantal.Shared;

namespace Chantal.Sdk.Tests;

/// <summary>A real apk installs from what is published, where there is one.</summary>
#if WITH_APK
[TestClass]
#endif
[TestCategory("Apk")]
public sealed class ApkClientTests : ApkEndToEndTest
{
    [ApkTest]
    public void Apk_installs_from_a_mirror_that_is_as_upstream()
    {
        using var server = Serve();
        Workspace.Build(Define(server.Uri, Repositories)).Succeeded();

        AssertInstalls(Key.Name, Key.PublicPem);
    }

    [ApkTest]
    public void Apk_installs_from_a_mirror_whose_index_was_rewritten_and_signed()
    {
        using var server = Serve();
        using var own = new ApkKey("own@example.org.rsa.pub");
        Files.Write(Workspace.PathOf("own@example.org.rsa"), System.Text.Encoding.UTF8.GetBytes(own.PrivatePem));
        Workspace.Build(Define(server.Uri, Repositories + """<Package Include="nginx" />""", $"<SigningKey>{Workspace.PathOf("own@example.org.rsa")}</SigningKey><IncludeDependencies>true</IncludeDependencies>")).Succeeded();

        AssertInstalls(own.Name, File.ReadAllText(Path.Combine(Published, "v3.22/main/x86_64", own.Name)));
    }

    private void AssertInstalls(string name, string pem)
    {
        Files.Write(Workspace.PathOf("keys", name), System.Text.Encoding.UTF8.GetBytes(pem));
        var result = Command.Run(Path.Combine(Checkout.Root, "tests/install-with-apk"), Published, Workspace.PathOf("keys"), "x86_64", "v3.22/main", "v3.22/community", "--", "nginx");
        var lines = result.Succeeded().Output.Split('\n').Where(l => l.Contains("-r", StringComparison.Ordinal) && !l.Contains(' ', StringComparison.Ordinal));
        Assert.AreSequenceEqual(["busybox-1.37.0-r18", "musl-1.2.5-r10", "nginx-1.28.0-r9"], lines.Order(StringComparer.Ordinal));
    }
}
