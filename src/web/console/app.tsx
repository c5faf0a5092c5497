import { useEffect, useState } from "react";
import { key, session } from "./api";
import { drafts } from "./drafts";
import { KeyPage } from "./key-page";
import { useRoute } from "./router";
import { Shell } from "./shell/shell";

/** The console: the key first, then the pages. */
export function App() {
  const [signedIn, setSignedIn] = useState(key.get() !== null);
  const [note, setNote] = useState("");
  const route = useRoute();
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
  return <Shell route={route} onSignOut={signOut} />;
}
