import { lazy, Suspense, type ReactNode } from "react";
import { Loader } from "@mantine/core";
import type { Route } from "../router";

// A page is loaded when it is first looked at; what all pages share is in the first file.
const InboxPage = lazy(async () => ({ default: (await import("../inbox/inbox-page")).InboxPage }));
const ConversationsPage = lazy(async () => ({ default: (await import("../conversations-page")).ConversationsPage }));
const ReviewPage = lazy(async () => ({ default: (await import("../review-page")).ReviewPage }));
const FeedbackPage = lazy(async () => ({ default: (await import("../feedback-page")).FeedbackPage }));
const ComparisonPage = lazy(async () => ({ default: (await import("../comparison/comparison-page")).ComparisonPage }));
const GapsPage = lazy(async () => ({ default: (await import("../gaps-page")).GapsPage }));
const DocumentsPage = lazy(async () => ({ default: (await import("../documents-page")).DocumentsPage }));
const BusinessPage = lazy(async () => ({ default: (await import("../business/business-page")).BusinessPage }));
const LearningPage = lazy(async () => ({ default: (await import("../learning-page")).LearningPage }));
const RunReportPage = lazy(async () => ({ default: (await import("../run-report-page")).RunReportPage }));
const DataSetsPage = lazy(async () => ({ default: (await import("../data-sets-page")).DataSetsPage }));
const VersionsPage = lazy(async () => ({ default: (await import("../versions-page")).VersionsPage }));
const DriftPage = lazy(async () => ({ default: (await import("../drift-page")).DriftPage }));
const UsagePage = lazy(async () => ({ default: (await import("../usage/usage-page")).UsagePage }));
const KeysPage = lazy(async () => ({ default: (await import("../access/keys-page")).KeysPage }));
const SitesPage = lazy(async () => ({ default: (await import("../access/sites-page")).SitesPage }));
const WebhooksPage = lazy(async () => ({ default: (await import("../access/webhooks-page")).WebhooksPage }));
const LimitsPage = lazy(async () => ({ default: (await import("../access/limits-page")).LimitsPage }));
const AuditPage = lazy(async () => ({ default: (await import("../audit-page")).AuditPage }));
const ErasePage = lazy(async () => ({ default: (await import("../access/erase-page")).ErasePage }));

/** The page of a route. */
export function PageOf({ route }: { route: Route }) {
  return <Suspense fallback={<Loader role="status" aria-label="Loading" />}>{of(route)}</Suspense>;
}

function of({ page, id }: Route): ReactNode {
  switch (page) {
    case "inbox": return <InboxPage id={id} />;
    case "conversations": return <ConversationsPage id={id} />;
    case "review": return <ReviewPage />;
    case "feedback": return <FeedbackPage />;
    case "comparison": return <ComparisonPage />;
    case "gaps": return <GapsPage />;
    case "documents": return <DocumentsPage />;
    case "business": return <BusinessPage id={id} />;
    case "learning": return id === null ? <LearningPage /> : <RunReportPage key={id} id={id} />;
    case "data-sets": return <DataSetsPage id={id} />;
    case "versions": return <VersionsPage />;
    case "drift": return <DriftPage />;
    case "usage": return <UsagePage />;
    case "keys": return <KeysPage />;
    case "sites": return <SitesPage />;
    case "webhooks": return <WebhooksPage />;
    case "limits": return <LimitsPage />;
    case "audit": return <AuditPage />;
    case "erase": return <ErasePage />;
  }
}
