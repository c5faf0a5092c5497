import { useEffect, useRef, useState } from "react";
import { key, session } from "./api";
import { AuditPage } from "./audit-page";
import { ConversationsPage } from "./conversations-page";
import { DataSetsPage } from "./data-sets-page";
import { DocumentsPage } from "./documents-page";
import { drafts } from "./drafts";
import { DriftPage } from "./drift-page";
import { FeedbackPage } from "./feedback-page";
import { GapsPage } from "./gaps-page";
import { KeyPage } from "./key-page";
import { LearningPage } from "./learning-page";
import { ReviewPage } from "./review-page";
import { pages, useRoute, type Route } from "./router";
import { RunReportPage } from "./run-report-page";
import { VersionsPage } from "./versions-page";

/** The console: the key first, then the pages. */
export function App() {
  const [signedIn, setSignedIn] = useState(key.get() !== null);
  const [note, setNote] = useState("");
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${titleOf(route.page)} · AssistantLoop console`;
    main.current?.focus();
    // On a phone the pages' names scroll sideways.
    const [bar, here] = [nav.current, nav.current?.querySelector("[aria-current]")];
    if (bar && here) {
      bar.scrollLeft += here.getBoundingClientRect().left - bar.getBoundingClientRect().left - (bar.clientWidth - here.clientWidth) / 2;
    }
  }, [route.page, route.id, signedIn]);
  const leave = (why: string) => {
    key.clear();
    setNote(why);
    setSignedIn(false);
  };
  useEffect(() => {
    const refused = () => signedIn && leave("The key is no longer the right one. Please sign in again.");
    session.addEventListener("refused", refused);
    return () => session.removeEventListener("refused", refused);
  }, [signedIn]);
  if (!signedIn) {
    return <KeyPage note={note} onSignedIn={() => setSignedIn(true)} />;
  }
  const signOut = () => {
    drafts.clear();
    leave("You are signed out.");
  };
  return (
    <>
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>Skip to content</a>
      <header className="top">
        <strong className="brand">AssistantLoop</strong>
        <nav ref={nav} aria-label="Console">
          {pages.map((page) => (
            <a key={page} href={`#/${page}`} aria-current={page === route.page ? "page" : undefined}>{titleOf(page)}</a>
          ))}
        </nav>
        <button type="button" className="quiet" onClick={signOut}>Sign out</button>
      </header>
      <main ref={main} tabIndex={-1} id="main">
        <PageOf route={route} />
      </main>
    </>
  );
}

function PageOf({ route }: { route: Route }) {
  switch (route.page) {
    case "review": return <ReviewPage />;
    case "feedback": return <FeedbackPage />;
    case "gaps": return <GapsPage />;
    case "conversations": return <ConversationsPage id={route.id} />;
    case "learning": return route.id === null ? <LearningPage /> : <RunReportPage key={route.id} id={route.id} />;
    case "data-sets": return <DataSetsPage id={route.id} />;
    case "versions": return <VersionsPage />;
    case "drift": return <DriftPage />;
    case "audit": return <AuditPage />;
    case "documents": return <DocumentsPage />;
  }
}

const titleOf = (page: string): string => (page === "gaps" ? "Knowledge gaps" : page[0]!.toUpperCase() + page.slice(1).replace("-", " "));
