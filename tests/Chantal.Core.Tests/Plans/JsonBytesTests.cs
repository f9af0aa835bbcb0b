using System.Text;
using Chantal.Bundles;
using Chantal.Core.Tests.Store;
using Chantal.Files;
using Chantal.Files.Names;
using Chantal.Files.Releases;
using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.Repositories;
using Chantal.Runs;
using Chantal.Store;
using Chantal.Store.Publishing;
using Chantal.Transfer;
using Chantal.Verification;

namespace Chantal.Core.Tests.Plans;

/// <summary>JSON on disk has the same bytes in every version: members, their order, what is left out, indentation, escapes, times and numbers.</summary>
[TestClass]
public sealed class JsonBytesTests : IDisposable
{
    private const string Text = "a+<\u00e9\"";

    private static readonly string Digest = new('0', 64);

    private static readonly DateTimeOffset Time = new(2025, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly StoreFixture _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public void A_head()
    {
        new RefStore(_store.Layout).SetMirror("m", GenerationId.TryParse(Digest)!.Value, Time.AddMilliseconds(7));

        Same($$"""{"format":"chantal-ref","version":1,"generation":"{{Digest}}","time":"2025-01-02T03:04:05+00:00"}""" + "\n", _store.Layout.MirrorRef("m"));
    }

    [TestMethod]
    public void A_snapshot()
    {
        var refs = new RefStore(_store.Layout);
        var pinned = new Ref { Generation = Digest, Time = Time, Files = 0, Bytes = 12, Description = Text, IsPinned = true };
        refs.AddSnapshots("jan", new Dictionary<string, Ref> { ["m"] = pinned });

        Same($$"""{"format":"chantal-ref","version":1,"generation":"{{Digest}}","time":"2025-01-02T03:04:05+00:00","files":0,"bytes":12,"description":"a\u002B\u003C\u00E9\u0022","isPinned":true}""" + "\n", _store.Layout.SnapshotRef("jan", "m"));
        Assert.AreEqual(pinned, refs.Snapshot("jan", "m"));
    }

    [TestMethod]
    public void A_channel()
    {
        var refs = new RefStore(_store.Layout);
        refs.SetChannel("stable", "m", new Ref { Generation = Digest, Time = Time, Snapshot = "feb", Before = [new ChannelMove("jan", Digest, Time.ToOffset(TimeSpan.FromHours(2)))] });

        Same($$"""{"format":"chantal-ref","version":1,"generation":"{{Digest}}","time":"2025-01-02T03:04:05+00:00","snapshot":"feb","before":[{"snapshot":"jan","generation":"{{Digest}}","time":"2025-01-02T05:04:05+02:00"}]}""" + "\n", _store.Layout.ChannelRef("stable", "m"));
        Assert.AreEqual(new ChannelMove("jan", Digest, Time), refs.Channel("stable", "m")!.Before!.Single());
    }

    [TestMethod]
    public void The_record_of_a_tree()
    {
        var record = new TreeRecord { Store = "s", StorePath = "/s", Mirror = "m", Snapshot = Text, LinkMode = LinkMode.Symbolic, Current = "c", Pending = "p", Superseded = [new SupersededGeneration("g", Time.AddTicks(1234500))] };
        record.Write(_store.Root, _store.Layout.Durability);

        Same(
            """
            {
              "format": "chantal-tree",
              "version": 1,
              "store": "s",
              "storePath": "/s",
              "mirror": "m",
              "snapshot": "a\u002B\u003C\u00E9\u0022",
              "linkMode": "Symbolic",
              "current": "c",
              "pending": "p",
              "superseded": [
                {
                  "generation": "g",
                  "at": "2025-01-02T03:04:05.12345+00:00"
                }
              ]
            }

            """,
            Path.Combine(_store.Root, TreeRecord.FileName));
        Assert.AreSequenceEqual(record.Superseded, TreeRecord.Read(_store.Root)!.Superseded);
        Assert.AreEqual(record with { Superseded = [] }, TreeRecord.Read(_store.Root)! with { Superseded = [] });
    }

    [TestMethod]
    [DataRow(LinkMode.Hard, "Hard")]
    [DataRow(LinkMode.Symbolic, "Symbolic")]
    [DataRow(LinkMode.Copy, "Copy")]
    public void The_record_of_a_new_tree(object mode, string name)
    {
        new TreeRecord { Store = "s", StorePath = "/s", Mirror = "m", LinkMode = (LinkMode)mode }.Write(_store.Root, _store.Layout.Durability);

        Same($"{{\n  \"format\": \"chantal-tree\",\n  \"version\": 1,\n  \"store\": \"s\",\n  \"storePath\": \"/s\",\n  \"mirror\": \"m\",\n  \"linkMode\": \"{name}\",\n  \"superseded\": []\n}}\n", Path.Combine(_store.Root, TreeRecord.FileName));
        Assert.AreEqual((LinkMode)mode, TreeRecord.Read(_store.Root)!.LinkMode);
    }

    [TestMethod]
    public void A_list_of_trees()
    {
        var list = new TreeList { Trees = [new ListedTree("/x", ["a", "b"]), new ListedTree("/y", [])] };
        list.Write(_store.Layout, "m");

        Same(
            """
            {
              "version": 2,
              "trees": [
                {
                  "directory": "/x",
                  "generations": [
                    "a",
                    "b"
                  ]
                },
                {
                  "directory": "/y",
                  "generations": []
                }
              ]
            }

            """,
            Path.Combine(_store.Layout.State("m"), "published.json"));
        Assert.HasCount(2, TreeList.Read(_store.Layout, "m").Trees);
    }

    [TestMethod]
    public void A_run_report_over_several_lines()
    {
        var report = Report();

        Assert.AreEqual(
            """
            {
              "format": "chantal-run",
              "version": 1,
              "run": "r",
              "mirror": "m",
              "began": "2025-01-02T03:04:05.5Z",
              "ended": "2025-01-02T03:04:06Z",
              "outcome": "startedOver",
              "lastSuccess": "2025-01-02T03:04:05Z",
              "generation": "g",
              "files": 1,
              "bytes": 2,
              "fetchedFiles": 3,
              "fetchedBytes": 4,
              "missing": 5,
              "storeBytes": 6,
              "accepted": {
                "state": "s",
                "reason": "a+<é\"",
                "by": "u@m",
                "actor": {
                  "user": "u",
                  "host": "m",
                  "commit": "c",
                  "version": "1"
                }
              },
              "errorCount": 7,
              "warningCount": 8,
              "errors": [
                {
                  "code": "C",
                  "message": "a+<é\""
                }
              ],
              "warnings": [],
              "steps": [
                {
                  "step": "Sync",
                  "began": "2025-01-02T03:04:05Z",
                  "duration": 0.125,
                  "outcome": "interrupted"
                }
              ]
            }

            """,
            report.ToJson());
        Assert.AreEqual(report.ToJson(), RunReport.TryParse(report.ToJson())!.ToJson());
    }

    [TestMethod]
    [DataRow(RunOutcome.Succeeded, "succeeded")]
    [DataRow(RunOutcome.Failed, "failed")]
    [DataRow(RunOutcome.Interrupted, "interrupted")]
    [DataRow(RunOutcome.StartedOver, "startedOver")]
    public void A_run_report_on_one_line(object outcome, string name)
    {
        var line = new RunReport { Run = Text, Mirror = "m", Began = Time.UtcDateTime, Ended = Time.UtcDateTime, Outcome = (RunOutcome)outcome }.ToJsonLine();

        Assert.AreEqual($$"""{"format":"chantal-run","version":1,"run":"a+<é\"","mirror":"m","began":"2025-01-02T03:04:05Z","ended":"2025-01-02T03:04:05Z","outcome":"{{name}}","files":0,"bytes":0,"fetchedFiles":0,"fetchedBytes":0,"missing":0,"errorCount":0,"warningCount":0,"errors":[],"warnings":[],"steps":[]}""", line);
        Assert.AreEqual((RunOutcome)outcome, RunReport.TryParse(line)!.Outcome);
    }

    [TestMethod]
    public void The_state_of_roots()
    {
        var state = new RootState
        {
            Files = new Dictionary<string, RootFileState> { ["b"] = new(RootDirectory.Digest([]), "\"e\"", Time), ["a+"] = new(RootDirectory.Digest([])) },
            Unfit = new Dictionary<string, RootFileState> { ["c"] = new("d") },
            Signers = ["S"],
            Keyring = "k",
            Terms = Text,
            Bases = ["http://example.org/"],
            Date = Time,
            ValidUntil = Time.AddDays(1),
        };
        var roots = new RootDirectory(_store.Root, "roots");
        roots.Save(new Dictionary<string, ReadOnlyMemory<byte>> { ["b"] = default, ["a+"] = default }, state);

        Same(
            """
            {
              "version": 1,
              "files": {
                "b": {
                  "sha256": "E",
                  "eTag": "\u0022e\u0022",
                  "lastModified": "2025-01-02T03:04:05+00:00"
                },
                "a\u002B": {
                  "sha256": "E"
                }
              },
              "unfit": {
                "c": {
                  "sha256": "d"
                }
              },
              "signers": [
                "S"
              ],
              "keyring": "k",
              "terms": "a\u002B\u003C\u00E9\u0022",
              "bases": [
                "http://example.org/"
              ],
              "date": "2025-01-02T03:04:05+00:00",
              "validUntil": "2025-01-03T03:04:05+00:00"
            }
            """.Replace("\"E\"", $"\"{RootDirectory.Digest([])}\"", StringComparison.Ordinal),
            roots.PathOf("state.json"));
        var read = roots.Require();
        Assert.AreSequenceEqual(state.Files, read.Files);
        Assert.AreEqual((Time, Time.AddDays(1), Text), (read.Date, read.ValidUntil, read.Terms));
    }

    [TestMethod]
    public void The_state_of_roots_of_which_little_is_known()
    {
        var roots = new RootDirectory(_store.Root, "roots");
        roots.Save(new Dictionary<string, ReadOnlyMemory<byte>>(), new RootState { Files = new Dictionary<string, RootFileState>() });

        Same("{\n  \"version\": 1,\n  \"files\": {},\n  \"signers\": []\n}", roots.PathOf("state.json"));
    }

    [TestMethod]
    public void A_part_of_a_plan()
    {
        var parts = new PlanParts(_store.Root);
        using var draft = parts.Begin("x");

        Same("""{"Listed":7,"WeaklyKnown":null,"Tops":[]}""" + "\n", draft.Complete(7).File);
        Assert.AreEqual(7, parts.Find("x", _ => true)!.Listed);
    }

    [TestMethod]
    public void The_note_of_a_partial_download()
    {
        var note = new PartialNote(1, "http://example.org/a+", null, "\"v\"", Time, null);

        Assert.AreEqual("""{"version":1,"url":"http://example.org/a\u002B","digest":null,"validator":"\u0022v\u0022","lastModified":"2025-01-02T03:04:05+00:00","boot":null}""", Encoding.UTF8.GetString(note.Serialize()));
        Assert.EndsWith("""
            "lastModified":null,"boot":null}
            """, Encoding.UTF8.GetString((note with { LastModified = null }).Serialize()));
    }

    [TestMethod]
    public void The_note_of_a_kept_page()
    {
        var pages = new PageCache(_store.Root);
        var whole = new PageNote { Url = new("http://example.org/a b"), Index = new("http://example.org/"), ContentType = "text/html", ETag = "e", LastModified = Time, Serial = 0, Digest = "d", IsAbsent = true };
        pages.Save(PageCache.Root, whole, default);
        Assert.AreEqual("""{"version":1,"url":"http://example.org/a b","index":"http://example.org/","contentType":"text/html","eTag":"e","lastModified":"2025-01-02T03:04:05+00:00","serial":0,"digest":"d","isAbsent":true}""", File.ReadLines(Path.Combine(_store.Root, "root.page")).First());
        Assert.AreEqual(whole, pages.Find(PageCache.Root));

        pages.Save(PageCache.Root, new PageNote { Url = new("http://example.org/") }, default);
        Assert.AreEqual("""{"version":1,"url":"http://example.org/"}""", File.ReadLines(Path.Combine(_store.Root, "root.page")).First());
    }

    [TestMethod]
    public void Known_files()
    {
        var known = new KnownFiles(_store.Root);
        known.Note("b+", new KnownFile("http://example.org/", "m", "s", 3));
        known.Save();

        Same("{\n  \"b\\u002B\": {\n    \"Url\": \"http://example.org/\",\n    \"Mark\": \"m\",\n    \"Sha256\": \"s\",\n    \"Size\": 3\n  }\n}", Path.Combine(_store.Root, "known-files.json"));
        Assert.AreEqual(3, new KnownFiles(_store.Root).Find("b+", "http://example.org/")!.Size);
    }

    [TestMethod]
    public void Addresses()
    {
        var book = new AddressBook(_store.Root);
        _ = book.ForPlan(new FileAddress("http://example.org/a?b=c&d"));
        book.Save();

        Same("""{"http://example.org/a?":"http://example.org/a?b=c\u0026d"}""", Path.Combine(_store.Root, "addresses.json"));
    }

    [TestMethod]
    public void The_header_of_a_bundle() => Assert.AreEqual(
        """
        {
          "format": "chantal-bundle",
          "version": 1,
          "name": "n",
          "states": [
            {
              "mirror": "m",
              "snapshot": {
                "format": "chantal-ref",
                "version": 1,
                "generation": "g",
                "time": "2025-01-02T03:04:05+00:00",
                "files": 1,
                "isPinned": false
              }
            }
          ],
          "since": "s",
          "volume": 2,
          "volumes": 3
        }
        """,
        Encoding.UTF8.GetString(new BundleHeader { Name = "n", States = [new BundledState("m", new Ref { Generation = "g", Time = Time, Files = 1 })], Since = "s", Volume = 2, Volumes = 3 }.ToBytes()));

    [TestMethod]
    public void Findings()
    {
        var path = Path.Combine(_store.Root, "damage.jsonl");
        Damage[] findings =
        [
            new() { Kind = DamageKind.Blob, Text = Text, Mirror = "m", Snapshot = "n", Path = "p", Sha256 = Digest, Size = 0, Role = FileRole.Metadata },
            new() { Kind = DamageKind.Manifest, Text = "x", Generation = "g" },
        ];
        using (var list = new DamageList(path))
        {
            Array.ForEach(findings, list.Add);
        }

        Same(
            $$"""
            {"kind":"Blob","text":"a\u002B\u003C\u00E9\u0022","mirror":"m","snapshot":"n","path":"p","sha256":"{{Digest}}","size":0,"role":"Metadata"}
            {"kind":"Manifest","text":"x","mirror":"","generation":"g"}

            """,
            path);
        Assert.AreSequenceEqual(findings, DamageList.Read(path));
    }

    [TestMethod]
    public void Releases()
    {
        ReleaseDocument[] releases =
        [
            new() { TagName = "v1", Name = Text, Body = "b", Draft = true, PublishedAt = Time, HtmlUrl = "h", Assets = [new() { Id = 1, Name = "n", Size = 2, Digest = "d", State = "s", UpdatedAt = Time, CreatedAt = Time, BrowserDownloadUrl = "u" }] },
            new() { TagName = "v2", Assets = [new() { Name = "n", BrowserDownloadUrl = "u" }] },
        ];

        const string Pages = """
            [
              {
                "tag_name": "v1",
                "name": "a\u002B\u003C\u00E9\u0022",
                "body": "b",
                "draft": true,
                "prerelease": false,
                "published_at": "2025-01-02T03:04:05+00:00",
                "html_url": "h",
                "assets": [
                  {
                    "id": 1,
                    "name": "n",
                    "size": 2,
                    "digest": "d",
                    "state": "s",
                    "updated_at": "2025-01-02T03:04:05+00:00",
                    "created_at": "2025-01-02T03:04:05+00:00",
                    "browser_download_url": "u"
                  }
                ]
              },
              {
                "tag_name": "v2",
                "draft": false,
                "prerelease": false,
                "assets": [
                  {
                    "id": 0,
                    "name": "n",
                    "browser_download_url": "u"
                  }
                ]
              }
            ]
            """;
        Assert.AreEqual(Pages, Encoding.UTF8.GetString(ReleaseDocument.WriteAll(releases)));
        Assert.AreEqual(Pages, Encoding.UTF8.GetString(ReleaseDocument.WriteAll(ReleaseDocument.ReadAll(ReleaseDocument.WriteAll(releases), "r"))));
        Assert.AreEqual("{\n  \"tag_name\": \"v3\",\n  \"draft\": false,\n  \"prerelease\": true,\n  \"assets\": []\n}\n", Encoding.UTF8.GetString(new ReleaseDocument { TagName = "v3", Prerelease = true, Assets = [] }.Write()));
    }

    private static RunReport Report() => new()
    {
        Run = "r",
        Mirror = "m",
        Began = Time.UtcDateTime.AddMilliseconds(500),
        Ended = Time.UtcDateTime.AddSeconds(1),
        Outcome = RunOutcome.StartedOver,
        LastSuccess = Time.UtcDateTime,
        Generation = "g",
        Files = 1,
        Bytes = 2,
        FetchedFiles = 3,
        FetchedBytes = 4,
        Missing = 5,
        StoreBytes = 6,
        Accepted = new RecordedAcceptance("s", Text, "u@m") { Actor = new Actor("u", "m", "1") { Commit = "c" } },
        ErrorCount = 7,
        WarningCount = 8,
        Errors = [new RunDiagnostic("C", Text)],
        Steps = [new RunStep("Sync", Time.UtcDateTime, 0.125, RunOutcome.Interrupted)],
    };

    private static void Same(string expected, string file) => Assert.AreEqual(expected, File.ReadAllText(file));
}
