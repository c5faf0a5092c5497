using AssistantLoop.Chat.Business;

namespace AssistantLoop.App.Tenancy;

/// <summary>One business of this process.</summary>
/// <param name="Profile">The business.</param>
/// <param name="Services">What serves it alone: its answers, versions, caches and triggers; and what all businesses share.</param>
public sealed record Tenant(BusinessProfile Profile, IServiceProvider Services);
