using AssistantLoop.Storage.Feedback;
using static AssistantLoop.Storage.Feedback.FaultCause;

namespace AssistantLoop.Learning.Tests.Triage;

/// <summary>Answers with a known fault, over a few documents of a shop.</summary>
internal static class TriageExamples
{
    public static readonly Dictionary<string, string> Documents = new()
    {
        ["shipping.md"] = """
            # Shipping

            ## Cost
            Standard shipping costs 4.90 euros. Orders over 50 euros ship free.

            ## Time
            Standard parcels take 2 to 4 working days.

            ## Countries
            We ship to Germany, Austria and Norway. Shipping to Norway costs 19 euros.
            """,
        ["returns.md"] = """
            # Returns

            ## How long
            You can return an item within 30 days of delivery. Plants can be returned within 7 days.

            ## Refunds
            We pay refunds to the card you paid with within 5 working days.
            """,
        ["shop.md"] = """
            # Shop

            ## Opening hours
            The shop in Marlow is open from 9 am to 6 pm, Monday to Saturday. It is closed on 24 December.

            ## Parking
            Behind the shop are 12 free parking places.
            """,
        ["reviews.md"] = """
            # Reviews

            ## Removed
            A person may ask us to remove a review. Our documents do not say who asked.
            """,
        ["club.md"] = """
            # Finch Club

            ## Price
            Membership in the club costs 12 euros a year.

            ## Cancel
            Members may end the contract at any time in their account under Settings.
            """,
        ["contact.md"] = """
            # Contact

            ## Phone
            You can call us at 0555 014 220 on working days.

            ## Complaints
            Complaints are handled by Mara Quill, who answers within 3 working days. Write to care@alderfinch.example.
            """,
        ["lamp.md"] = """
            # Wren garden lamp

            ## Price
            The Wren garden lamp costs 35 euros.

            ## Battery
            A full battery keeps the lamp on for 8 hours. Charging takes 90 minutes.
            """,
        ["greenhouse.md"] = """
            # Lark greenhouse

            ## Size
            The Lark greenhouse is 2 metres wide and 3 metres long.

            ## Price
            The Lark greenhouse costs 1,250 euros.
            """,
        ["vouchers.md"] = """
            # Vouchers

            ## Spring
            The voucher SPRING15 takes 15 percent off seeds until 2026-04-30.
            """,
        ["payment.md"] = """
            # Payment

            ## Methods
            You can pay by card, bank transfer or PayPal. We do not accept cheques.
            """,
    };

    public static IReadOnlyList<TriageExample> All { get; } =
    [
        // No document says it.
        new(MissingDocument, "Do you ship to Iceland?", "Yes, we ship to Norway.", "Yes, shipping to Iceland costs 29 euros.", ["Shipping > Countries"]),
        new(MissingDocument, "How long is the warranty on spades?", "I do not know.", "The warranty on spades is 10 years.", []),
        new(MissingDocument, "Is there a student discount?", "Seeds are 15 percent off [1].", "Yes, students get 8 percent off with a student card.", ["Vouchers > Spring"]),
        new(MissingDocument, "What is the lamp's bulb?", "The lamp costs 35 euros [1].", "It has an LED bulb of 4 watts.", ["Wren garden lamp > Price"]),
        new(MissingDocument, "Who repairs watering cans?", "I do not know.", "Our partner Tinker & Sons repairs watering cans in Leeds.", []),
        new(MissingDocument, "Can I collect my parcel on Sunday?", "Standard parcels take 2 to 4 working days [1].", "Yes, you can collect it at the station locker until 22:00 on Sundays.", ["Shipping > Time"]),
        new(MissingDocument, "How much is the greenhouse heater?", "The Lark greenhouse costs 1,250 euros [1].", "The greenhouse heater costs 89.50 EUR.", ["Lark greenhouse > Price"]),
        new(MissingDocument, "Do you gift-wrap presents?", "I do not know.", "Yes, our team wraps presents in recycled paper with ribbons free of charge.", []),
        new(MissingDocument, "How much is shipping and what about insurance?", "Standard shipping costs 4.90 euros [1].", "Standard shipping costs 4.90 euros [1]. Insurance costs 2.50 euros more.", ["Shipping > Cost"]),

        // A document says it; the prompt did not hold it.
        new(RetrievalMiss, "What do I pay for a parcel?", "You can pay by card [1].", "Standard shipping costs 4.90 euros.", ["Payment > Methods"]),
        new(RetrievalMiss, "What do I pay for a parcel?", "You can pay by card [1].", "A parcel is €4,90.", ["Payment > Methods"]),
        new(RetrievalMiss, "How do I quit?", "I do not know.", "Members may end the contract at any time in their account under Settings.", []),
        new(RetrievalMiss, "Until when may I send a fern back?", "You can return an item within 30 days [1].", "Plants can be returned within 7 days.", ["Finch Club > Price"]),
        new(RetrievalMiss, "Who do I write to when I am angry?", "I do not know.", "Please write to Mara Quill at care@alderfinch.example, who handles complaints.", ["Contact > Phone"]),
        new(RetrievalMiss, "How wide is it?", "The lamp costs 35 euros [1].", "The Lark greenhouse is 2 m wide.", ["Wren garden lamp > Price"]),
        new(RetrievalMiss, "When do I have my money again?", "You can pay by card [1].", "We pay refunds to your card within 5 business days.", ["Payment > Methods"]),
        new(RetrievalMiss, "Is anything reduced?", "I do not know.", "Yes: SPRING15 takes 15 % off seeds until 30 April.", []),
        new(RetrievalMiss, "How long does it glow?", "It costs 35 euros [1].", "The lamp is on for 8 hours with a full battery.", ["Wren garden lamp > Price"]),

        // The facts are right; the citation is not.
        new(WrongCitation, "What does standard shipping cost?", "Standard shipping costs 4.90 euros [2].", "Standard shipping costs 4.90 euros [1].", ["Shipping > Cost", "Shipping > Time"]),
        new(WrongCitation, "What does standard shipping cost?", "Standard shipping costs 4.90 euros.", "Standard shipping costs 4.90 euros [1].", ["Shipping > Cost", "Shipping > Time"]),
        new(WrongCitation, "How long can I return plants?", "Plants can be returned within 7 days [2].", "Plants can be returned within 7 days [1].", ["Returns > How long", "Returns > Refunds"]),
        new(WrongCitation, "How long can I return plants?", "Plants can be returned within 7 days [2].", "You have 7 days to return plants.", ["Returns > How long", "Returns > Refunds"]),
        new(WrongCitation, "When is the shop open?", "From 9 am to 6 pm, Monday to Saturday [2].", "The shop is open from 9 am to 6 pm, Monday to Saturday [1].", ["Shop > Opening hours", "Shop > Parking"]),
        new(WrongCitation, "What is your number?", "You can call us at 0555 014 220 [1].", "You can call us at 0555 014 220 [2].", ["Contact > Complaints", "Contact > Phone"]),
        new(WrongCitation, "What does the lamp cost?", "It costs EUR 35 [1] [2].", "The lamp costs 35 euros [1].", ["Wren garden lamp > Price", "Wren garden lamp > Battery"]),

        // The facts are right; the form is not.
        new(Style, "What does standard shipping cost?", "Standard shipping costs 4.90 euros [1].", "Happy to help! Standard shipping costs 4.90 euros [1]. Warmly, Finch", ["Shipping > Cost"]),
        new(Style, "What does standard shipping cost?", "4.90 euros [1].", "Shipping is €4,90 for standard parcels [1].", ["Shipping > Cost"]),
        new(Style, "How long can I return an item?", "Items may go back up to 30 days after delivery [1]", "You have 30 days from delivery to send it back to us [1].", ["Returns > How long"]),
        new(Style, "How long does charging take?", "Charging takes 90 minutes [1].", "It takes 1.5 hours to charge the lamp [1].", ["Wren garden lamp > Battery"]),
        new(Style, "What does the greenhouse cost?", "1,250 euros [1].", "Hello! The Lark greenhouse costs 1250 EUR [1].", ["Lark greenhouse > Price"]),
        new(Style, "When is the shop open?", "9 am to 6 pm, Monday to Saturday, in Marlow [1].", "Dear customer, our shop in Marlow is open 9:00 to 18:00, Monday to Saturday [1]. Kind regards, Finch", ["Shop > Opening hours"]),
        new(Style, "How wide is the Lark greenhouse?", "The Lark greenhouse is 2 metres wide [1].", "It is 200 cm wide [1].", ["Lark greenhouse > Size"]),
        new(Style, "How can I pay?", "You can pay by card, bank transfer or PayPal [1].", "Glad to help! You can pay by card, by bank transfer or with PayPal [1].", ["Payment > Methods"]),

        // The prompt held it; the answer is wrong all the same.
        new(Behaviour, "What does standard shipping cost?", "Standard shipping costs 5.90 euros [1].", "Standard shipping costs 4.90 euros [1].", ["Shipping > Cost"]),
        new(Behaviour, "What does standard shipping cost?", "I do not know.", "Standard shipping costs 4.90 euros [1].", ["Shipping > Cost", "Shipping > Time"]),
        new(Behaviour, "How long can I return plants?", "You can return plants within 30 days [1].", "Plants can be returned within 7 days [1].", ["Returns > How long"]),
        new(Behaviour, "Do you accept cheques?", "Yes, we accept cheques [1].", "No, we do not accept cheques [1].", ["Payment > Methods"]),
        new(Behaviour, "Do you accept cheques?", "Yes, we do [1].", "No.", ["Payment > Methods"]),
        new(Behaviour, "Who handles complaints?", "Complaints are handled by Nora Quill [1].", "Happy to help! Complaints are handled by Mara Quill [1]. Warmly, Finch", ["Contact > Complaints"]),
        new(Behaviour, "When is the shop closed?", "On 25 December [1].", "The shop is closed on December 24th [1].", ["Shop > Opening hours"]),
        new(Behaviour, "What does the club cost?", "It costs 12 euros a month [1].", "It costs 12 euros a year [1].", ["Finch Club > Price"]),
        new(Behaviour, "How can members cancel?", "Please write us a letter.", "Members can end the contract at any time under Settings in their account [1].", ["Finch Club > Cancel"]),
        new(Behaviour, "What does the lamp cost?", "It costs 35 euros and comes with 3 bulbs [1].", "The lamp costs 35 euros [1].", ["Wren garden lamp > Price"]),
        new(Behaviour, "Where does the shop keep dogs?", "Dogs stay behind the shop [1].", "I am sorry, I do not know.", ["Shop > Parking"]),
        new(Behaviour, "Where do dogs wait?", "Dogs wait behind the shop [1].", "I am sorry, our documents do not say. Shall I ask a person?", ["Shop > Parking"]),

        // Too little to tell.
        new(null, "What does standard shipping cost?", "Standard shipping costs 4.90 euros [1].", "Standard shipping costs 4.90 euros [1].", ["Shipping > Cost"]),
        new(null, "Hello", "Hello, how can I help?", null, []),
        new(null, "What does standard shipping cost?", "Standard shipping costs 4.90 euros [1].", null, ["Shipping > Cost"]),
        new(null, "How can I pay?", "You can pay by card [1].", null, ["Payment > Methods"]) { Labels = ["wrong"] },

        // No right answer: labels, reasons and grounding.
        new(Behaviour, "How can I clean the blade?", "Use acid.", null, []) { Labels = ["unsafe"] },
        new(Style, "How can I pay?", "Card [1].", null, ["Payment > Methods"]) { Labels = ["off-brand"] },
        new(Style, "How can I pay?", "Card [1].", null, ["Payment > Methods"]) { Reason = "That was quite rude" },
        new(Behaviour, "What does standard shipping cost?", "It costs 7 euros [1].", null, ["Shipping > Cost"]) { Labels = ["wrong"] },
        new(Behaviour, "What does standard shipping cost?", "I do not know.", null, ["Shipping > Cost"]) { Reason = "no answer" },
        new(MissingDocument, "Do you rent out tractors?", "I do not know.", null, []) { Labels = ["missing-knowledge"] },
        new(MissingDocument, "Do you rent out tractors?", "Tractors are 90 euros a day.", null, ["Wren garden lamp > Price"]) { Labels = ["wrong"] },
        new(RetrievalMiss, "Are there parking places behind the shop?", "I do not know.", null, ["Finch Club > Price"]) { Labels = ["missing-knowledge"] },
        new(WrongCitation, "What does standard shipping cost?", "Standard shipping costs 4.90 euros [2].", null, ["Shipping > Cost", "Shipping > Time"]) { Labels = ["wrong"] },
    ];

    /// <summary>Written after the rule was, to see how it does on what it was not made for; see docs/review.md.</summary>
    public static IReadOnlyList<TriageExample> Unseen { get; } =
    [
        new(MissingDocument, "Can I bring my dog into the shop?", "The shop is open from 9 am [1].", "Dogs on a leash are welcome in the shop.", ["Shop > Opening hours"]),
        new(MissingDocument, "How heavy is the greenhouse?", "It is 3 metres long [1].", "The Lark greenhouse weighs 85 kg.", ["Lark greenhouse > Size"]),
        new(MissingDocument, "Do you ship to Sweden?", "Yes, for 19 euros [1].", "No, we do not ship to Sweden yet.", ["Shipping > Countries"]),
        new(MissingDocument, "Is the lamp waterproof?", "I do not know.", "Yes, the Wren garden lamp is waterproof to IP65.", ["Wren garden lamp > Battery"]),
        new(RetrievalMiss, "I got a broken thing, who helps?", "You can pay by card [1].", "Mara Quill handles complaints and answers within three working days.", ["Payment > Methods"]),
        new(RetrievalMiss, "What about costs when I buy a lot?", "I do not know.", "Orders over €50 ship free.", ["Finch Club > Price"]),
        new(RetrievalMiss, "Is there somewhere to leave the car?", "I do not know.", "Yes, behind the shop are twelve free parking places.", []),
        new(WrongCitation, "How long does delivery take?", "Standard parcels take 2-4 working days [1].", "It takes two to four business days [2].", ["Shipping > Cost", "Shipping > Time"]),
        new(WrongCitation, "How long is the Lark greenhouse?", "3 m [2].", "It is 3 metres long [1].", ["Lark greenhouse > Size", "Lark greenhouse > Price"]),
        new(Style, "Which countries do you ship to?", "Germany, Austria, Norway [1].", "We ship to Germany, Austria and Norway [1]. Kind regards, Finch", ["Shipping > Countries"]),
        new(Style, "When do I get my refund?", "Within 5 working days [1].", "Thank you for asking! We refund you within five business days [1].", ["Returns > Refunds"]),
        new(Style, "How do I reach you?", "Call us at 0555 014 220 on working days [1].", "Please call 0555-014-220 on any working day [1].", ["Contact > Phone"]),
        new(Behaviour, "What does the greenhouse cost?", "The Lark greenhouse costs 1,520 euros [1].", "The Lark greenhouse costs 1,250 euros [1].", ["Lark greenhouse > Price"]),
        new(Behaviour, "Can I return an opened bag of seeds after 40 days?", "Yes, you can [1].", "No, items can only be returned within 30 days [1].", ["Returns > How long"]),
        new(Behaviour, "Until when does SPRING15 work?", "Until the end of May [1].", "It works until 30 April [1].", ["Vouchers > Spring"]),
        new(Behaviour, "How long does the lamp last?", "It charges in 90 minutes [1].", "A full battery lasts 8 hours [1].", ["Wren garden lamp > Battery"]),
    ];
}

/// <summary>An answer and why it is bad.</summary>
/// <param name="Cause">What triage must find; null for undecided.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Correction">The right answer, or null.</param>
/// <param name="Prompt">The titles of the passages that the prompt held.</param>
internal sealed record TriageExample(
    FaultCause? Cause, string Question, string Answer, string? Correction, string[] Prompt)
{
    public string[] Labels { get; init; } = [];
    public string? Reason { get; init; }
}
