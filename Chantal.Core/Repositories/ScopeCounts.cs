using System.Text;

namespace Chantal.Repositories;

/// <summary>Counts what is available and what is selected, by scope, and keeps the scopes' names once each.</summary>
internal sealed class ScopeCounts
{
    private readonly Dictionary<string, Scope> _scopes = new(StringComparer.Ordinal);

    /// <summary>A scope and its running totals.</summary>
    internal sealed class Scope(string name, string architecture)
    {
        private long _availableFiles;
        private long _availableBytes;
        private long _selectedFiles;
        private long _selectedBytes;

        /// <summary>Such as <c>bookworm/main/amd64</c>.</summary>
        public string Name { get; } = name;

        /// <summary>The last part of the name.</summary>
        public string Architecture { get; } = architecture;

        /// <summary>The name in UTF-8.</summary>
        public ReadOnlyMemory<byte> NameText { get; } = Encoding.UTF8.GetBytes(name);

        /// <summary>The last part of it in UTF-8.</summary>
        public ReadOnlyMemory<byte> ArchitectureText { get; } = Encoding.UTF8.GetBytes(architecture);

        public void CountAvailable(long bytes)
        {
            _availableFiles++;
            _availableBytes += Math.Max(0, bytes);
        }

        public void CountSelected(long bytes)
        {
            _selectedFiles++;
            _selectedBytes += Math.Max(0, bytes);
        }

        public ScopeSummary ToSummary() => new(Name, _availableFiles, _availableBytes, _selectedFiles, _selectedBytes);
    }

    /// <summary>The scopes of one index; a package belongs to that of its own architecture, whichever index lists it.</summary>
    internal sealed class Family(ScopeCounts counts, string prefix)
    {
        // Debian knows a hundred or so; an index of many more is made to waste time and memory.
        private const int MaxArchitectures = 256;

        private readonly List<(byte[] Architecture, Scope Scope)> _scopes = [];

        public Scope Of(ReadOnlySpan<byte> architecture)
        {
            foreach (var (known, scope) in _scopes)
            {
                if (architecture.SequenceEqual(known))
                {
                    return scope;
                }
            }

            if (_scopes.Count == MaxArchitectures)
            {
                throw RepositoryDiagnostics.TooManyArchitectures(prefix, MaxArchitectures);
            }

            var found = counts.Of(prefix, Encoding.UTF8.GetString(architecture));
            _scopes.Add((architecture.ToArray(), found));
            return found;
        }
    }

    /// <summary>The scopes below a prefix such as <c>bookworm/main</c>.</summary>
    public Family Below(string prefix) => new(this, prefix);

    /// <summary>All scopes in which there is anything, in the order of their names.</summary>
    public IReadOnlyList<ScopeSummary> ToSummaries() =>
        [.. _scopes.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value.ToSummary()).Where(s => s.AvailableFiles > 0)];

    private Scope Of(string prefix, string architecture)
    {
        var name = $"{prefix}/{architecture}";
        if (!_scopes.TryGetValue(name, out var scope))
        {
            _scopes.Add(name, scope = new Scope(name, architecture));
        }

        return scope;
    }
}
