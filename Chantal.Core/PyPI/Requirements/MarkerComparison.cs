using System.Collections.Immutable;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Requirements;

/// <summary>How a marker compares.</summary>
internal enum MarkerOperator
{
    /// <summary>One of a version specifier's.</summary>
    Specifier,

    /// <summary><c>in</c>: the left is part of the right.</summary>
    In,

    /// <summary><c>not in</c>.</summary>
    NotIn,
}

/// <summary>One side of a comparison: a variable, or a text.</summary>
/// <param name="Variable">The variable; null for a text.</param>
/// <param name="Text">The text; empty for a variable.</param>
internal readonly record struct MarkerOperand(MarkerVariable? Variable, string Text);

/// <summary>One comparison of a marker: <c>python_version &lt; "3.9"</c>.</summary>
internal sealed class MarkerComparison : MarkerNode
{
    private readonly MarkerOperand _left;
    private readonly MarkerOperand _right;
    private readonly MarkerOperator _operator;
    private readonly string _sign;
    private readonly bool _isOfExtra;

    // What the right side says as a specifier, where it is a text and is one.
    private readonly Specifier? _specifier;

    /// <summary>A comparison of its three parts.</summary>
    public MarkerComparison(MarkerOperand left, MarkerOperator @operator, string sign, MarkerOperand right)
    {
        _isOfExtra = left.Variable == MarkerVariable.Extra || right.Variable == MarkerVariable.Extra;
        (_left, _right) = _isOfExtra ? (Normal(left), Normal(right)) : (left, right);
        (_operator, _sign) = (@operator, sign);
        _specifier = @operator == MarkerOperator.Specifier && right.Variable is null && Specifier.TryParse(sign + right.Text, out var specifier) ? specifier : null;
    }

    /// <inheritdoc/>
    public override bool MentionsExtra => _isOfExtra;

    /// <inheritdoc/>
    public override bool Holds(TargetEnvironment environment, string extra)
    {
        // The one variable that may have many values, and whose versions are known beforehand.
        if (_specifier is not null && (_left.Variable == MarkerVariable.PythonFullVersion || (_left.Variable == MarkerVariable.ImplementationVersion && !environment.Python.IsPyPy)))
        {
            return environment.Python.IsAcceptedBy(_specifier);
        }

        var left = Values(_left, environment, extra);
        var right = Values(_right, environment, extra);
        if (left.IsEmpty || right.IsEmpty)
        {
            return true;
        }

        foreach (var l in left)
        {
            foreach (var r in right)
            {
                if (Holds(l, r))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool Holds(string left, string right) => _operator switch
    {
        MarkerOperator.In => right.Contains(left, StringComparison.Ordinal),
        MarkerOperator.NotIn => !right.Contains(left, StringComparison.Ordinal),
        _ => !_isOfExtra && SpecifierOf(right) is { } specifier && PyVersion.TryParse(left, out var version) ? specifier.Accepts(version) : HoldsAsText(left, right),
    };

    private Specifier? SpecifierOf(string right) =>
        _right.Variable is null ? _specifier : Specifier.TryParse(_sign + right, out var specifier) ? specifier : null;

    private bool HoldsAsText(string left, string right)
    {
        var order = string.CompareOrdinal(left, right);
        return _sign switch
        {
            "==" or "===" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            _ => false,
        };
    }

    private static ImmutableArray<string> Values(MarkerOperand operand, TargetEnvironment environment, string extra) => operand.Variable switch
    {
        null => [operand.Text],
        MarkerVariable.Extra => [extra],
        { } variable => environment.ValuesOf(variable),
    };

    private static MarkerOperand Normal(MarkerOperand operand) => operand.Variable is null ? operand with { Text = ProjectName.Normalize(operand.Text) } : operand;
}
