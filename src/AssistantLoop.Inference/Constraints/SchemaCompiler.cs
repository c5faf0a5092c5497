using System.Text;

namespace AssistantLoop.Inference.Constraints;

/// <summary>Turns a schema into the automaton of its documents. A schema has no references, so its documents are a
/// regular language.</summary>
internal sealed class SchemaCompiler
{
    private const int MaxDigits = 15;
    private const int MaxStates = 200_000;

    private readonly ByteAutomaton _automaton = new();

    private SchemaCompiler()
    {
    }

    /// <summary>Compiles a schema.</summary>
    /// <exception cref="JsonSchemaException">The schema is too large.</exception>
    public static ByteAutomaton Compile(JsonSchema schema)
    {
        SchemaCompiler compiler = new();
        // A template may let every answer begin with a blank.
        int start = compiler._automaton.Add(), value = compiler.Text(" ", start);
        compiler._automaton.Skip(start, value);
        int end = compiler.Value(schema.Root, value);
        (compiler._automaton.Start, compiler._automaton.Accept) = (start, end);
        return compiler._automaton;
    }

    // Each of these writes something from a state and returns the state after it.
    private int Value(SchemaNode node, int from)
    {
        if (_automaton.Count > MaxStates)
        {
            throw new JsonSchemaException("", "it is too large.");
        }

        return node switch
        {
            LiteralNode literal => Text(literal.Json, from),
            StringNode => String(from),
            NumberNode number => Number(number.Integer, from),
            AnyOfNode any => Join(any.Choices.Select(choice => Value(choice, from))),
            ArrayNode array => Array(array, from),
            ObjectNode @object => Object(@object, from),
            _ => throw new InvalidOperationException($"{node} is no kind of value."),
        };
    }

    private int Object(ObjectNode node, int from)
    {
        // Before each property: nothing was written yet, or something was.
        int none = Text("{", from), some = _automaton.Add();
        foreach (PropertyNode property in node.Properties)
        {
            int name = _automaton.Add(), noneAfter = _automaton.Add(), someAfter = _automaton.Add();
            _automaton.Skip(none, name);
            _automaton.Skip(Separator(",", some), name);
            int value = Separator(":", Text(JsonSchema.Plain(property.Name), name));
            _automaton.Skip(Value(property.Value, value), someAfter);
            if (!property.Required)
            {
                _automaton.Skip(none, noneAfter);
                _automaton.Skip(some, someAfter);
            }

            (none, some) = (noneAfter, someAfter);
        }

        return Text("}", Join([none, some]));
    }

    private int Array(ArrayNode node, int from)
    {
        int open = Text("[", from), item = _automaton.Add();
        _automaton.Skip(open, item);
        int after = Value(node.Items, item);
        _automaton.Skip(Separator(",", after), item);
        return Text("]", Join([open, after]));
    }

    private int String(int from)
    {
        int body = Text("\"", from), after = _automaton.Add();
        foreach ((byte low, byte high) in new (byte, byte)[] { (0x20, 0x21), (0x23, 0x5B), (0x5D, 0x7F) })
        {
            _automaton.Move(body, low, high, body);
        }

        // Well-formed UTF-8: The Unicode Standard, table 3-7.
        int last = _automaton.Add(), lastTwo = _automaton.Add();
        _automaton.Move(last, 0x80, 0xBF, body);
        _automaton.Move(lastTwo, 0x80, 0xBF, last);
        _automaton.Move(body, 0xC2, 0xDF, last);
        Lead(body, 0xE0, 0xE0, 0xA0, 0xBF, last);
        Lead(body, 0xE1, 0xEC, 0x80, 0xBF, last);
        Lead(body, 0xED, 0xED, 0x80, 0x9F, last);
        Lead(body, 0xEE, 0xEF, 0x80, 0xBF, last);
        Lead(body, 0xF0, 0xF0, 0x90, 0xBF, lastTwo);
        Lead(body, 0xF1, 0xF3, 0x80, 0xBF, lastTwo);
        Lead(body, 0xF4, 0xF4, 0x80, 0x8F, lastTwo);
        Escape(body);
        _automaton.Move(body, (byte)'"', (byte)'"', after);
        return after;
    }

    private void Lead(int from, byte low, byte high, byte secondLow, byte secondHigh, int then)
    {
        int second = _automaton.Add();
        _automaton.Move(from, low, high, second);
        _automaton.Move(second, secondLow, secondHigh, then);
    }

    // \u stands for characters outside the surrogates alone, so that no half of a pair is written.
    private void Escape(int body)
    {
        int escape = Text("\\", body);
        foreach (char letter in "\"\\/bfnrt")
        {
            _automaton.Move(escape, (byte)letter, (byte)letter, body);
        }

        int hex = Text("u", escape), third = _automaton.Add(), fourth = _automaton.Add(), second = _automaton.Add(), low = _automaton.Add();
        foreach ((char first, char last) in new[] { ('0', '9'), ('a', 'c'), ('e', 'f'), ('A', 'C'), ('E', 'F') })
        {
            _automaton.Move(hex, (byte)first, (byte)last, second);
        }

        _automaton.Move(hex, (byte)'d', (byte)'d', low);
        _automaton.Move(hex, (byte)'D', (byte)'D', low);
        _automaton.Move(low, (byte)'0', (byte)'7', third);
        Hex(second, third);
        Hex(third, fourth);
        Hex(fourth, body);
    }

    private void Hex(int from, int to)
    {
        _automaton.Move(from, (byte)'0', (byte)'9', to);
        _automaton.Move(from, (byte)'a', (byte)'f', to);
        _automaton.Move(from, (byte)'A', (byte)'F', to);
    }

    private int Number(bool integer, int from)
    {
        int sign = _automaton.Add();
        _automaton.Skip(from, sign);
        _automaton.Move(from, (byte)'-', (byte)'-', sign);
        int first = _automaton.Add(), zero = _automaton.Add(), end = _automaton.Add();
        _automaton.Move(sign, (byte)'0', (byte)'0', zero);
        _automaton.Move(sign, (byte)'1', (byte)'9', first);
        int whole = Join([zero, Digits(first, MaxDigits - 1)]);
        _automaton.Skip(whole, end);
        if (integer)
        {
            return end;
        }

        int fraction = Digits(Digit(Text(".", whole)), MaxDigits - 1);
        _automaton.Skip(fraction, end);
        int mark = _automaton.Add(), exponent = _automaton.Add();
        foreach (int mantissa in new[] { whole, fraction })
        {
            _automaton.Move(mantissa, (byte)'e', (byte)'e', mark);
            _automaton.Move(mantissa, (byte)'E', (byte)'E', mark);
        }

        _automaton.Skip(mark, exponent);
        _automaton.Move(mark, (byte)'+', (byte)'+', exponent);
        _automaton.Move(mark, (byte)'-', (byte)'-', exponent);
        // Two digits stay within what a double holds.
        _automaton.Skip(Digits(Digit(exponent), 1), end);
        return end;
    }

    private int Digit(int from)
    {
        int to = _automaton.Add();
        _automaton.Move(from, (byte)'0', (byte)'9', to);
        return to;
    }

    private int Digits(int from, int most)
    {
        int end = _automaton.Add();
        _automaton.Skip(from, end);
        for (int i = 0; i < most; i++)
        {
            from = Digit(from);
            _automaton.Skip(from, end);
        }

        return end;
    }

    // A comma or colon, with a space after it or not, as models like to write.
    private int Separator(string mark, int from)
    {
        int tight = Text(mark, from), spaced = _automaton.Add();
        _automaton.Skip(tight, spaced);
        _automaton.Move(tight, (byte)' ', (byte)' ', spaced);
        return spaced;
    }

    private int Text(string text, int from)
    {
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            int next = _automaton.Add();
            _automaton.Move(from, value, value, next);
            from = next;
        }

        return from;
    }

    private int Join(IEnumerable<int> states)
    {
        int joined = _automaton.Add();
        foreach (int state in states.ToArray())
        {
            _automaton.Skip(state, joined);
        }

        return joined;
    }
}
