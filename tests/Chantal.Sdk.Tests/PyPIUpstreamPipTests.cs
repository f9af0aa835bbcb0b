using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The tests' own Python index: one that the real pip does not accept would prove nothing.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class PyPIUpstreamPipTests : PyPIUpstreamTest
{
    [TestMethod]
    public void Pip_installs_a_wheel_with_what_it_needs_whatever_form_pages_and_links_have()
    {
        var upstream = Serve(
            new Wheel("app") { RequiresDist = ["lib-core >=1.1", "extra; extra == 'more'"], Extras = ["more"], RequiresPython = ">=3.8" },
            new Wheel("lib-core", "1.0"),
            new Wheel("lib-core", "1.1+local.1"),
            new Wheel("lib-core", "2.0") { RequiresPython = "<3" },
            new Wheel("extra", Python: "py2.py3") { BuildTag = "1" });

        foreach (var (links, htmlOnly) in ((PyPIUpstreamLinks, bool)[])
        [
            (PyPIUpstreamLinks.FileHost, false),
            (PyPIUpstreamLinks.FileHost, true),
            (PyPIUpstreamLinks.IndexHost, false),
            (PyPIUpstreamLinks.Relative, false),
            (PyPIUpstreamLinks.Relative, true),
        ])
        {
            upstream.Forget();
            (upstream.Links, upstream.HtmlOnly) = (links, htmlOnly);
            var pip = Pip();

            pip.Install(upstream.Uri, "app[more]").Succeeded();

            Assert.AreSequenceEqual(["app-1.0", "extra-1.0", "lib_core-1.1+local.1"], pip.Installed());
            Assert.AreEqual("1.1+local.1", pip.Evaluate("import app, lib_core; print(lib_core.version)"));
            Assert.AreEqual("No broken requirements found.", pip.Pip("check").Succeeded().Output.Trim());
            Assert.AreSequenceEqual(["simple/app/", "simple/extra/", "simple/lib-core/"], upstream.RequestedPages);
            Assert.AreEqual(links == PyPIUpstreamLinks.FileHost, upstream.FileHost.Requests.Count > 0);
        }
    }

    [TestMethod]
    public void Pip_builds_and_installs_a_source_distribution()
    {
        var upstream = Serve(
            new Sdist("Src.Only", "1.2") { RequiresDist = ["lib"], BuildRequires = ["helper"] },
            new Wheel("helper"),
            new Wheel("lib"));
        var pip = Pip();

        pip.Install(upstream.Uri, "src-only").Succeeded();

        Assert.AreSequenceEqual(["lib-1.0", "src_only-1.2"], pip.Installed());
        Assert.AreEqual("1.2", pip.Evaluate("import src_only; print(src_only.version)"));
        Assert.Contains("helper-1.0-py3-none-any.whl", upstream.RequestedFiles);
    }

    [TestMethod]
    public void Pip_downloads_for_another_platform()
    {
        var upstream = Serve(
            new Wheel("app", "1.0", "cp312", "cp312", "manylinux_2_17_aarch64.manylinux2014_aarch64"),
            new Wheel("app", "1.0", "cp312", "cp312", "win_amd64"));
        upstream.StatesSerials = false;
        var pip = Pip();

        pip.Download(upstream.Uri, "--only-binary=:all:", "--platform=manylinux2014_aarch64", "--python-version=3.12", "app").Succeeded();

        Assert.AreSequenceEqual(["app-1.0-cp312-cp312-manylinux_2_17_aarch64.manylinux2014_aarch64.whl"], pip.Downloaded());
    }

    [TestMethod]
    public void Pip_requires_hashes()
    {
        var upstream = Serve(new Wheel("app"), new Wheel("other"));
        var good = upstream.File("app-1.0-py3-none-any.whl").Hashes["sha256"];
        var pip = Pip();

        Assert.AreNotEqual(0, pip.Install(upstream.Uri, "--require-hashes", "-r", pip.Requirements("app==1.0 --hash=sha256:" + new string('0', 64))).ExitCode);
        Assert.AreNotEqual(0, pip.Install(upstream.Uri, "--require-hashes", "-r", pip.Requirements($"app==1.0 --hash=sha256:{good}", "other==1.0")).ExitCode);
        Assert.IsEmpty(pip.Installed());

        pip.Install(upstream.Uri, "--require-hashes", "-r", pip.Requirements($"app==1.0 --hash=sha256:{good}")).Succeeded();
        Assert.AreSequenceEqual(["app-1.0"], pip.Installed());
    }

    [TestMethod]
    public void Pip_takes_a_yanked_release_only_when_it_is_named()
    {
        var upstream = Serve(
            new Wheel("app", "1.0"),
            new Wheel("app", "1.1").AsFile() with { Yanked = "it eats <data> & more" },
            new Wheel("lib", "1.0").AsFile() with { Yanked = "" });

        foreach (var htmlOnly in (bool[])[false, true])
        {
            upstream.HtmlOnly = htmlOnly;
            var pip = Pip();

            pip.Install(upstream.Uri, "app").Succeeded();
            Assert.AreSequenceEqual(["app-1.0"], pip.Installed());
            Assert.Contains("it eats <data> & more", pip.Install(upstream.Uri, "app==1.1").Succeeded().Output);
            Assert.AreNotEqual(0, pip.Install(upstream.Uri, "lib").ExitCode);
            pip.Install(upstream.Uri, "lib==1.0").Succeeded();
            Assert.AreSequenceEqual(["app-1.1", "lib-1.0"], pip.Installed());
        }
    }

    [TestMethod]
    public void Pip_refuses_a_file_that_is_not_what_the_index_says()
    {
        var good = new Wheel("app").AsFile();
        var upstream = Serve(good with { Hashes = new Dictionary<string, string> { ["sha256"] = new('0', 64) } });
        var pip = Pip();

        Assert.AreNotEqual(0, pip.Install(upstream.Uri, "app").ExitCode);
        upstream.Add(good with { Content = new Wheel("app", "1.1").Content() });
        Assert.AreNotEqual(0, pip.Install(upstream.Uri, "app").ExitCode);
        upstream.Add(good.Hashed("sha512", "md5"));
        pip.Install(upstream.Uri, "app").Succeeded();
    }

    [TestMethod]
    public void Pip_reaches_nothing_but_loopback()
    {
        var upstream = Serve(new Wheel("app") { RequiresDist = ["lib @ https://files.example.org/lib-1.0-py3-none-any.whl"] });

        var result = Pip().Install(upstream.Uri, "app");

        Assert.AreNotEqual(0, result.ExitCode);
        Assert.Contains("proxy", result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    public void Pip_logs_in()
    {
        var upstream = Serve(new Wheel("app"));
        upstream.Login = ("reader", "pass word");

        Assert.AreNotEqual(0, Pip().Install(upstream.Uri, "app").ExitCode);
        Pip().Install(upstream.Uri.Replace("//", "//reader:pass%20word@", StringComparison.Ordinal), "app").Succeeded();

        Assert.Contains(401, upstream.Index.Requests.Select(request => request.Status));
        Assert.IsTrue(upstream.FileHost.Requests.All(request => request.Header("Authorization") is null));
    }
}
