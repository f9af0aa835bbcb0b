using System.Diagnostics;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// The root of a small machine, made of this machine's own packages: a shell, what installs packages, and what is asked for, with all that these depend on.
/// dpkg knows these packages and no others, so a dependency that a package does not name is missing.
/// </summary>
public sealed class MinimalRoot : IDisposable
{
    private const string Make = """
        set -euo pipefail
        root=$1
        shift
        mkdir -p "$root"/{etc,proc,dev,tmp,root,run,var/log,var/lib/dpkg/info,var/lib/dpkg/updates,usr/bin,usr/sbin,usr/lib,usr/lib64}
        chmod 1777 "$root/tmp"
        for directory in bin sbin lib lib64; do
            [ ! -L "/$directory" ] || ln -s "usr/$directory" "$root/$directory"
        done
        mapfile -t packages < <(apt-cache depends --recurse --installed --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$@" \
            | grep -E '^[a-z0-9]' | sort -u | xargs dpkg-query -W -f '${db:Status-Status} ${binary:Package}\n' 2> /dev/null | sed -n 's/^installed //p')
        dpkg-query -s "${packages[@]}" > "$root/var/lib/dpkg/status"
        dpkg-query -L "${packages[@]}" | grep -E '^/(bin|sbin|lib|lib64|usr/bin|usr/sbin|usr/lib|usr/lib64|usr/libexec|etc/pam.d)/' | sort -u \
            | xargs -d '\n' ls -1d 2> /dev/null | tar -C / --no-recursion -cf - -T - 2> /dev/null | tar -C "$root" --keep-directory-symlink -xf -
        echo 'root:x:0:0:root:/root:/bin/sh' > "$root/etc/passwd"
        echo 'root:x:0:' > "$root/etc/group"
        ldconfig -r "$root"
        """;

    // Processes of its own and the machine's devices, as a container has them.
    private const string Enter = """
        mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && exec chroot --userspec="$2" "$1" /usr/bin/env -i -C "$3" PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/nowhere LANG=C.UTF-8 "${@:4}"
        """;

    /// <summary>Makes it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="packages">What it has besides.</param>
    public MinimalRoot(string path, params IEnumerable<string> packages)
    {
        Path = path;
        AsRoot("bash", ["-c", Make, "root", path, "dash", "coreutils", "libc-bin", "passwd", "login", .. packages]).Succeeded();
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>A path in it, as this machine sees it.</summary>
    public string PathOf(string path) => System.IO.Path.Combine(Path, path.TrimStart('/'));

    /// <summary>Runs a program in it, with an environment that names nothing but the path.</summary>
    /// <param name="user">Who runs it.</param>
    /// <param name="directory">Where.</param>
    /// <param name="command">The program and its arguments.</param>
    public CommandResult Run(string user, string directory, params IEnumerable<string> command) =>
        AsRoot("unshare", ["--mount", "--pid", "--fork", "bash", "-c", Enter, "enter", Path, user, directory, .. command]);

    /// <summary>Runs a program of this machine as root.</summary>
    public static CommandResult AsRoot(string program, params IEnumerable<string> arguments) => Command.Run(
        Environment.IsPrivilegedProcess ? new ProcessStartInfo(program, arguments) : new ProcessStartInfo("sudo", ["-n", program, .. arguments]));

    /// <inheritdoc/>
    public void Dispose() => AsRoot("rm", "-rf", "--one-file-system", Path);
}
