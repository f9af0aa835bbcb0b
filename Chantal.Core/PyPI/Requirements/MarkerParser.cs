using System.Collections.Frozen;
using System.Collections.Immutable;
using Chantal.PyPI.Environments;

namespace Chantal.PyPI.Requirements;

/// <summary>Reads markers by recursive descent, no deeper than hostile text deserves.</summary>
/// <param name="text">The marker.</param>
internal ref struct MarkerParser(ReadOnlySpan<char> text)
{
    private const int MaxDepth = 100;

    private static readonly FrozenDictionary<string, MarkerVariable> Variables = new Dictionary<string, MarkerVariable>
    {
        ["os_name"] = MarkerVariable.OsName,
        ["sys_platform"] = MarkerVariable.SysPlatform,
        ["platform_machine"] = MarkerVariable.PlatformMachine,
        ["platform_python_implementation"] = MarkerVariable.PlatformPythonImplementation,
        ["platform_release"] = MarkerVariable.PlatformRelease,
        ["platform_system"] = MarkerVariable.PlatformSystem,
        ["platform_version"] = MarkerVariable.PlatformVersion,
        ["python_version"] = MarkerVariable.PythonVersion,
        ["python_full_version"] = MarkerVariable.PythonFullVersion,
        ["implementation_name"] = MarkerVariable.ImplementationName,
        ["implementation_version"] = MarkerVariable.ImplementationVersion,
        ["extra"] = MarkerVariable.Extra,
        ["extras"] = MarkerVariable.Extras,
        ["dependency_groups"] = MarkerVariable.DependencyGroups,

        // Names of before PEP 508, which old packages still have.
        ["os.name"] = MarkerVariable.OsName,
        ["sys.platform"] = MarkerVariable.SysPlatform,
        ["platform.machine"] = MarkerVariable.PlatformMachine,
        ["platform.version"] = MarkerVariable.PlatformVersion,
        ["platform.python_implementation"] = MarkerVariable.PlatformPythonImplementation,
        ["python_implementation"] = MarkerVariable.PlatformPythonImplementation,
    }.ToFrozenDictionary();

    private ReadOnlySpan<char> _rest = text;

    /// <summary>The whole text as a marker; null if it is not one.</summary>
    public MarkerNode? Parse() => Junction(isAnd: false, 0) is { } node && Peek().IsEmpty ? node : null;

    private MarkerNode? Junction(bool isAnd, int depth)
    {
        if (depth > MaxDepth)
        {
            return null;
        }

        var parts = ImmutableArray.CreateBuilder<MarkerNode>();
        do
        {
            if ((isAnd ? Atom(depth) : Junction(isAnd: true, depth)) is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }
        while (Take(isAnd ? "and" : "or"));

        return parts.Count == 1 ? parts[0] : new MarkerJunction(parts.DrainToImmutable(), isAnd);
    }

    private MarkerNode? Atom(int depth)
    {
        if (Take("("))
        {
            return Junction(isAnd: false, depth + 1) is { } inner && Take(")") ? inner : null;
        }

        return Operand() is { } left && Operator() is var (@operator, sign) && sign is not null && Operand() is { } right
            ? new MarkerComparison(left, @operator, sign, right)
            : null;
    }

    private (MarkerOperator Operator, string? Sign) Operator()
    {
        var token = Peek();
        if (token is "===" or "==" or "!=" or "<=" or ">=" or "~=" or "<" or ">")
        {
            Skip(token);
            return (MarkerOperator.Specifier, token.ToString());
        }

        return Take("in") ? (MarkerOperator.In, "in")
            : Take("not") && Take("in") ? (MarkerOperator.NotIn, "not in")
            : default;
    }

    private MarkerOperand? Operand()
    {
        var token = Peek();
        Skip(token);
        if (token is ['"' or '\'', ..])
        {
            // A quote alone has no end.
            return token.Length > 1 ? new MarkerOperand(null, token[1..^1].ToString()) : null;
        }

        return Variables.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out var variable) ? new MarkerOperand(variable, "") : null;
    }

    private bool Take(string token)
    {
        var next = Peek();
        if (!next.SequenceEqual(token))
        {
            return false;
        }

        Skip(next);
        return true;
    }

    // A parenthesis, a quoted text, a word, a sign, or any other character; empty at the end.
    private ReadOnlySpan<char> Peek()
    {
        _rest = _rest.TrimStart();
        if (_rest.IsEmpty)
        {
            return [];
        }

        if (_rest[0] is '"' or '\'')
        {
            var end = _rest[1..].IndexOf(_rest[0]);
            return end < 0 ? _rest[..1] : _rest[..(end + 2)];
        }

        var length = LengthOfRun(IsWord);
        length = length > 0 ? length : LengthOfRun(c => c is '<' or '>' or '=' or '!' or '~');
        return _rest[..Math.Max(length, 1)];
    }

    private readonly int LengthOfRun(Func<char, bool> isOfRun)
    {
        var length = 0;
        while (length < _rest.Length && isOfRun(_rest[length]))
        {
            length++;
        }

        return length;
    }

    private void Skip(ReadOnlySpan<char> token) => _rest = _rest[token.Length..];

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.';
}
