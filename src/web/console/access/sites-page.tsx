import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { api } from "../api";
import { ConfirmDialog, type Confirmation } from "../confirm-dialog";
import { CopyField } from "../copy-field";
import { DataTable } from "../lists/data-table";
import { useList } from "../lists/use-list";
import { StateBadge } from "../state-badge";
import { tell } from "../tell";
import { SiteForm } from "./site-form";
import { SiteSecret } from "./site-secret";

export interface SiteRow {
  id: string;
  key: string;
  name: string;
  allowedOrigins: string[];
  requiresIdentity: boolean;
  handOver: boolean;
  satisfaction: boolean;
  language: string | null;
  welcome: string | null;
  suggestions: string[] | null;
  theme?: Record<string, string>;
  disabled: boolean;
  /** The tag to be pasted into the page. */
  embed: string;
}

/** The pages that embed the chat, with the tag that does it. */
export function SitesPage() {
  const list = useList<SiteRow>("/api/sites");
  const [edited, setEdited] = useState<SiteRow | "new" | null>(null);
  const [embedded, setEmbedded] = useState<SiteRow | null>(null);
  const [opened, setOpened] = useState<SiteRow | null>(null);
  const [asked, setAsked] = useState<Confirmation | null>(null);
  const toggle = async (site: SiteRow) => {
    await api(`/api/sites/${site.id}/disable`, { disabled: !site.disabled });
    tell(site.disabled ? `${site.name} is enabled.` : `${site.name} is disabled.`);
    await list.reload();
  };
  const disable = (site: SiteRow): Confirmation => ({
    title: `Disable ${site.name}`, deed: "Disable", typed: site.name, note: "The widget on its pages stops working, until the site is enabled again.", run: () => toggle(site),
  });
  return (
    <>
      <div className="heading"><h1>Sites</h1>{!list.missing && <Button variant="filled" onClick={() => setEdited("new")}>New site</Button>}</div>
      <p className="muted">Each site has a public key, which only its own origins may use. One script tag puts the chat on a page.</p>
      <DataTable
        list={list}
        noun="sites"
        label="Sites"
        empty="No page embeds the chat yet but this server's own."
        keyOf={(site) => site.id}
        columns={[
          { name: "name", sort: "name", cell: (site) => <div>{site.name} {site.disabled && <StateBadge of="retired">disabled</StateBadge>}</div> },
          { name: "key", cell: (site) => <code>{site.key}</code> },
          { name: "origins", cell: (site) => (site.allowedOrigins.length === 0 ? <span className="muted">none</span> : <ul className="plain">{site.allowedOrigins.map((origin) => <li key={origin}>{origin}</li>)}</ul>) },
          { name: "identity", cell: (site) => (site.requiresIdentity ? "signed" : "free") },
          { name: "offers", cell: (site) => [site.handOver && "a person", site.satisfaction && "a satisfaction question"].filter(Boolean).join(", ") || "answers only" },
          { name: "actions", quiet: true, className: "actions", cell: (site) => (
            <>
              <Button size="xs" onClick={() => setEmbedded(site)}>Embed<span className="sr"> {site.name}</span></Button>
              <Button size="xs" variant="subtle" onClick={() => setEdited(site)}>Edit<span className="sr"> {site.name}</span></Button>
              <Button size="xs" variant="subtle" onClick={() => setOpened(site)}>Secret<span className="sr"> of {site.name}</span></Button>
              <Button size="xs" variant="subtle" onClick={() => (site.disabled ? void toggle(site) : setAsked(disable(site)))}>{site.disabled ? "Enable" : "Disable"}<span className="sr"> {site.name}</span></Button>
            </>
          ) },
        ]}
      />
      <Modal opened={edited !== null} onClose={() => setEdited(null)} title={edited === "new" ? "New site" : "Edit the site"}>
        {edited !== null && <SiteForm site={edited === "new" ? null : edited} onCancel={() => setEdited(null)} onSaved={(said) => { setEdited(null); tell(said); void list.reload(); }} />}
      </Modal>
      <Modal opened={embedded !== null} onClose={() => setEmbedded(null)} title={`Embed ${embedded?.name ?? ""}`} size="lg">
        <p>Paste this before the page's closing body tag:</p>
        {embedded && <CopyField text={embedded.embed} name="the tag" />}
      </Modal>
      <Modal opened={opened !== null} onClose={() => setOpened(null)} title={`The identity secret of ${opened?.name ?? ""}`} size="lg">
        {opened && <SiteSecret id={opened.id} />}
      </Modal>
      <ConfirmDialog asked={asked} onClose={() => setAsked(null)} />
    </>
  );
}
