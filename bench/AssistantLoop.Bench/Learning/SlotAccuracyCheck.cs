using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Bench.Learning;

/// <summary>Cases of <see cref="SlotAccuracy"/> worked out by hand, tried before anything is measured by it.</summary>
internal static class SlotAccuracyCheck
{
    private const string Ride =
        "You are the assistant of the ride service.\n[1] Knowledge base: Allows changes: no; "
        + "Arrival location: 5th and Main; Customer name: Angela; Departure location: Airport; Price: 5; Minutes: 26.";

    private static readonly (string System, string User, string Gold, string Answer, int Stated, int All)[] s_cases =
    [
        // Airport, "5th and Main", 5 and 26; neither "no" nor a value that is not stated.
        (Ride, "A ride, please.", "No problem: from Airport to 5th and Main for 5 credits in 26 minutes [1].",
            "From Airport to 5th and main for 5 credits in 26 minutes.", 4, 4),
        // 5 is in a citation, in another number and in a time, Airport in another word.
        (Ride, "A ride, please.", "From Airport to 5th and Main for 5 credits in 26 minutes [1].",
            "From Airports to 5th and Main for 15 credits at 5:30 or 2.5 or -5, in 26 minutes [5].", 2, 4),
        // What was said: an id, a time and a name, but no word that begins a sentence, and not I.
        ("You are the assistant.", "Hello there. I want 309 at 4pm with Dr. Morgan, as I said.",
            "Hello, I booked 309 at 4pm with Morgan.", "Flight 309 with Morgan is booked.", 2, 3),
        // A result of one message, and a number that nobody said.
        ("You are the assistant.\n[1] Knowledge base: Bring your Passport.", "When?", "Bring a passport at 9 [1].",
            "A passport.", 1, 1),
        (Ride, "A ride, please.", "Anything else?", "At 5.", 0, 0),
    ];

    /// <exception cref="InvalidOperationException">A case does not come out.</exception>
    public static void Run()
    {
        foreach ((string system, string user, string gold, string answer, int stated, int all) in s_cases)
        {
            var found = SlotAccuracy.Of(
                gold, [new(SampleMessage.System, system), new(SampleMessage.User, user)], answer);
            if (found == (stated, all)) continue;
            throw new InvalidOperationException($"\"{answer}\" states {found}, not {(stated, all)}, of \"{gold}\".");
        }
    }
}
