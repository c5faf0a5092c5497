namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Works out expressions. Remembers the line it is at, for messages.</summary>
internal sealed class Evaluator
{
    private readonly Budget _budget;
    private readonly Operators _operators;
    private readonly Members _members;
    private readonly Filters _filters;
    private readonly Tests _tests;

    public Evaluator(Budget budget)
    {
        _budget = budget;
        _operators = new Operators(budget);
        _members = new Members(budget);
        _tests = new Tests(budget);
        _filters = new Filters(budget, _members, _tests);
    }

    public int Line { get; set; }

    public object? Evaluate(Expression node, Scope scope)
    {
        _budget.CheckStack();
        Line = node.Line;
        return node switch
        {
            Literal literal => literal.Value,
            Name name => scope.Find(name.Id),
            Member member => _members.Attribute(Evaluate(member.Target, scope), member.Attribute),
            Item item => _members.Item(Evaluate(item.Target, scope), Evaluate(item.Key, scope)),
            Slice slice => _members.Slice(Evaluate(slice.Target, scope), Optional(slice.Start, scope),
                Optional(slice.Stop, scope), Optional(slice.Step, scope)),
            Call call => Call(call, scope),
            Filter filter => _filters.Apply(filter.Id, Evaluate(filter.Target, scope),
                Arguments(filter.Id, filter.Arguments, scope)),
            Test test => _tests.Passes(test.Id, Evaluate(test.Target, scope),
                Arguments(test.Id, test.Arguments, scope)),
            Conditional choice => Values.IsTrue(Evaluate(choice.Condition, scope)) ? Evaluate(choice.Then, scope)
                : choice.Else is null ? new Undefined("the inline if without else") : Evaluate(choice.Else, scope),
            Comparison comparison => Compare(comparison, scope),
            Binary binary => Apply(binary, scope),
            Unary { Operator: "not" } not => !Values.IsTrue(Evaluate(not.Operand, scope)),
            Unary sign => Operators.Negate(sign.Operator, Evaluate(sign.Operand, scope)),
            ListLiteral list => list.Items.Select(item => Evaluate(item, scope)).ToList(),
            TupleLiteral tuple => tuple.Items.Select(item => Evaluate(item, scope)).ToArray(),
            DictLiteral dict => Dict(dict, scope),
            _ => throw new TemplateFault($"the expression {node.GetType().Name} is not supported."),
        };
    }

    public CallArguments Arguments(string callee, Arguments arguments, Scope scope)
    {
        if (arguments.Positional.Count == 0 && arguments.Named.Count == 0)
        {
            return CallArguments.None(callee);
        }

        object?[] positional = [.. arguments.Positional.Select(argument => Evaluate(argument, scope))];
        Dictionary<string, object?> named = new(StringComparer.Ordinal);
        foreach ((string name, Expression value) in arguments.Named)
        {
            if (!named.TryAdd(name, Evaluate(value, scope)))
            {
                throw new TemplateFault($"`{callee}` gets the argument `{name}` twice.");
            }
        }

        return new CallArguments(callee, positional, named);
    }

    private object? Call(Call call, Scope scope)
    {
        object? target = Evaluate(call.Target, scope);
        Function function = target switch
        {
            Function found => found,
            Undefined undefined => throw undefined.Fault(),
            _ => throw new TemplateFault($"{Values.KindOf(target)} cannot be called."),
        };
        CallArguments arguments = Arguments(function.Name, call.Arguments, scope);
        Line = call.Line;
        return function.Body(arguments);
    }

    private object? Optional(Expression? node, Scope scope) => node is null ? null : Evaluate(node, scope);

    private bool Compare(Comparison comparison, Scope scope)
    {
        object? left = Evaluate(comparison.First, scope);
        foreach ((string name, Expression node) in comparison.Rest)
        {
            object? right = Evaluate(node, scope);
            if (!_operators.Compare(name, left, right))
            {
                return false;
            }

            left = right;
        }

        return true;
    }

    private object? Apply(Binary binary, Scope scope)
    {
        object? left = Evaluate(binary.Left, scope);
        return binary.Operator switch
        {
            "and" => Values.IsTrue(left) ? Evaluate(binary.Right, scope) : left,
            "or" => Values.IsTrue(left) ? left : Evaluate(binary.Right, scope),
            _ => _operators.Apply(binary.Operator, left, Evaluate(binary.Right, scope)),
        };
    }

    private Mapping Dict(DictLiteral dict, Scope scope)
    {
        Mapping mapping = [];
        foreach ((Expression key, Expression value) in dict.Entries)
        {
            string name = Evaluate(key, scope) as string
                ?? throw new TemplateFault("a dict whose keys are not texts is not supported.");
            mapping[name] = Evaluate(value, scope);
        }

        return mapping;
    }
}
