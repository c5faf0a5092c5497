import { AppShell, Burger, Button, Group, NavLink, ScrollArea, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import type { Route } from "../router";
import { useLoad } from "../use-load";
import { groups, needs, titles } from "./navigation";
import { PageOf } from "./page-of";
import { SchemeButton } from "./scheme-button";
import { ShortcutList } from "./shortcut-list";
import { MeContext, type Me } from "./use-me";
import { useShortcuts } from "./use-shortcuts";

/** What stands around every page: the pages' names by group, which a phone folds away, and the keys. */
export function Shell({ route, onSignOut }: { route: Route; onSignOut(): void }) {
  const [navigating, navigation] = useDisclosure(false);
  const [helping, help] = useDisclosure(false);
  const me = useLoad<Me>("/api/me").value;
  const main = useRef<HTMLElement>(null);
  const close = navigation.close;
  useShortcuts(help.open);
  useEffect(() => {
    document.title = `${titles[route.page]} · AssistantLoop console`;
    close();
    main.current?.focus();
    window.scrollTo(0, 0);
  }, [route.page, route.id, close]);
  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 228, breakpoint: "md", collapsed: { mobile: !navigating } }} padding={{ base: "md", md: "lg" }}>
      <AppShell.Header className="top">
        <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>Skip to content</a>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={navigating} onClick={navigation.toggle} hiddenFrom="md" size="sm" aria-label="Pages" aria-expanded={navigating} aria-controls="pages" />
            <Text component="strong" className="brand">AssistantLoop</Text>
            {me && <Text size="sm" c="dimmed" visibleFrom="sm">{me.business}</Text>}
          </Group>
          <Group gap="xs" wrap="nowrap">
            {me && <Text size="sm" c="dimmed" visibleFrom="md">{me.name === me.role ? me.name : `${me.name}, ${me.role}`}</Text>}
            <Button variant="subtle" size="compact-sm" onClick={help.open} visibleFrom="md">Shortcuts</Button>
            <SchemeButton />
            <Button variant="subtle" size="compact-sm" onClick={onSignOut}>Sign out</Button>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar id="pages" aria-label="Console">
        <ScrollArea p="xs" viewportProps={{ tabIndex: -1 }}>
          {groups.map((group) => (
            <section key={group.name} aria-labelledby={`group-${group.name}`}>
              <Text id={`group-${group.name}`} className="group" component="h2">{group.name}</Text>
              {group.pages.filter((page) => me === null || needs[page] === undefined || me.scopes.includes(needs[page])).map((page) => (
                <NavLink key={page} href={`#/${page}`} label={titles[page]} active={page === route.page} variant="filled" aria-current={page === route.page ? "page" : undefined} onClick={close} />
              ))}
            </section>
          ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main ref={main} tabIndex={-1} id="main">
        <div className="page"><MeContext value={me}><PageOf route={route} /></MeContext></div>
      </AppShell.Main>
      <ShortcutList opened={helping} onClose={help.close} />
    </AppShell>
  );
}
