using System.Text;

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Runs statements and gathers the output and the spans of <c>{% generation %}</c> in it.</summary>
internal sealed class Interpreter
{
    private readonly Budget _budget = new();
    private readonly Evaluator _evaluator;
    private readonly List<(int Start, int End)> _spans = [];
    private StringBuilder _output = new();
    private int _captures;
    private int _calls;

    private Interpreter() => _evaluator = new Evaluator(_budget);

    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    /// <summary>Renders a parsed template; throws <see cref="TemplateFault"/> with its line.</summary>
    public static (string Text, IReadOnlyList<(int Start, int End)> Spans) Run(
        IReadOnlyList<Statement> template, IReadOnlyDictionary<string, object?> variables, TimeProvider clock)
    {
        Scope globals = new(null);
        Globals.Declare(globals, clock);
        Scope top = new(globals);
        foreach ((string name, object? value) in variables)
        {
            top.Set(name, value);
        }

        Interpreter interpreter = new();
        try
        {
            interpreter.Execute(template, top);
        }
        catch (TemplateFault fault) when (fault.Line == 0)
        {
            throw new TemplateFault(fault.Message, interpreter._evaluator.Line);
        }
        catch (OverflowException)
        {
            throw new TemplateFault("a whole number does not fit into 64 bits.", interpreter._evaluator.Line);
        }

        return (interpreter._output.ToString(), interpreter._spans);
    }

    private Flow Execute(IReadOnlyList<Statement> statements, Scope scope)
    {
        foreach (Statement statement in statements)
        {
            Flow flow = Execute(statement, scope);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    private Flow Execute(Statement statement, Scope scope)
    {
        _budget.CheckStack();
        _evaluator.Line = statement.Line;
        switch (statement)
        {
            case Text text:
                Write(text.Value);
                return Flow.Next;
            case Output output:
                Write(Values.ToText(_evaluator.Evaluate(output.Value, scope), _budget));
                return Flow.Next;
            case If branch:
                return Execute(Choose(branch, scope), scope);
            case For loop:
                return Run(loop, scope);
            case Jump jump:
                return jump.Leaves ? Flow.Break : Flow.Continue;
            case Generation generation:
                return Run(generation, scope);
            case FilterBlock block:
                Write(Values.ToText(Filtered(block.Value, block.Body, scope), _budget));
                return Flow.Next;
            case SetBlock block:
                Assign([block.Target], block.Attribute, Filtered(block.Value, block.Body, scope), scope);
                return Flow.Next;
            case Set set:
                Assign(set.Targets, set.Attribute, _evaluator.Evaluate(set.Value, scope), scope);
                return Flow.Next;
            case Macro macro:
                scope.Set(macro.Id, Bind(macro.Id, macro.Parameters, macro.Body, scope));
                return Flow.Next;
            case CallBlock block:
                Write(Values.ToText(Call(block, scope), _budget));
                return Flow.Next;
            default:
                throw new TemplateFault($"the statement {statement.GetType().Name} is not supported.");
        }
    }

    private void Write(string text)
    {
        _budget.SpendText(text.Length);
        Budget.CheckLength((long)_output.Length + text.Length);
        _output.Append(text);
    }

    private IReadOnlyList<Statement> Choose(If branch, Scope scope)
    {
        foreach ((Expression condition, IReadOnlyList<Statement> body) in branch.Branches)
        {
            if (Values.IsTrue(_evaluator.Evaluate(condition, scope)))
            {
                return body;
            }
        }

        return branch.Else;
    }

    // As in Jinja, each turn has its own scope and the filter is applied before `loop` is counted.
    private Flow Run(For loop, Scope scope)
    {
        IReadOnlyList<object?> items = Values.Elements(_evaluator.Evaluate(loop.Iterable, scope), _budget);
        if (loop.Condition is not null)
        {
            items = [.. items.Where(item =>
            {
                Scope turn = new(scope);
                Unpack(loop.Targets, item, turn);
                return Values.IsTrue(_evaluator.Evaluate(loop.Condition, turn));
            })];
        }

        for (int i = 0; i < items.Count; i++)
        {
            Scope turn = new(scope);
            turn.Set("loop", new LoopState(items, i));
            Unpack(loop.Targets, items[i], turn);
            if (Execute(loop.Body, turn) == Flow.Break)
            {
                break;
            }
        }

        return items.Count == 0 ? Execute(loop.Else, new Scope(scope)) : Flow.Next;
    }

    private Flow Run(Generation generation, Scope scope)
    {
        if (_captures > 0)
        {
            throw new TemplateFault("the tag `generation` inside a macro, a call or a set block is not supported.");
        }

        int start = _output.Length;
        Flow flow = Execute(generation.Body, scope);
        _spans.Add((start, _output.Length));
        return flow;
    }

    private void Unpack(IReadOnlyList<string> targets, object? value, Scope scope)
    {
        if (targets.Count == 1)
        {
            scope.Set(targets[0], value);
            return;
        }

        IReadOnlyList<object?> parts = Values.Elements(value, _budget);
        if (parts.Count != targets.Count)
        {
            throw new TemplateFault($"{parts.Count} values cannot be spread over {targets.Count} names.");
        }

        for (int i = 0; i < parts.Count; i++)
        {
            scope.Set(targets[i], parts[i]);
        }
    }

    private void Assign(IReadOnlyList<string> targets, string? attribute, object? value, Scope scope)
    {
        if (attribute is null)
        {
            Unpack(targets, value, scope);
            return;
        }

        Namespace names = scope.Find(targets[0]) as Namespace
            ?? throw new TemplateFault($"`{targets[0]}.{attribute}` cannot be set: `{targets[0]}` is not a namespace.");
        names.Set(attribute, value);
    }

    private object? Filtered(Expression filters, IReadOnlyList<Statement> body, Scope scope)
    {
        Scope inner = new(scope);
        inner.Set(Name.Captured, Capture(body, inner));
        return _evaluator.Evaluate(filters, inner);
    }

    private string Capture(IReadOnlyList<Statement> body, Scope scope)
    {
        (StringBuilder outer, _output) = (_output, new StringBuilder());
        _captures++;
        if (Execute(body, scope) != Flow.Next)
        {
            throw new TemplateFault("`break` or `continue` inside a set, filter or call block is not supported.");
        }

        _captures--;
        (string text, _output) = (_output.ToString(), outer);
        return text;
    }

    private object? Call(CallBlock block, Scope scope)
    {
        Scope inner = new(scope);
        object? target = _evaluator.Evaluate(block.Call.Target, scope);
        Function function = target as Function ?? throw new TemplateFault($"{Values.KindOf(target)} cannot be called.");
        Function caller = Bind("caller", block.Parameters, block.Body, inner);
        CallArguments given = _evaluator.Arguments(function.Name, block.Call.Arguments, scope);
        Dictionary<string, object?> named = new(given.Named, StringComparer.Ordinal) { ["caller"] = caller };
        return function.Body(new CallArguments(function.Name, given.Positional, named));
    }

    private Function Bind(
        string name, IReadOnlyList<(string Name, Expression? Default)> parameters, IReadOnlyList<Statement> body,
        Scope scope) =>
        new(name, arguments =>
        {
            arguments.Accept([.. parameters.Select(parameter => parameter.Name), "caller"]);
            if (arguments.Positional.Count > parameters.Count)
            {
                throw new TemplateFault($"the macro `{name}` takes {parameters.Count} argument(s) at most.");
            }

            if (++_calls > Budget.DeepestCalls)
            {
                throw new TemplateFault($"macros call each other more than {Budget.DeepestCalls} deep.");
            }

            Scope inner = new(scope);
            inner.Set("caller", arguments.Named.TryGetValue("caller", out object? caller) ? caller
                : new Undefined("caller"));
            for (int i = 0; i < parameters.Count; i++)
            {
                (string parameter, Expression? missing) = parameters[i];
                inner.Set(parameter, arguments.TryGet(i, parameter, out object? value) ? value
                    : missing is null ? new Undefined(parameter) : _evaluator.Evaluate(missing, inner));
            }

            string text = Capture(body, inner);
            _calls--;
            return text;
        });
}
