namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>The functions that Hugging Face gives to every template.</summary>
internal static class Globals
{
    private const int LongestRange = 100_000;

    public static void Declare(Scope scope, TimeProvider clock)
    {
        Add(scope, "raise_exception", arguments =>
            throw new TemplateFault($"the template refuses the conversation: {arguments.Text(0, "message")}"));
        Add(scope, "strftime_now", arguments => TimeText.Format(clock.GetLocalNow(), arguments.Text(0, "format")));
        Add(scope, "namespace", MakeNamespace);
        Add(scope, "dict", MakeDict);
        Add(scope, "range", MakeRange);
    }

    private static void Add(Scope scope, string name, Func<CallArguments, object?> body) =>
        scope.Set(name, new Function(name, body));

    private static Namespace MakeNamespace(CallArguments arguments)
    {
        Namespace result = new();
        foreach ((string name, object? value) in MakeDict(arguments))
        {
            result.Set(name, value);
        }

        return result;
    }

    private static Mapping MakeDict(CallArguments arguments)
    {
        Mapping mapping = [];
        if (arguments.Positional.Count > 0)
        {
            Mapping source = arguments.Positional is [Mapping only]
                ? only
                : throw new TemplateFault("`namespace` and `dict` take one mapping or named arguments.");
            foreach ((string name, object? value) in source)
            {
                mapping[name] = value;
            }
        }

        foreach ((string name, object? value) in arguments.Named)
        {
            mapping[name] = value;
        }

        return mapping;
    }

    private static List<object?> MakeRange(CallArguments arguments)
    {
        arguments.Accept("start", "stop", "step");
        bool one = arguments.Positional.Count == 1;
        long start = one ? 0 : arguments.Integer(0, "start", 0);
        long stop = arguments.Integer(one ? 0 : 1, "stop", 0);
        long step = arguments.Integer(2, "step", 1);
        if (step == 0)
        {
            throw new TemplateFault("the step of `range` must not be 0.");
        }

        List<object?> numbers = [];
        for (long at = start; step > 0 ? at < stop : at > stop; at = checked(at + step))
        {
            if (numbers.Count == LongestRange)
            {
                throw new TemplateFault($"`range` gives more than {LongestRange} numbers.");
            }

            numbers.Add(at);
        }

        return numbers;
    }
}
