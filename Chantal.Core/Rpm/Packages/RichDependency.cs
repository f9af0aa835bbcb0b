namespace Chantal.Rpm.Packages;

/// <summary>A rich dependency (rpm's boolean dependencies), such as <c>(a if b else c)</c>: operands and what joins them.</summary>
internal abstract record RichDependency
{
    private const int MaxDepth = 32;

    // A chain is a tree as deep as it is long, and whoever walks it goes as deep.
    private const int MaxOperators = 512;

    private RichDependency()
    {
    }

    /// <summary>One capability.</summary>
    internal sealed record Simple(RpmRelation Relation) : RichDependency;

    /// <summary>Several, joined by <c>and</c>, <c>or</c>, <c>with</c>, …</summary>
    /// <param name="Operator">What joins them.</param>
    /// <param name="Left">What stands before it.</param>
    /// <param name="Right">What stands behind it.</param>
    /// <param name="Else">What stands behind <c>else</c>, or null.</param>
    internal sealed record Joined(RichOperator Operator, RichDependency Left, RichDependency Right, RichDependency? Else) : RichDependency;

    /// <summary>Whether a capability's name is a rich dependency.</summary>
    public static bool IsRich(string name) => name.StartsWith('(');

    /// <summary>Reads one; null if it is malformed.</summary>
    public static RichDependency? TryParse(string text)
    {
        var words = new Words(text);
        var dependency = Parse(words, 0);
        return words.IsAtEnd ? dependency : null;
    }

    private static RichDependency? Parse(Words words, int depth)
    {
        if (depth == MaxDepth)
        {
            return null;
        }

        if (!words.Take("("))
        {
            return words.TakeRelation() is { } relation ? new Simple(relation) : null;
        }

        var left = Parse(words, depth + 1);
        while (left is not null && words.TakeOperator() is { } @operator)
        {
            if (Parse(words, depth + 1) is not { } right)
            {
                return null;
            }

            RichDependency? otherwise = null;
            if (@operator is RichOperator.If or RichOperator.Unless && words.Take("else") && (otherwise = Parse(words, depth + 1)) is null)
            {
                return null;
            }

            left = new Joined(@operator, left, right, otherwise);
        }

        return words.Take(")") ? left : null;
    }

    private sealed class Words(string text)
    {
        private int _at;
        private int _operators;

        public bool IsAtEnd
        {
            get
            {
                SkipSpace();
                return _at == text.Length;
            }
        }

        public bool Take(string word)
        {
            var found = Peek() == word;
            _at += found ? word.Length : 0;
            return found;
        }

        public RichOperator? TakeOperator()
        {
            var word = Peek();
            RichOperator? @operator = word switch
            {
                "and" => RichOperator.And,
                "or" => RichOperator.Or,
                "if" => RichOperator.If,
                "unless" => RichOperator.Unless,
                "with" => RichOperator.With,
                "without" => RichOperator.Without,
                _ => null,
            };
            if (@operator is null || ++_operators > MaxOperators)
            {
                return null;
            }

            _at += word.Length;
            return @operator;
        }

        public RpmRelation? TakeRelation()
        {
            var name = Peek();
            if (name is "" or "(" or ")")
            {
                return null;
            }

            _at += name.Length;
            var comparison = Peek() switch
            {
                "=" or "==" => RpmComparison.Equal,
                "<" => RpmComparison.Below,
                "<=" => RpmComparison.AtMost,
                ">" => RpmComparison.Above,
                ">=" => RpmComparison.AtLeast,
                _ => RpmComparison.Any,
            };
            if (comparison == RpmComparison.Any)
            {
                return new RpmRelation(name);
            }

            _at += Peek().Length;
            var version = Peek();
            _at += version.Length;
            return version is "" or "(" or ")" ? null : new RpmRelation(name, comparison, Evr.Parse(version));
        }

        // A name may hold brackets of its own, such as perl(strict): they end where they were opened.
        private string Peek()
        {
            SkipSpace();
            if (_at < text.Length && text[_at] is '(' or ')')
            {
                return text[_at].ToString();
            }

            var (end, open) = (_at, 0);
            while (end < text.Length && text[end] != ' ' && (text[end] != ')' || open > 0))
            {
                open += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
                end++;
            }

            return text[_at..end];
        }

        private void SkipSpace()
        {
            while (_at < text.Length && text[_at] == ' ')
            {
                _at++;
            }
        }
    }
}
