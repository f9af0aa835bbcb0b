using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A mirror of everything asks for what changed, and follows deletions with a brake.</summary>
[TestClass]
public sealed class PyPIWholeIndexTests : PyPIEndToEndTest
{
    private const string All = "<IncludeAll>true</IncludeAll>";

    private static PyPIUpstreamFile[] Twelve => [.. Enumerable.Range(10, 12).Select(n => (PyPIUpstreamFile)new Wheel($"p{n}"))];

    [TestMethod]
    [TestCategory("Outer")]
    public void Everything_is_mirrored_with_pages_that_pip_reads()
    {
        var upstream = Serve([new Wheel("App", "1.0") { RequiresDist = ["lib"] }, new Wheel("App", "2.0rc1"), new Sdist("lib"), new Wheel("excluded"), .. Twelve]);

        Workspace.Build(Define(upstream.Uri, """<ExcludePackage Include="ex*" />""", All)).Succeeded();

        Assert.HasCount(14, PublishedProjects());
        Assert.Contains("app-2.0rc1-py3-none-any.whl", PublishedFiles());
        var pip = Pip();
        pip.Install(ServePublished(), "app").Succeeded();
        Assert.AreSequenceEqual(["app-1.0", "lib-1.0"], pip.Installed());
        Assert.HasCount(upstream.RequestedPages.Distinct().Count(), upstream.RequestedPages);
        Assert.HasCount(upstream.RequestedFiles.Distinct().Count(), upstream.RequestedFiles);
    }

    [TestMethod]
    public void Equal_metadata_of_several_files_is_fetched_once()
    {
        var upstream = Serve(new Wheel("np", "1.0", "cp311", "cp311", "win_amd64"), new Wheel("np", "1.0", "cp312", "cp312", "win_amd64"));
        Assert.AreEqual(upstream["np"].Files[0].CoreMetadata, upstream["np"].Files[1].CoreMetadata);

        Workspace.Build(Define(upstream.Uri, "", All)).Succeeded();

        Assert.HasCount(2, PublishedMetadata());
        Assert.HasCount(1, upstream.RequestedFiles.Where(f => f.EndsWith(".metadata", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Nothing_new_is_one_request()
    {
        var upstream = Serve(Twelve);
        var project = Define(upstream.Uri, "", All);
        Workspace.Build(project).Succeeded();
        upstream.Forget();

        Workspace.Build(project).DidNothing();

        Assert.AreSequenceEqual(["simple/"], upstream.RequestedPages);
        Assert.IsEmpty(upstream.RequestedFiles);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Only_pages_that_changed_are_read_again()
    {
        var upstream = Serve(Twelve);
        var project = Define(upstream.Uri, "", All);
        Workspace.Build(project).Succeeded();
        upstream.Add(new Wheel("p11", "2.0"), new Wheel("zz"));
        upstream.Forget();

        Workspace.Build(project).Succeeded();

        Assert.AreSequenceEqual(["simple/", "simple/p11/", "simple/zz/"], upstream.RequestedPages);
        Assert.AreSequenceEqual(["p11-2.0-py3-none-any.whl", "p11-2.0-py3-none-any.whl.metadata", "zz-1.0-py3-none-any.whl", "zz-1.0-py3-none-any.whl.metadata"], upstream.RequestedFiles);
        var pip = Pip();
        pip.Install(ServePublished(), "p11", "p12", "zz").Succeeded();
        Assert.AreSequenceEqual(["p11-2.0", "p12-1.0", "zz-1.0"], pip.Installed());
    }

    [TestMethod]
    public void An_update_comes_to_what_a_first_sync_does()
    {
        var upstream = Serve(Twelve);
        var project = Define(upstream.Uri, "", All + "<MaxRemovals>50%</MaxRemovals><GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        upstream.Add(new Wheel("p11", "2.0")).Remove("p14");
        upstream.RemoveFile("p15-1.0-py3-none-any.whl").ChangeFile("p16-1.0-py3-none-any.whl", f => f with { Yanked = "no" });
        Workspace.Build(project).Succeeded();
        var updated = Tree.Read(Published);

        Workspace.Build(project, "-t:Rebuild").Succeeded();

        Tree.AssertEqual(updated, Tree.Read(Published));
        Assert.DoesNotContain("p14", PublishedProjects());
        Assert.DoesNotContain("p15-1.0-py3-none-any.whl", PublishedFiles());
    }

    [TestMethod]
    public void What_is_deleted_goes_and_is_told_and_may_come_back()
    {
        var upstream = Serve(Twelve);
        var project = Define(upstream.Uri, "", All + "<GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();

        var removed = upstream.Remove("p14");
        var gone = Workspace.Build(project).Succeeded();
        Assert.Contains("Deleted upstream: 1 file, with all of 'p14'", gone.Output);
        Assert.DoesNotContain("p14", PublishedProjects());
        Assert.DoesNotContain("p14-1.0-py3-none-any.whl", PublishedFiles());

        upstream.Put(removed);
        Workspace.Build(project).Succeeded();
        Assert.Contains("p14-1.0-py3-none-any.whl", PublishedFiles());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5311")]
    [DataRow(true)]
    [DataRow(false)]
    public void An_index_that_was_set_back_is_refused_until_it_is_accepted_or_taken_whatever_it_has(bool isNamed)
    {
        var upstream = Serve(Twelve);
        var setBack = upstream.BackUp();
        var project = Define(upstream.Uri, "", All + "<GracePeriod>0</GracePeriod>");
        upstream.Add(new Wheel("p11", "2.0"));
        Workspace.Build(project).Succeeded();
        var before = Tree.Read(Published);
        setBack();

        var refused = Workspace.Build(project, "-p:Accept=0123456789abcdef").FailedWith("CHANTAL5311");
        Tree.AssertEqual(before, Tree.Read(Published));

        if (isNamed)
        {
            Workspace.Build(project, refused.Acceptance).Succeeded();
            Workspace.Build(project).DidNothing();
        }
        else
        {
            Workspace.Build(project, "-t:Rebuild").Succeeded();
        }

        Assert.DoesNotContain("p11-2.0-py3-none-any.whl", PublishedFiles());
        upstream.Add(new Wheel("p11", "3.0"));
        Workspace.Build(project).Succeeded();
        Assert.Contains("p11-3.0-py3-none-any.whl", PublishedFiles());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5318")]
    [DataRow("")]
    [DataRow("-p:MaxRemovals=100%")]
    [DataRow("-p:MaxRemovals=2")]
    [DataRow("-p:OnMaxRemovals=warn", "CHANTAL5318")]
    [DataRow("-p:OnMaxRemovals=off")]
    public void A_wiped_index_does_not_wipe_the_mirror(string way, string? warning = null)
    {
        var upstream = Serve(Twelve);
        var project = Define(upstream.Uri, "", All + "<GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        var before = Tree.Read(Published);
        upstream.Remove("p10");
        upstream.Remove("p11");

        Workspace.Build(project).FailedWith("CHANTAL5318");
        var refused = Workspace.Build(project, "-p:Accept=0123456789abcdef").FailedWith("CHANTAL5318");

        Tree.AssertEqual(before, Tree.Read(Published));
        var passed = Workspace.Build(project, way.Length == 0 ? refused.Acceptance : way).Succeeded();
        Assert.AreEqual(warning is null ? 0 : 1, passed.Warnings.Count(w => w == "CHANTAL5318"));
        Assert.HasCount(10, PublishedProjects());
    }

    [TestMethod]
    public void A_changed_filter_is_applied_without_a_request_for_a_page()
    {
        var upstream = Serve([new Wheel("app", "1.0"), new Wheel("app", "2.0"), .. Twelve]);
        Workspace.Build(Define(upstream.Uri, "", All)).Succeeded();
        upstream.Forget();

        Workspace.Build(Define(upstream.Uri, "", All + "<KeepVersions>1</KeepVersions><GracePeriod>0</GracePeriod>")).Succeeded();

        Assert.AreSequenceEqual(["simple/"], upstream.RequestedPages);
        Assert.DoesNotContain("app-1.0-py3-none-any.whl", PublishedFiles());
    }

    [TestMethod]
    public void A_page_that_is_older_than_its_serial_is_asked_for_again_past_caches()
    {
        var upstream = Serve(Twelve);
        var project = Define(upstream.Uri, "", All);
        Workspace.Build(project).Succeeded();
        upstream.HoldBack("p11", times: 1).Add(new Wheel("p11", "2.0"));

        Workspace.Build(project).Succeeded();

        Assert.Contains("p11-2.0-py3-none-any.whl", PublishedFiles());
    }

    [TestMethod]
    public void A_page_that_stays_older_fails_the_sync_and_is_not_taken_for_done()
    {
        var upstream = Serve(Twelve);
        var project = Define(upstream.Uri, "", All);
        Workspace.Build(project).Succeeded();
        var before = Tree.Read(Published);
        upstream.HoldBack("p11", times: 9).Add(new Wheel("p11", "2.0"));

        Workspace.Build(project).FailedWith("CHANTAL5105");
        Tree.AssertEqual(before, Tree.Read(Published));

        while (upstream.Index.Requests.Count(r => r.Path == "simple/p11/") < 11)
        {
            Workspace.Build(project);
        }

        Workspace.Build(project).Succeeded();
        Assert.Contains("p11-2.0-py3-none-any.whl", PublishedFiles());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5312")]
    public void A_listed_project_without_a_page_is_a_warning_and_asked_for_the_next_time()
    {
        var upstream = Serve(Twelve);
        upstream.Index.Inject("simple/p11/", Fault.NotFound);
        var project = Define(upstream.Uri, "", All);

        var build = Workspace.Build(project).Succeeded();

        Assert.AreSequenceEqual(["CHANTAL5312"], build.Warnings);
        Assert.DoesNotContain("p11", PublishedProjects());
        Assert.IsEmpty(Workspace.Build(Define(upstream.Uri, """<ExcludePackage Include="p11" />""", All)).Succeeded().Warnings);
        project = Define(upstream.Uri, "", All);
        upstream.Index.Heal();
        upstream.Touch("p12");
        Workspace.Build(project).Succeeded();
        Assert.Contains("p11", PublishedProjects());
    }

    [TestMethod]
    public void A_project_with_a_missing_file_stays_as_it_was_and_is_tried_by_each_sync()
    {
        var upstream = Serve(Twelve);
        var project = Define(upstream.Uri, "", All);
        Workspace.Build(project).Succeeded();
        var file = upstream.Add(new Wheel("p11", "2.0"), new Wheel("p12", "2.0")).File("p11-2.0-py3-none-any.whl");
        upstream.FileHost.Inject(file.Path, Fault.NotFound);

        Workspace.Build(project).FailedWith("CHANTAL5320");
        Assert.DoesNotContain("p11-2.0-py3-none-any.whl", PublishedFiles());
        Assert.Contains("p11-1.0-py3-none-any.whl", PublishedFiles());
        Assert.Contains("p12-2.0-py3-none-any.whl", PublishedFiles());

        // Nothing is new upstream, and it is still not whole.
        Workspace.Build(project).FailedWith("CHANTAL5320");
        upstream.FileHost.Heal();
        Workspace.Build(project).Succeeded();
        Assert.Contains("p11-2.0-py3-none-any.whl", PublishedFiles());
        Workspace.Build(project).DidNothing();
    }

    [TestMethod]
    public void An_index_without_serials_is_asked_page_by_page()
    {
        var upstream = Serve(Twelve);
        upstream.StatesSerials = false;
        var project = Define(upstream.Uri, "", All);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project).DidNothing();
        upstream.Add(new Wheel("p11", "2.0"));

        Workspace.Build(project).Succeeded();

        Assert.Contains("p11-2.0-py3-none-any.whl", PublishedFiles());
        Assert.IsTrue(upstream.Index.Requests.Count(r => r is { Path: "simple/p12/", Status: 304 }) >= 2);
    }
}
