using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Chantal.Core.Tests.Support;
using Chantal.Core.Tests.Transfer;
using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.PyPI.Metadata;
using Chantal.PyPI.Pages;

namespace Chantal.Core.Tests.PyPI;

/// <summary>A mirror's tree with one real wheel, and the programs that meet it in the world.</summary>
[TestClass]
public sealed partial class PageClientTests
{
    private const string Name = "chantal-sample";
    private const string WheelName = "chantal_sample-1.0+local-py3-none-any.whl";

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [TestCategory("Outer")]
    [DataRow(true, DisplayName = "JSON")]
    [DataRow(false, DisplayName = "HTML")]
    public void Pip_installs_from_the_pages(bool json)
    {
        using var tree = new TemporaryDirectory();
        var file = WriteTree(tree);
        using var server = new LoopbackServer(request => Serve(tree, request, json));

        Shell.Require(
            tree.Root, Shell.Python, "-m", "pip", "install", "--isolated", "--disable-pip-version-check", "--no-cache-dir", "--no-compile", "--require-hashes",
            "--index-url", $"{server.Url}simple/", "--target", tree.PathOf("site"), "-r", tree.Write("requirements.txt", Encoding.UTF8.GetBytes($"{Name}==1.0+local --hash=sha256:{file.Sha256}\n")));

        Assert.IsTrue(File.Exists(tree.PathOf("site/chantal_sample.py")));

        // With hashes pip looks at nothing but the file; without, it takes the metadata first and checks that too.
        Shell.Require(
            tree.Root, Shell.Python, "-m", "pip", "download", "--isolated", "--disable-pip-version-check", "--no-cache-dir", "--index-url", $"{server.Url}simple/", "--dest", tree.PathOf("wheels"), Name);
        Assert.IsTrue(File.Exists(tree.PathOf($"wheels/{WheelName}")));
        if (!json)
        {
            // In JSON, pip before 23.2 knows the metadata by a name that PEP 714 took back, for the harm that it did there.
            Assert.Contains($"/{ArtifactPath.ToUrl(FilePlace.OfMetadata(file))}", server.Requests.Select(r => Uri.UnescapeDataString(r.Target)));
        }
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Pip_takes_no_file_that_is_yanked_or_for_another_python()
    {
        using var tree = new TemporaryDirectory();
        foreach (var change in new Func<ProjectFile, ProjectFile>[] { f => f with { Yanked = "" }, f => f with { RequiresPython = "<3" } })
        {
            _ = WriteTree(tree, change);
            foreach (var json in new[] { true, false })
            {
                using var server = new LoopbackServer(request => Serve(tree, request, json));
                var (exitCode, _) = Shell.Run(
                    tree.Root, Shell.Python, "-m", "pip", "download", "--isolated", "--disable-pip-version-check", "--no-cache-dir", "--no-deps", "--index-url", $"{server.Url}simple/", "--dest", tree.PathOf("wheels"), Name);
                Assert.AreNotEqual(0, exitCode);
                Assert.IsFalse(Directory.Exists(tree.PathOf("wheels")) && Directory.EnumerateFiles(tree.PathOf("wheels")).Any());
            }
        }
    }

    [TestMethod]
    public async Task Metadata_of_the_wheel_is_the_metadata_beside_it()
    {
        using var tree = new TemporaryDirectory();
        var file = WriteTree(tree);
        using var handle = File.OpenHandle(tree.PathOf(FilePlace.Of(file)));
        var metadata = await ZipDirectory.ReadWheelMetadataAsync(ZipDirectory.Local(handle), file.Size!.Value, file.FileName, TestContext.CancellationToken);
        Assert.AreSequenceEqual(await File.ReadAllBytesAsync(tree.PathOf(FilePlace.OfMetadata(file)), TestContext.CancellationToken), metadata);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public async Task The_documented_nginx_negotiates_and_serves_pip()
    {
        using var tree = new TemporaryDirectory();
        var file = WriteTree(tree);
        var port = FreePort();
        tree.Write("nginx/nginx.conf", Encoding.UTF8.GetBytes($$"""
            daemon off;
            pid nginx.pid;
            {{(Environment.UserName == "root" ? "user root root;" : "")}}
            error_log stderr notice;
            events { }
            http {
                access_log off;
                client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                {{Documented("nginx").Replace("listen 80;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal).Replace("/srv/chantal/publish/pypi", tree.Root, StringComparison.Ordinal)}}
            }
            """));
        using var nginx = await StartAsync(tree.PathOf("nginx"));
        try
        {
            var server = $"http://127.0.0.1:{port}";
            const string Json = "application/vnd.pypi.simple.v1+json";
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            foreach (var page in new[] { "/simple/", $"/simple/{Name}/" })
            {
                Assert.AreEqual((Json, "Accept"), await TypeAsync(client, server + page, $"{Json}, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01"));
                Assert.AreEqual((Json, "Accept"), await TypeAsync(client, server + page, "application/vnd.pypi.simple.latest+json"));
                Assert.AreEqual(("text/html", "Accept"), await TypeAsync(client, server + page, "text/html,*/*;q=0.8"));
                Assert.AreEqual(("text/html", "Accept"), await TypeAsync(client, server + page, "*/*"));
            }

            Assert.AreEqual("application/json", (await TypeAsync(client, $"{server}/pypi/{Name}/json", "*/*")).Type);
            Assert.AreEqual("application/octet-stream", (await TypeAsync(client, $"{server}/{FilePlace.OfMetadata(file)}", "*/*")).Type);
            using var redirect = await client.GetAsync($"{server}/simple/{Name}", TestContext.CancellationToken);
            Assert.AreEqual($"/simple/{Name}/", redirect.Headers.Location?.OriginalString);
            Shell.Require(
                tree.Root, Shell.Python, "-m", "pip", "download", "--isolated", "--disable-pip-version-check", "--no-cache-dir", "--no-deps", "--index-url", $"{server}/simple/", "--dest", tree.PathOf("wheels"), Name);
            Assert.IsTrue(File.Exists(tree.PathOf($"wheels/{WheelName}")));
        }
        finally
        {
            nginx.Kill(entireProcessTree: true);
            await nginx.WaitForExitAsync(TestContext.CancellationToken);
        }
    }

    private static ProjectFile WriteTree(TemporaryDirectory tree, Func<ProjectFile, ProjectFile>? change = null)
    {
        var metadata = Encoding.UTF8.GetBytes($"Metadata-Version: 2.1\nName: {Name}\nVersion: 1.0+local\nRequires-Python: >=3\n");
        var wheel = Wheel(metadata);
        var file = new ProjectFile
        {
            FileName = WheelName,
            Url = $"https://upstream.example/files/{WheelName}",
            Checksums = [Sha256(wheel)],
            RequiresPython = ">=3",
            CoreMetadata = new ProjectFileMetadata(Sha256(metadata)),
            Size = wheel.Length,
            UploadTime = "2024-01-02T03:04:05.678901Z",
        };
        file = change?.Invoke(file) ?? file;
        var page = new ProjectPage { Name = Name, Files = [file], Versions = ["1.0+local"], LastSerial = 1 };
        tree.Write(FilePlace.Of(file), wheel);
        tree.Write(FilePlace.OfMetadata(file), metadata);
        tree.Write(PageWriter.HtmlPath(Name), Bytes(s => PageWriter.WriteHtml(s, page)));
        tree.Write(PageWriter.JsonPath(Name), Bytes(s => PageWriter.WriteJson(s, page)));
        using var json = new MemoryStream();
        tree.Write(PageWriter.RootHtmlPath, Bytes(s => PageWriter.WriteRoot(s, json, [new IndexRootProject(Name, 1)], 1)));
        tree.Write(PageWriter.RootJsonPath, json.ToArray());
        var release = new JsonApiRelease("1.0+local", [new JsonApiFile(file, "bdist_wheel", "py3")]);
        tree.Write(JsonApi.PathOf(Name), Bytes(s => JsonApi.WriteProject(s, new JsonApiProject { Page = page, Releases = [release] }, release, CoreMetadata.Parse(metadata, WheelName))));
        return file;
    }

    private static byte[] Wheel(byte[] metadata)
    {
        const string Info = "chantal_sample-1.0+local.dist-info";
        var wheel = "Wheel-Version: 1.0\nGenerator: chantal\nRoot-Is-Purelib: true\nTag: py3-none-any\n"u8.ToArray();
        var module = "VALUE = 1\n"u8.ToArray();
        var files = new[] { ("chantal_sample.py", module), ($"{Info}/METADATA", metadata), ($"{Info}/WHEEL", wheel) };
        var record = string.Concat(files.Select(f => $"{f.Item1},sha256={Convert.ToBase64String(SHA256.HashData(f.Item2)).TrimEnd('=').Replace('+', '-').Replace('/', '_')},{f.Item2.Length}\n")) + $"{Info}/RECORD,,\n";
        var zip = new ZipWriter();
        foreach (var (name, content) in files)
        {
            zip.Add(name, content);
        }

        return zip.Add($"{Info}/RECORD", Encoding.UTF8.GetBytes(record)).ToArray();
    }

    private static Reply Serve(TemporaryDirectory tree, Received request, bool json)
    {
        var path = Uri.UnescapeDataString(request.Target.TrimStart('/'));
        var type = "application/octet-stream";
        if (path.EndsWith('/'))
        {
            (path, type) = json && request["Accept"]!.Contains("v1+json", StringComparison.Ordinal) ? (path + "index.v1_json", "application/vnd.pypi.simple.v1+json") : (path + "index.html", "text/html");
        }

        return File.Exists(tree.PathOf(path)) ? Reply.Ok(File.ReadAllBytes(tree.PathOf(path)), $"Content-Type: {type}") : Reply.Status(404);
    }

    private static async Task<Process> StartAsync(string prefix)
    {
        var nginx = new Process
        {
            // Not in the path of everybody.
            StartInfo = new ProcessStartInfo(File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx", ["-p", prefix, "-c", "nginx.conf", "-e", "stderr"])
            {
                RedirectStandardError = true,
            },
        };
        var output = new StringBuilder();
        var working = new TaskCompletionSource();
        nginx.ErrorDataReceived += (_, line) =>
        {
            output.Append(line.Data).Append('\n');
            if (line.Data is null || line.Data.Contains("start worker process ", StringComparison.Ordinal))
            {
                working.TrySetResult();
            }
        };
        nginx.Start();
        nginx.BeginErrorReadLine();
        await working.Task;
        return nginx.HasExited ? throw new InvalidOperationException(output.ToString()) : nginx;
    }

    private async Task<(string? Type, string? Vary)> TypeAsync(HttpClient client, string url, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await client.SendAsync(request, TestContext.CancellationToken);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, url);
        return (response.Content.Headers.ContentType?.MediaType, response.Headers.Vary.SingleOrDefault());
    }

    private static string Documented(string language, [CallerFilePath] string file = "") =>
        Block().Matches(File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs", "how-to", "serve.md")))
            .Single(m => m.Groups[1].Value == language && m.Groups[2].Value.Contains("v1_json", StringComparison.Ordinal)).Groups[2].Value;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Checksum Sha256(byte[] content) => new(HashKind.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));

    private static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    [GeneratedRegex("^```(nginx|apache)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
