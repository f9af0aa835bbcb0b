using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.PyPI.Distributions;
using Chantal.Text;

namespace Chantal.Hosts.Lists;

/// <summary>Reads a host list. Hosts are not trusted: every line has to have the form that it should, everything has a limit, and what is not understood is counted.</summary>
internal sealed class HostListReader
{
    private readonly string _file;
    private readonly List<string> _system = [];
    private readonly List<HostPackage> _packages = [];
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private string? _name;
    private string _machine = "";
    private string? _section;
    private string? _type;
    private string? _path;
    private StringBuilder? _content;
    private long _unknown;
    private long _firstUnknown;

    private HostListReader(string file) => _file = file;

    /// <summary>Reads a file.</summary>
    /// <exception cref="MirrorException">It is not a host list, or larger than any.</exception>
    public static HostList Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        return stream.Length <= HostListFormat.MaxSize ? Read(stream, file) : throw HostListDiagnostics.Unreadable(file, $"it is larger than {Quantity.Bytes(HostListFormat.MaxSize)}");
    }

    /// <summary>Reads a list.</summary>
    /// <param name="stream">Its text.</param>
    /// <param name="file">Its file, after which the host is called if the list does not say how.</param>
    /// <exception cref="MirrorException">It is not a host list.</exception>
    public static HostList Read(Stream stream, string file) => new HostListReader(file).ReadAll(stream);

    private HostList ReadAll(Stream stream)
    {
        using var lines = new LineReader(stream, maxLength: HostListFormat.MaxLine);
        try
        {
            if (!lines.TryRead(out var first) || !first.SequenceEqual(Encoding.ASCII.GetBytes(HostListFormat.FirstLine)))
            {
                throw HostListDiagnostics.Unreadable(_file, $"its first line is not '{HostListFormat.FirstLine}'");
            }

            while (lines.TryRead(out var line))
            {
                if (!Take(line))
                {
                    _unknown++;
                    _firstUnknown = _firstUnknown == 0 ? lines.LineNumber : _firstUnknown;
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw HostListDiagnostics.Unreadable(_file, $"line {lines.LineNumber + 1}: {exception.Message}");
        }

        EndFile();
        return new HostList
        {
            Name = _name ?? Printable.Escape(Path.GetFileNameWithoutExtension(_file)),
            Machine = _machine,
            System = HostSystem.Read(_system),
            SystemLines = _system,
            Packages = _packages,
            Files = _files,
            UnknownLines = _unknown,
            FirstUnknownLine = _firstUnknown,
        };
    }

    private bool Take(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return true;
        }

        if (line[0] == (byte)'[')
        {
            return Begin(Encoding.UTF8.GetString(line));
        }

        if (_path is not null)
        {
            return line[0] == (byte)' ' && Add(line[1..]);
        }

        Span<char> text = line.Length <= 4096 ? stackalloc char[line.Length] : new char[line.Length];
        text = text[..Encoding.UTF8.GetChars(line, text)];
        return _type is not null ? AddPackage(text)
            : _section == HostListFormat.System ? AddSystem(text)
            : _section is null ? TakeFact(text.ToString())
            : true;
    }

    private bool Begin(string heading)
    {
        EndFile();
        (_section, _type, _path) = ("", null, null);
        if (!heading.EndsWith(']'))
        {
            return false;
        }

        _section = heading[1..^1];
        _type = HostListFormat.Packages.FirstOrDefault(p => p.Section == _section).Type;
        if (_section.StartsWith(HostListFormat.File, StringComparison.Ordinal))
        {
            _path = _section[HostListFormat.File.Length..].TrimStart('/');
            _content = new StringBuilder();

            // It is never a path here, but it stands in notes.
            return _files.Count < HostListFormat.MaxFiles && _path.Length is > 0 and <= 1000 && !_path.Any(char.IsControl);
        }

        return true;
    }

    private bool Add(ReadOnlySpan<byte> line)
    {
        _content!.Append(Encoding.UTF8.GetString(line)).Append('\n');
        return true;
    }

    private void EndFile()
    {
        if (_path is { Length: > 0 and <= 1000 } path && _files.Count < HostListFormat.MaxFiles && !path.Any(char.IsControl))
        {
            _files[path] = _content!.ToString();
        }

        _content = null;
    }

    private bool TakeFact(string line)
    {
        var (key, value) = line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var at ? (line[..at], line[(at + 2)..].Trim()) : ("", "");
        if (!HostListFormat.IsWord(value))
        {
            return false;
        }

        (_name, _machine) = (key == "name" ? value : _name, key == "machine" ? value : _machine);
        return key is "name" or "machine";
    }

    private bool AddSystem(ReadOnlySpan<char> line)
    {
        if (_system.Count < 100 && line.Length <= 1000)
        {
            _system.Add(line.ToString());
        }

        return true;
    }

    private bool AddPackage(ReadOnlySpan<char> line)
    {
        if (_packages.Count >= HostListFormat.MaxPackages)
        {
            return false;
        }

        return _type == "pypi" ? AddPython(line) : AddInstalled(line);
    }

    // Name, version, architecture, and perhaps the source and dpkg's status.
    private bool AddInstalled(ReadOnlySpan<char> line)
    {
        Span<Range> fields = stackalloc Range[6];
        var count = line.Split(fields, '\t');
        if (count is < 3 or > 5 || !HostListFormat.IsWord(line[fields[0]]) || !HostListFormat.IsWord(line[fields[1]]) || !HostListFormat.IsWord(line[fields[2]]))
        {
            return false;
        }

        var name = line[fields[0]];
        var version = line[fields[1]];
        var status = count == 5 ? line[fields[4]].Trim() : [];

        // What is removed and has left its configuration is not installed; a key that rpm trusts is not a package.
        if ((status.Length > 1 && status[1] != 'i') || (_type == "rpm" && name.SequenceEqual("gpg-pubkey")))
        {
            return true;
        }

        version = _type == "rpm" && version.StartsWith("0:") ? version[2..] : version;
        version = _type == "rpm" && version.StartsWith("(none):") ? version["(none):".Length..] : version;
        var source = count > 3 && HostListFormat.IsWord(line[fields[3]]) ? line[fields[3]] : [];
        _packages.Add(new HostPackage(_type!, new string(name), new string(version), new string(line[fields[2]]), source.IsEmpty ? null : new string(source), status.Length > 0 && status[0] == 'h'));
        return true;
    }

    // As pip freeze has it. What was installed from an address or a directory is in no index.
    private bool AddPython(ReadOnlySpan<char> line)
    {
        var at = line.IndexOf("==");
        if (at < 0)
        {
            return line[0] is '#' or '-' || line.Contains(" @ ", StringComparison.Ordinal);
        }

        var name = line[..at].Trim();
        var version = line[(at + 2)..].Trim();
        if (name.Length > HostListFormat.MaxWord || !ProjectName.IsValid(name) || !HostListFormat.IsWord(version))
        {
            return false;
        }

        _packages.Add(new HostPackage("pypi", ProjectName.Normalize(name), new string(version), null, null, false));
        return true;
    }
}
