using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A real nginx over a directory, on a free port of loopback, with a prefix of its own.</summary>
public sealed class Nginx : IDisposable
{
    private readonly string _prefix = Directory.CreateTempSubdirectory("chantal-nginx-").FullName;
    private readonly Process _process;

    /// <summary>Starts nginx and returns when it listens.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="server">The server's configuration, which listens on 80; null: one that lists the directory.</param>
    public Nginx(string directory, string? server = null)
    {
        var port = FreePort();
        Uri = $"http://127.0.0.1:{port}";
        File.WriteAllText(Path.Combine(_prefix, "nginx.conf"), $$"""
            daemon off;
            worker_processes 1;
            {{(Environment.UserName == "root" ? "user root root;" : "")}}
            pid nginx.pid;
            error_log stderr notice;
            events { }
            http {
                access_log access.log;
                client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                default_type application/octet-stream;
                {{(server ?? $$"""server { listen 80; root "{{directory}}"; autoindex on; }""").Replace("listen 80;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal)}}
            }
            """);

        var output = new StringBuilder();
        var working = new TaskCompletionSource();
        _process = Command.Start(
            // Not in the path of everybody.
            new ProcessStartInfo(File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx", ["-p", _prefix, "-c", "nginx.conf", "-e", "stderr"]),
            line =>
            {
                output.Append(line).Append('\n');
                if (line.Contains("start worker process ", StringComparison.Ordinal))
                {
                    working.TrySetResult();
                }
            });
        var ended = _process.WaitForExitAsync();
        if (Task.WaitAny([working.Task, ended], TimeSpan.FromSeconds(30)) != 0)
        {
            Dispose();
            throw new InvalidOperationException($"nginx does not serve:\n{output}");
        }
    }

    /// <summary>The address, without a slash at its end.</summary>
    public string Uri { get; }

    /// <summary>Stops nginx and its worker.</summary>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_prefix, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
